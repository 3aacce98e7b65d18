using IncidentDesk.Kernel;
using IncidentDesk.Postmortems;
using IncidentDesk.Storage;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace IncidentDesk.Web.Pages.Postmortems;

/// <summary>
/// The editor of one section. Words are in one of three places at any time: confirmed in the section, in the box (and this browser's store) with a line that says they
/// are not saved, or in a conflict that shows both texts. The box is never written to while somebody types: another text means another box.
/// </summary>
public sealed partial class SectionEditor : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _closed = new();
    private string _text = "";
    private string _shown = "";
    private string? _base;
    private long _version;
    private int _generation;
    private Task? _save;
    private bool _again;
    private bool _retrying;
    private bool _preview;
    private bool _mergesCleanly;
    private DateTimeOffset? _savedAt;
    private string? _problem;
    private SectionView? _theirs;

    [Inject] private PostmortemActions Actions { get; set; } = default!;
    [Inject] private EditorPresence Presence { get; set; } = default!;
    [Inject] private Desk Desk { get; set; } = default!;
    [Inject] private Clock Clock { get; set; } = default!;
    [Inject] private TimeProvider Time { get; set; } = default!;
    [Inject] private IJSRuntime Script { get; set; } = default!;
    [Inject] private ILogger<SectionEditor> Log { get; set; } = default!;

    [Parameter, EditorRequired] public Guid Postmortem { get; set; }

    /// <summary>The section as the page read it last.</summary>
    [Parameter, EditorRequired] public SectionView Section { get; set; } = default!;

    [Parameter, EditorRequired] public Viewer Who { get; set; } = default!;

    /// <summary>What the box is called.</summary>
    [Parameter, EditorRequired] public string Label { get; set; } = "";

    [Parameter] public EventCallback OnClose { get; set; }

    private string FieldId => $"edit-{Section.Id}";

    private string Key => $"{Who.Id}:{Section.Id}";

    private bool Saving => _save is { IsCompleted: false };

    private bool Dirty => _text != _base;

    private bool Newer => Section.Version > _version && !Saving && _theirs is null;

    protected override void OnInitialized() => Show(Section, Section.Text);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _ = StayAsync();
            await TakeKeptAsync(await Script.AskAsync<KeptDraft>("deskDrafts.open", Key));
            StateHasChanged();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_closed.IsCancellationRequested)
        {
            await _closed.CancelAsync();
            await QuietlyAsync(() => Presence.CloseAsync(Postmortem, Section.Id, Who.Id));
        }
        GC.SuppressFinalize(this);
    }

    private static string SavedWords(DateTimeOffset at, DateTimeOffset now) => now - at < TimeSpan.FromSeconds(5)
        ? PostmortemTexts.Saved : PostmortemTexts.SavedAgo.With(TimeText.Duration(now - at));

    private async Task ChangedAsync(ChangeEventArgs change)
    {
        _text = change.Value?.ToString() ?? "";
        if (_theirs is not null)
        {
            Collide(_theirs);
        }
        else if (Dirty || Saving || _problem is not null)
        {
            await SaveAsync();
        }
        else
        {
            // The browser says a change again as the box is left. To save what is saved already would make a conflict with whoever has written since.
            Script.Tell("deskDrafts.saved", Key, _version, _text);
        }
    }

    /// <summary>Saves what the box holds; while a save is under way, once more after it. Ends when all of it is saved, or can't be.</summary>
    private Task SaveAsync()
    {
        if (Saving)
        {
            _again = true;
            return _save!;
        }
        return _save = SaveAllAsync();
    }

    private async Task SaveAllAsync()
    {
        try
        {
            do
            {
                _again = false;
                await SaveOnceAsync();
            }
            while (_again && _theirs is null && _problem is null);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.LogWarning("A section could not be saved and is retried: {Reason}", error.GetBaseException().Message);
            _problem = PostmortemTexts.NotSavedNoDatabase;
            _ = RetryAsync();
        }
    }

    private async Task SaveOnceAsync()
    {
        var sending = _text;
        var outcome = await Actions.SaveSectionAsync(Postmortem, Section.Id, sending, _version, Who.Caller);
        if (outcome.Succeeded)
        {
            (_version, _base, _savedAt, _problem) = (outcome.Value.Version, sending, Clock.Now, null);
            Script.Tell("deskDrafts.saved", Key, _version, sending);
        }
        else if (outcome.Refusal is Refusal.Stale && await TheirsAsync() is { } theirs)
        {
            _problem = null;
            Collide(theirs);
        }
        else
        {
            _problem = PostmortemTexts.NotSavedRefused.With(outcome.Refusal!.Message);
        }
    }

    private async Task CloseAsync()
    {
        if (Dirty)
        {
            await SaveAsync();
        }
        if (!Dirty && _theirs is null && _problem is null)
        {
            await OnClose.InvokeAsync();
        }
    }

    private async Task RetryAsync()
    {
        if (_retrying)
        {
            return;
        }
        _retrying = true;
        await Task.Delay(RetryAfter, Time, _closed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _retrying = false;
        if (!_closed.IsCancellationRequested)
        {
            await InvokeAsync(async () =>
            {
                await SaveAsync();
                StateHasChanged();
            });
        }
    }
}
