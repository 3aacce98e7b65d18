using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Live;
using Microsoft.AspNetCore.Components;

namespace IncidentDesk.Web.Pages.Incidents;

/// <summary>The list of incidents, which is where people arrive.</summary>
public sealed partial class IncidentList : LivePage
{
    private static readonly TimeSpan OnCallEvery = TimeSpan.FromSeconds(30);
    private readonly ShownRows _rows = new();
    private ListAddress _address = new(ListTab.Open);
    private ListData? _data;
    private TabCounts _counts = new(0, 0, 0);
    private OpenSummary? _summary;
    private IReadOnlyDictionary<Guid, NextStep> _next = new Dictionary<Guid, NextStep>();
    private OnCallStripView _onCall = new([], false, new HashSet<Guid>());
    private DateTimeOffset _onCallAt;
    private bool _busy;

    [Inject] private ListReads Reads { get; set; } = default!;
    [Inject] private Viewers Viewers { get; set; } = default!;
    [Inject] private Handover Handover { get; set; } = default!;
    [Inject] private IncidentActions Actions { get; set; } = default!;
    [Inject] private EscalationActions Escalations { get; set; } = default!;
    [Inject] private Toasts Toasts { get; set; } = default!;
    [Inject] private PageQuestions Questions { get; set; } = default!;

    [SupplyParameterFromQuery] public string? Tab { get; set; }
    [SupplyParameterFromQuery(Name = "q")] public string? Words { get; set; }
    [SupplyParameterFromQuery] public string? Service { get; set; }
    [SupplyParameterFromQuery] public string? Severity { get; set; }
    [SupplyParameterFromQuery] public string? Status { get; set; }
    [SupplyParameterFromQuery] public string? Numbers { get; set; }

    /// <summary>The key of what the first rendering left for the live one.</summary>
    [PersistentState] public string? Handed { get; set; }

    protected override IReadOnlyCollection<Topic> Topics { get; } = [IncidentTopics.List];

    private IReadOnlyList<TabBar.Tab> Tabs =>
    [
        new(IncidentTexts.TabMine, _address.In(ListTab.Mine).Href, _address.Tab == ListTab.Mine, _counts.Mine),
        new(IncidentTexts.TabMyTeams, _address.In(ListTab.Teams).Href, _address.Tab == ListTab.Teams, _counts.Teams),
        new(IncidentTexts.TabAllOpen, _address.In(ListTab.Open).Href, _address.Tab == ListTab.Open, _counts.Open),
        new(IncidentTexts.TabResolved, _address.In(ListTab.Resolved).Href, _address.Tab == ListTab.Resolved),
        .. _address.Tab == ListTab.All ? [new TabBar.Tab(IncidentTexts.TabOpenOrOver, _address.Href, true)] : Array.Empty<TabBar.Tab>(),
    ];

    protected override async Task OnParametersSetAsync()
    {
        var wanted = ListAddress.Read(Tab, Words, Service, Severity, Status, Numbers);
        if (_data is not null && wanted == _address)
        {
            return;
        }
        _address = wanted;
        if (_data is null && Handover.Take<ListData>(Handed) is { } left && left.Address == wanted)
        {
            Show(left);
            return;
        }
        var read = await Reads.AllAsync(wanted, await Viewers.GetAsync());
        if (wanted != _address)
        {
            return;
        }
        Show(read);
        if (!RendererInfo.IsInteractive)
        {
            Handed = Handover.Leave(read);
        }
    }

    protected override async Task ReadAgainAsync()
    {
        if (_data is null)
        {
            return;
        }
        var (wanted, reader) = (_address, _data.Reader.Id);
        var fresh = await Reads.RowsAsync(wanted, reader, Math.Max(ListReads.PageSize, _rows.Rows.Count), null);
        var left = await Reads.ByNumberAsync(_rows.Missing(fresh.Rows));
        var found = await Reads.CountsAsync(reader);
        if (wanted != _address)
        {
            return;
        }
        _summary = await Reads.SummaryAsync();
        _rows.Merge(fresh.Rows, left, fresh.HasMore);
        (_counts, _next) = (found, await Reads.NextAsync(_rows.Rows));
        if (Now - _onCallAt > OnCallEvery)
        {
            (_onCall, _onCallAt) = (await Reads.OnCallAsync(reader), Now);
        }
    }

    private void Show(ListData read)
    {
        (_data, _counts, _next, _onCall, _onCallAt, _summary) = (read, read.Counts, read.Next, read.OnCall, Now, read.Summary);
        _rows.Show(read.Part.Rows, read.Part.HasMore);
    }

    private async Task ShowFreshAsync()
    {
        var fresh = await Reads.RowsAsync(_address, _data!.Reader.Id, ListReads.PageSize, null);
        _next = await Reads.NextAsync(fresh.Rows);
        _rows.Show(fresh.Rows, fresh.HasMore);
    }

    private async Task LoadMoreAsync()
    {
        var older = await Reads.RowsAsync(_address, _data!.Reader.Id, ListReads.PageSize, _rows.Rows[^1].Number);
        _rows.Append(older.Rows, older.HasMore);
        _next = await Reads.NextAsync(_rows.Rows);
    }

    private async Task AskToPageAgainAsync(IncidentView incident)
    {
        if (await Questions.AskAsync(db => db.PagedAgainAsync(incident.Id, Now, CancellationToken.None), IncidentTexts.PageAgainText.With(incident.Reference)))
        {
            var paged = await Escalations.PageAgainAsync(incident.Id, _data!.Reader.Caller);
            Toasts.Say(paged.Refusal?.Message ?? IncidentTexts.PagedAgain.With(incident.Reference), paged.Succeeded ? Tone.Success : Tone.Warning);
            await RefreshAsync();
        }
    }

    private async Task AcknowledgeAsync(IReadOnlyList<long> numbers)
    {
        if (!_data!.Reader.MayRespond || _busy)
        {
            return;
        }
        _busy = true;
        try
        {
            var done = new List<string>();
            foreach (var incident in _rows.Rows.Where(r => numbers.Contains(r.Number)))
            {
                var outcome = await Actions.AcknowledgeAsync(incident.Id, _data.Reader.Caller);
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
                Toasts.Say(IncidentTexts.YouHave.With(Text.Listed(done)), Tone.Success);
            }
        }
        finally
        {
            _busy = false;
        }
        await RefreshAsync();
    }
}
