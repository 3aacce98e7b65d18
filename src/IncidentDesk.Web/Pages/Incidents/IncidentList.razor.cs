using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Live;
using Microsoft.AspNetCore.Components;

namespace IncidentDesk.Web.Pages.Incidents;

/// <summary>The list of incidents, which is where people arrive.</summary>
public sealed partial class IncidentList : LivePage
{
    private static readonly TimeSpan OnCallEvery = TimeSpan.FromSeconds(30);
    private readonly ShownRows rows = new();
    private ListAddress address = new(ListTab.Open);
    private ListData? data;
    private TabCounts counts = new(0, 0, 0);
    private IReadOnlyDictionary<Guid, NextStep> next = new Dictionary<Guid, NextStep>();
    private OnCallStripView onCall = new([], false);
    private DateTimeOffset onCallAt;
    private bool busy;

    [Inject] private ListReads Reads { get; set; } = default!;
    [Inject] private Reader Reader { get; set; } = default!;
    [Inject] private Handover Handover { get; set; } = default!;
    [Inject] private IncidentActions Actions { get; set; } = default!;
    [Inject] private Toasts Toasts { get; set; } = default!;

    [SupplyParameterFromQuery] public string? Tab { get; set; }
    [SupplyParameterFromQuery(Name = "q")] public string? Words { get; set; }
    [SupplyParameterFromQuery] public string? Service { get; set; }
    [SupplyParameterFromQuery] public string? Severity { get; set; }
    [SupplyParameterFromQuery] public string? Status { get; set; }

    /// <summary>The key of what the first rendering left for the live one.</summary>
    [PersistentState] public string? Left { get; set; }

    protected override IReadOnlyCollection<string> Topics { get; } = [IncidentTopics.List];

    private IReadOnlyList<TabBar.Tab> Tabs =>
    [
        new("Mine", address.In(ListTab.Mine).Href, address.Tab == ListTab.Mine, counts.Mine),
        new("My teams", address.In(ListTab.Teams).Href, address.Tab == ListTab.Teams, counts.Teams),
        new("All open", address.In(ListTab.Open).Href, address.Tab == ListTab.Open, counts.Open),
        new("Resolved", address.In(ListTab.Resolved).Href, address.Tab == ListTab.Resolved),
    ];

    protected override async Task OnParametersSetAsync()
    {
        var wanted = ListAddress.Read(Tab, Words, Service, Severity, Status);
        if (data is not null && wanted == address)
        {
            return;
        }
        address = wanted;
        if (data is null && Handover.Take<ListData>(Left) is { } left && left.Address == wanted)
        {
            Show(left);
            return;
        }
        var read = await Reads.AllAsync(wanted, await Reader.GetAsync(), Closed);
        if (wanted != address)
        {
            return;
        }
        Show(read);
        if (!RendererInfo.IsInteractive)
        {
            Left = Handover.Leave(read);
        }
    }

    protected override async Task ReadAgainAsync(CancellationToken cancellation)
    {
        if (data is null)
        {
            return;
        }
        var (wanted, reader) = (address, data.Reader.PersonId);
        var fresh = await Reads.RowsAsync(wanted, reader, Math.Max(ListReads.PageSize, rows.Rows.Count), null, cancellation);
        var left = await Reads.ByNumberAsync(rows.Missing(fresh.Rows), cancellation);
        var found = await Reads.CountsAsync(reader, cancellation);
        if (wanted != address)
        {
            return;
        }
        rows.Merge(fresh.Rows, left, fresh.HasMore);
        (counts, next) = (found, await Reads.NextAsync(rows.Rows, cancellation));
        if (Now - onCallAt > OnCallEvery)
        {
            (onCall, onCallAt) = (await Reads.OnCallAsync(reader, cancellation), Now);
        }
    }

    private void Show(ListData read)
    {
        (data, counts, next, onCall, onCallAt) = (read, read.Counts, read.Next, read.OnCall, Now);
        rows.Show(read.Part.Rows, read.Part.HasMore);
    }

    private async Task ShowFreshAsync()
    {
        var fresh = await Reads.RowsAsync(address, data!.Reader.PersonId, ListReads.PageSize, null, Closed);
        next = await Reads.NextAsync(fresh.Rows, Closed);
        rows.Show(fresh.Rows, fresh.HasMore);
    }

    private async Task LoadMoreAsync()
    {
        var older = await Reads.RowsAsync(address, data!.Reader.PersonId, ListReads.PageSize, rows.Rows[^1].Number, Closed);
        rows.Append(older.Rows, older.HasMore);
        next = await Reads.NextAsync(rows.Rows, Closed);
    }

    private async Task AcknowledgeAsync(IReadOnlyList<long> numbers)
    {
        if (!data!.Reader.MayRespond || busy)
        {
            return;
        }
        busy = true;
        try
        {
            var done = new List<string>();
            foreach (var incident in rows.Rows.Where(r => numbers.Contains(r.Number)))
            {
                var outcome = await Actions.AcknowledgeAsync(incident.Id, data.Reader.Caller);
                if (outcome.Succeeded)
                {
                    done.Add(incident.Reference);
                }
                else
                {
                    Toasts.Say(outcome.Refusal!.Message, Tone.Warning);
                }
            }
            if (done.Count > 0)
            {
                Toasts.Say($"You have {Text.Listed(done)}.", Tone.Success);
            }
        }
        finally
        {
            busy = false;
        }
        await RefreshAsync();
    }
}
