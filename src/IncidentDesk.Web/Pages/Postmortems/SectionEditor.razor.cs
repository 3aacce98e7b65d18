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
    private bool _saving;
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

    [Parameter, EditorRequired] public ReaderView Who { get; set; } = default!;

    /// <summary>What the box is called.</summary>
    [Parameter, EditorRequired] public string Label { get; set; } = "";

    [Parameter] public EventCallback OnClose { get; set; }

    private string FieldId => $"edit-{Section.Id}";

    private string Key => $"{Who.PersonId}:{Section.Id}";

    private bool Dirty => _text != _base;

    private bool Newer => Section.Version > _version && !_saving && _theirs is null;

    protected override void OnInitialized() => Show(Section, Section.Text);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _ = StayAsync();
            await TakeKeptAsync(await TryScriptAsync<KeptDraft?>("deskDrafts.open", Key));
            StateHasChanged();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_closed.IsCancellationRequested)
        {
            await _closed.CancelAsync();
            await QuietlyAsync(() => Presence.CloseAsync(Postmortem, Section.Id, Who.PersonId));
        }
        GC.SuppressFinalize(this);
    }

    private static string SavedWords(DateTimeOffset at, DateTimeOffset now) => now - at < TimeSpan.FromSeconds(5) ? "Saved" : $"Saved {TimeText.Duration(now - at)} ago";

    /// <summary>Words that this browser kept, because the desk never confirmed them.</summary>
    private async Task TakeKeptAsync(KeptDraft? kept)
    {
        if (kept is null)
        {
            return;
        }
        if (kept.Text == Section.Text)
        {
            await TryScriptAsync<object?>("deskDrafts.forget", Key);
            return;
        }
        (_text, _shown, _generation) = (kept.Text, kept.Text, _generation + 1);
        if (kept.Version == Section.Version)
        {
            await SaveAsync();
            return;
        }
        _base = null;
        Collide(Section);
    }

    private async Task ChangedAsync(ChangeEventArgs change)
    {
        _text = change.Value?.ToString() ?? "";
        if (_theirs is null)
        {
            await SaveAsync();
        }
        else
        {
            Collide(_theirs);
        }
    }

    private async Task SaveAsync()
    {
        if (_saving)
        {
            _again = true;
            return;
        }
        _saving = true;
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
            Log.LogWarning("A section could not be saved and is tried again: {Reason}", error.GetBaseException().Message);
            _problem = "Not saved: the desk can't reach its database. Your words stay here, and it tries again.";
            _ = RetryAsync();
        }
        finally
        {
            _saving = false;
        }
    }

    private async Task SaveOnceAsync()
    {
        var sending = _text;
        var outcome = await Actions.SaveSectionAsync(Postmortem, Section.Id, sending, _version, Who.Caller, _closed.Token);
        if (outcome.Succeeded)
        {
            (_version, _base, _savedAt, _problem) = (outcome.Value.Version, sending, Clock.Now, null);
            await TryScriptAsync<object?>("deskDrafts.saved", Key, _version);
        }
        else if (outcome.Refusal is Refusal.Stale && await TheirsAsync() is { } theirs)
        {
            _problem = null;
            Collide(theirs);
        }
        else
        {
            _problem = $"Not saved: {outcome.Refusal!.Message} Your words are still in this box.";
        }
    }

    private async Task<SectionView?> TheirsAsync()
    {
        await using var db = await Desk.ReadAsync(_closed.Token);
        return await db.SectionAsync(Section.Id, _closed.Token);
    }

    private void Collide(SectionView theirs) => (_theirs, _mergesCleanly) = (theirs, TextMerge.Merge(_base, _text, theirs.Text).Clean);

    private Task KeepMineAsync() => ResolveAsync(_text);

    private Task KeepBothAsync() => ResolveAsync(TextMerge.Merge(_base, _text, _theirs!.Text).Text);

    private async Task TakeTheirsAsync()
    {
        var theirs = _theirs!;
        Show(theirs, theirs.Text);
        await TryScriptAsync<object?>("deskDrafts.forget", Key);
    }

    /// <summary>Saves over the text that was shown as theirs; whoever was faster again shows up again.</summary>
    private async Task ResolveAsync(string text)
    {
        var theirs = _theirs!;
        Show(theirs, text);
        _base = theirs.Text;
        await SaveAsync();
    }

    private async Task ShowNewerAsync()
    {
        if (Dirty)
        {
            Collide(Section);
            return;
        }
        Show(Section, Section.Text);
        await TryScriptAsync<object?>("deskDrafts.forget", Key);
    }

    private void Show(SectionView section, string text)
    {
        (_version, _base, _theirs, _problem) = (section.Version, section.Text, null, null);
        (_text, _shown, _generation) = (text, text, _generation + 1);
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

    private async Task StayAsync()
    {
        while (!_closed.IsCancellationRequested)
        {
            await QuietlyAsync(() => Presence.OpenAsync(Postmortem, Section.Id, Who.PersonId, Who.Name, _closed.Token));
            await Task.Delay(EditorPresence.RenewEvery, Time, _closed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Presence is a hint: without it people write all the same.</summary>
    private async Task QuietlyAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.LogDebug("Who is writing could not be noted: {Reason}", error.GetBaseException().Message);
        }
        catch (OperationCanceledException)
        {
            // The editor was closed.
        }
    }

    /// <summary>The browser's store is a second net; a browser that has left is no reason to fail.</summary>
    private async Task<T?> TryScriptAsync<T>(string name, params object?[] values)
    {
        try
        {
            return await Script.InvokeAsync<T?>(name, _closed.Token, values);
        }
        catch (Exception error) when (error is JSException or JSDisconnectedException or OperationCanceledException)
        {
            return default;
        }
    }

    /// <summary>What the browser keeps.</summary>
    public sealed record KeptDraft(string Text, long Version);
}
