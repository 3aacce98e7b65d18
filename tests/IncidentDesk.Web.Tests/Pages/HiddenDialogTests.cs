using System.Security.Claims;
using Bunit;
using IncidentDesk.Alerts;
using IncidentDesk.Catalog;
using IncidentDesk.Escalation;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Runbooks;
using IncidentDesk.Tests;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Live;
using IncidentDesk.Web.Pages.Escalations;
using IncidentDesk.Web.Pages.Integrations;
using IncidentDesk.Web.Pages.Profiles;
using IncidentDesk.Web.Pages.Runbooks;
using IncidentDesk.Web.Tests.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace IncidentDesk.Web.Tests.Pages;

/// <summary>
/// Dialogs that delete or disconnect: not in the document for those who may not, because a closed dialog can be pressed from the browser's console; and when
/// their callback runs all the same, the verb refuses.
/// </summary>
public sealed class HiddenDialogTests : PageTest, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private AccessHost _host = null!;
    private IServiceScope _scope = null!;
    private Person _person = null!;

    public override async ValueTask InitializeAsync()
    {
        _host = await AccessHost.StartAsync();
        await TestDesk.AddTesterAsync(_host.Desk);
        _person = await _host.AddPersonAsync(Role.Administrator);
        _scope = _host.Services.CreateScope();
        var session = new Session(DeskPrincipal.Of(new BegunSession(new SessionBasis(_person.Id, _person.Name, _person.Email, Role.Administrator, "stamp"), "secret")));
        Services.AddSingleton(new Viewers(session, _host.Services.GetRequiredService<PersonQueries>(), _host.Desk));
        Services.AddFallbackServiceProvider(_scope.ServiceProvider);
        Renderer.SetRendererInfo(new RendererInfo("Server", true));
    }

    [Fact]
    public async Task The_dialogs_of_pages_are_not_drawn_for_viewers()
    {
        await _host.ChangeAsync(_person.Id, p => p.Role = Role.Viewer);
        foreach (var (_, open) in await PagesAsync())
        {
            var page = open();
            page.WaitForAssertion(() => page.FindAll("h1").Count.ShouldBe(1), Patience);
            page.FindComponents<ConfirmButton>().ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_dialogs_callback_of_somebody_whose_role_became_viewer_is_refused_and_says_who_can()
    {
        var pressed = new List<string>();
        foreach (var (table, open) in await PagesAsync())
        {
            await _host.ChangeAsync(_person.Id, p => p.Role = Role.Administrator);
            var page = open();
            page.WaitForAssertion(() => page.FindComponents<ConfirmButton>().ShouldNotBeEmpty(), Patience);
            await _host.ChangeAsync(_person.Id, p => p.Role = Role.Viewer);
            var before = await StateAsync(table);
            foreach (var dialog in page.FindComponents<ConfirmButton>())
            {
                await page.InvokeAsync(() => dialog.Instance.OnConfirm.InvokeAsync());
                Services.GetRequiredService<ISnackbar>().ShownSnackbars.Last().Message.ShouldStartWith("Only ");
                pressed.Add(dialog.Instance.Title);
            }
            (await StateAsync(table)).ShouldBe(before);
        }
        pressed.Count.ShouldBe(5);
    }

    public new async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _scope.Dispose();
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task<IReadOnlyList<(string Table, Func<IRenderedComponent<IComponent>> Open)>> PagesAsync()
    {
        T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();
        var team = (await Get<TeamActions>().CreateAsync(new TeamDraft("Shop"), TestDesk.Tester)).Value;
        var policy = (await Get<PolicyActions>().CreateAsync(
            new PolicyDraft("Shop", [new PolicyStep(TimeSpan.FromMinutes(5), [new Target(TargetKind.Person, _person.Id)])]), TestDesk.Tester)).Value;
        var service = (await Get<ServiceActions>().CreateAsync(new ServiceDraft("Checkout", team.Id), TestDesk.Tester)).Value;
        var runbook = (await Get<RunbookActions>().CreateAsync(new RunbookDraft("Repair", service.Id, [new RunbookStep(StepKind.Text, Text: "Look")]), TestDesk.Tester)).Value;
        var integration = (await Get<IntegrationActions>().CreateAsync(new IntegrationDraft(service.Id, "generic"), TestDesk.Tester)).Value;
        IRenderedComponent<IComponent> Open<TPage>(Guid id) where TPage : IComponent
        {
            Services.GetRequiredService<NavigationManager>().NavigateTo($"/things/{id}");
            return (IRenderedComponent<IComponent>)Render<TPage>(with => with.TryAdd("Id", id));
        }
        return
        [
            ("teams", () => Open<TeamPage>(team.Id)),
            ("escalation_policies", () => Open<PolicyPage>(policy.Id)),
            ("runbooks", () => Open<RunbookPage>(runbook.Id)),
            ("integrations", () => Open<IntegrationPage>(integration.Id)),
        ];
    }

    /// <summary>The rows as they are: no verb may have touched them.</summary>
    private async Task<string?> StateAsync(string table) => (string?)await _host.SqlAsync($"SELECT string_agg(t::text, ' ' ORDER BY id) FROM {table} t");

    private sealed class Session(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(user));
    }
}
