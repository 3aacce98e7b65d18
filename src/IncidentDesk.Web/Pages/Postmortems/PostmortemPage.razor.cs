using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Postmortems;
using IncidentDesk.Storage;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Live;
using IncidentDesk.Web.Pages.Forms;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace IncidentDesk.Web.Pages.Postmortems;

/// <summary>What the page shows at first.</summary>
public sealed record PostmortemData(Viewer Who, PostmortemView View, IReadOnlyList<PersonView> People);

/// <summary>The page of one postmortem. It reads again when anything of it changes; editors that are open keep their own words.</summary>
public sealed partial class PostmortemPage : LivePage
{
    private readonly HashSet<Guid> _open = [];
    private IReadOnlyList<PersonView> _people = [];
    private PostmortemView? _view;
    private Viewer? _who;
    private Guid _looked;
    private string? _refused;
    private bool _busy;

    [Inject] private Desk Desk { get; set; } = default!;
    [Inject] private Viewers Viewers { get; set; } = default!;
    [Inject] private PersonQueries Persons { get; set; } = default!;
    [Inject] private PostmortemActions Verbs { get; set; } = default!;
    [Inject] private Handover Handover { get; set; } = default!;
    [Inject] private NavigationManager Navigation { get; set; } = default!;
    [Inject] private IJSRuntime Script { get; set; } = default!;

    /// <summary>The incident's number.</summary>
    [Parameter] public long Number { get; set; }

    /// <summary>The key of what the first rendering left for the live one.</summary>
    [PersistentState] public string? Handed { get; set; }

    protected override IReadOnlyCollection<Topic> Topics => _view is { } known ? [Postmortem.Topic(known.Id), IncidentDesk.Incidents.IncidentTopics.One(known.Incident.Id)] : [];

    private PostmortemView View => _view!;

    private Viewer Who => _who!;

    private string Here => PostmortemWords.Href(Number);

    private DateOnly Today => LocalDays.Today(Who.Zone, Now);

    private bool MayWrite => Who.MayRespond && View.Status != PostmortemStatus.Published;

    private IReadOnlyList<ActionItemView> Other => [.. View.Actions.Where(a => View.Factors.All(f => f.Id != a.FactorId))];

    private IReadOnlyList<Choice> FactorChoices => [.. View.Factors.Select((f, i) => Choice.Of(f.Id, PostmortemTexts.FactorSaid.With(i + 1, Text.Cut(f.Text.ReplaceLineEndings(" "), 60))))];

    private static (string Id, string Title)[] Outline =>
    [
        ("facts", PostmortemTexts.Facts), .. Parts(SectionKind.Summary, SectionKind.Impact, SectionKind.Timeline), ("factors", PostmortemTexts.ContributingFactors),
        .. Parts(SectionKind.WentWell), ("actions", PostmortemTexts.Actions), .. Parts(SectionKind.Lessons), ("review", PostmortemTexts.Review),
    ];

    private static IEnumerable<(string Id, string Title)> Parts(params SectionKind[] kinds) => kinds.Select(k => (k.Anchor(), k.Title()));

    protected override async Task OnParametersSetAsync()
    {
        if (_view?.Incident.Number == Number)
        {
            return;
        }
        var data = _view is null && Handover.Take<PostmortemData>(Handed) is { } left && left.View.Incident.Number == Number ? left : await AllAsync();
        if (data is null)
        {
            Navigation.NotFound();
            return;
        }
        (_who, _view, _people) = (data.Who, data.View, data.People);
        _open.Clear();
        if (!RendererInfo.IsInteractive)
        {
            Handed = Handover.Leave(data);
        }
    }

    /// <summary>Parts of which this browser keeps words that were never confirmed are opened, so that nobody has to look for them.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_view is null || _looked == View.Id || !MayWrite)
        {
            return;
        }
        _looked = View.Id;
        var kept = await Script.AskAsync<string[]>("deskDrafts.kept", $"{Who.Id}:") ?? [];
        if (View.Sections.Where(s => kept.Contains(s.Id.ToString())).Select(s => s.Id).ToList() is { Count: > 0 } lost)
        {
            _open.UnionWith(lost);
            StateHasChanged();
        }
    }

    protected override async Task ReadAgainAsync()
    {
        if (_view is not null && await ReadAsync(Number) is { } read)
        {
            _view = read;
        }
    }

    private async Task<PostmortemData?> AllAsync()
    {
        var who = await Viewers.GetAsync();
        return await ReadAsync(Number) is { } view
            ? new PostmortemData(who, view, (await Persons.ListAsync(new PageAsk(Limit: PageAsk.MostItems), null)).Items) : null;
    }

    private async Task<PostmortemView?> ReadAsync(long number)
    {
        await using var db = await Desk.ReadAsync();
        return await db.PostmortemAsync(number, Now, CancellationToken.None);
    }

    private async Task Toggle(Guid section, bool open)
    {
        if (open)
        {
            await RefreshAsync();
            _open.Add(section);
        }
        else
        {
            _open.Remove(section);
            await RefreshAsync();
        }
    }

    private async Task AddFactorAsync()
    {
        var added = await DoAsync(() => Verbs.AddFactorAsync(View.Id, "", Who.Caller));
        if (added is not null)
        {
            _open.Add(added.Id);
        }
    }

    private Task RemoveAsync(SectionView factor) => DoAsync(() => Verbs.RemoveFactorAsync(View.Id, factor.Id, factor.Version, Who.Caller));

    private async Task<PostmortemSection?> DoAsync(Func<Task<Outcome<PostmortemSection>>> verb)
    {
        if (!MayWrite || _busy)
        {
            return null;
        }
        (_busy, _refused) = (true, null);
        try
        {
            var outcome = await verb();
            _refused = outcome.Refusal?.Message;
            return outcome.Succeeded ? outcome.Value : null;
        }
        finally
        {
            _busy = false;
            await RefreshAsync();
        }
    }
}
