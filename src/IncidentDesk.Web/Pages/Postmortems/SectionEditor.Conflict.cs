using IncidentDesk.Postmortems;
using IncidentDesk.Web.Live;

namespace IncidentDesk.Web.Pages.Postmortems;

/// <summary>What the editor does when it is not alone: two texts, who else writes, and what this browser kept.</summary>
public sealed partial class SectionEditor
{
    /// <summary>Words that this browser kept, because the desk never confirmed them.</summary>
    private async Task TakeKeptAsync(KeptDraft? kept)
    {
        if (kept is null)
        {
            return;
        }
        if (kept.Text == Section.Text)
        {
            Script.Tell("deskDrafts.forget", Key);
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
        Script.Tell("deskDrafts.forget", Key);
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
        Script.Tell("deskDrafts.forget", Key);
    }

    private void Show(SectionView section, string text)
    {
        (_version, _base, _theirs, _problem) = (section.Version, section.Text, null, null);
        (_text, _shown, _generation) = (text, text, _generation + 1);
    }

    private async Task StayAsync()
    {
        while (!_closed.IsCancellationRequested)
        {
            await QuietlyAsync(() => Presence.OpenAsync(Postmortem, Section.Id, Who.Id, Who.Name, _closed.Token));
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
            Log.LogDebug("Who is editing could not be recorded: {Reason}", error.GetBaseException().Message);
        }
        catch (OperationCanceledException)
        {
            // The editor was closed.
        }
    }

    /// <summary>What the browser keeps.</summary>
    public sealed record KeptDraft(string Text, long Version);
}
