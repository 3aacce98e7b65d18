using IncidentDesk.Alerts;
using IncidentDesk.Catalog;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using Microsoft.AspNetCore.Components;

namespace IncidentDesk.Web.Pages.Integrations;

/// <summary>
/// Reads the integration again every second while its first signal is awaited, and every five seconds after that, for as long as somebody looks.
/// </summary>
public sealed partial class IntegrationPage : DeskPage
{
    private const int LatestAlerts = 5;
    private const int LatestRejected = 10;
    private static readonly TimeSpan WhileWaiting = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5);

    private IntegrationView? integration;
    private bool mayChange;
    private ServiceView? service;
    private IReadOnlyList<AlertView> alerts = [];
    private IReadOnlyList<RejectedView> rejected = [];
    private IReadOnlyList<IrregularEvent> irregular = [];

    [Inject] private IntegrationQueries Queries { get; set; } = default!;

    [Inject] private IntegrationActions Integrations { get; set; } = default!;

    [Inject] private TestSignals Tests { get; set; } = default!;

    [Inject] private ServiceQueries Services { get; set; } = default!;

    [Inject] private Desk Desk { get; set; } = default!;

    [Inject] private AccessSettings Settings { get; set; } = default!;

    [Parameter] public Guid Id { get; set; }

    private string? Address => integration is null ? null : SourceGuide.Address(Settings.PublicUrl ?? new Uri(Navigation.BaseUri), integration);

    protected override async Task LoadAsync()
    {
        integration = await Queries.GetAsync(Id, owner => mayChange = May(Right.ConfigureIntegrations, owner));
        if (integration is null)
        {
            Navigation.NotFound();
            return;
        }
        service = await Services.GetAsync(integration.ServiceId);
        var log = await Queries.RejectedAsync(Id, new PageAsk(null, LatestRejected));
        rejected = log.Succeeded ? log.Value.Items : [];
        await using var db = await Desk.ReadAsync();
        alerts = await db.AlertsAsync(null, Id, null, null, LatestAlerts, CancellationToken.None);
        irregular = await db.IrregularEventsAsync(Id, LatestRejected, null, CancellationToken.None);
    }

    protected override TimeSpan LookEvery => integration?.LastSignalAt is null ? WhileWaiting : Later;

    private async Task SendTestAsync(bool resolved)
    {
        var sent = await Tests.SendAsync(Id, resolved, By);
        Say(sent, resolved ? IntegrationTexts.TestSentAsResolved : IntegrationTexts.TestOnItsWay);
    }

    private async Task RotateAsync()
    {
        var rotated = await Integrations.RotateKeyAsync(Id, null, By);
        Say(rotated, IntegrationTexts.AddressHasNewKey);
        await LoadAsync();
    }

    private async Task DeleteAsync()
    {
        var deleted = await Integrations.DeleteAsync(Id, null, By);
        Say(deleted, IntegrationTexts.IntegrationDeleted);
        if (deleted.Succeeded)
        {
            Navigation.NavigateTo("/integrations");
        }
    }
}
