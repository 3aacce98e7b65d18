using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Postmortems;
using IncidentDesk.Web.Components;
using Microsoft.AspNetCore.Components;

namespace IncidentDesk.Web.Pages.Incidents.Room;

/// <summary>What the room changes: by the verbs that the API uses. After each it reads again, so that a refusal stands beside what is now so.</summary>
public sealed partial class RoomPage
{
    private string? _refused;
    private bool _busy;

    /// <summary>The message that offers to take a mitigation or a resolve back.</summary>
    private MudBlazor.Snackbar? _undo;

    [Inject] private IncidentActions Actions { get; set; } = default!;
    [Inject] private IncidentRoleActions Roles { get; set; } = default!;
    [Inject] private StatusUpdateActions Updates { get; set; } = default!;
    [Inject] private PinActions Pins { get; set; } = default!;
    [Inject] private WatchActions Watches { get; set; } = default!;
    [Inject] private PostmortemActions Postmortems { get; set; } = default!;
    [Inject] private EscalationActions Escalations { get; set; } = default!;
    [Inject] private Toasts Toasts { get; set; } = default!;
    [Inject] private PageQuestions Questions { get; set; } = default!;
    [Inject] private MudBlazor.IDialogService Dialogs { get; set; } = default!;

    private Task AcknowledgeAsync() => DoAsync(by => Actions.AcknowledgeAsync(Incident.Id, by));

    private Task ReopenAsync() => DoAsync(by => Actions.ReopenAsync(Incident.Id, by, Incident.Version));

    private Task SetSeverityAsync(Severity severity) => DoAsync(by => Actions.SetSeverityAsync(Incident.Id, severity, by, Incident.Version));

    /// <summary>Asks for a person and offers them the role; chosen for oneself, it is taken.</summary>
    private async Task AskRoleAsync(IncidentRole role)
    {
        var holder = View.Roles.FirstOrDefault(r => r.Role == role)?.PersonId;
        if (await PersonDialog.AskAsync(Dialogs, RoomTexts.WhoIsRole.With(role.Named()), RoomTexts.WhoIsRoleText.With(role.Means()), holder, allowNone: true) is { } picked)
        {
            await DoAsync(by => picked.Person is { Id: var id } ? Roles.OfferAsync(Incident.Id, role, id, by) : Roles.FreeAsync(Incident.Id, role, by));
        }
    }

    private Task TakeRoleAsync(IncidentRole role) => DoAsync(by => Roles.OfferAsync(Incident.Id, role, Who.Id, by));

    private Task AcceptAsync(IncidentRole role) => DoAsync(by => Roles.AcceptAsync(Incident.Id, role, by));

    private Task DeclineAsync(IncidentRole role) => DoAsync(by => Roles.DeclineAsync(Incident.Id, role, by));

    private async Task<string?> UpdateAsync(string? text, TimeSpan? nextIn)
    {
        if (!Who.MayRespond)
        {
            return RoomTexts.RoleDoesNotInclude;
        }
        var updated = await Updates.UpdateAsync(Incident.Id, text, nextIn, Who.Caller);
        await RefreshAsync();
        return updated.Refusal?.Message;
    }

    private async Task AskToEscalateAsync()
    {
        var (id, by) = (Incident.Id, Who.Caller);
        if (await Questions.AskAsync(db => db.PagedForHelpAsync(id, by, Now, CancellationToken.None), RoomTexts.EscalateText.With(View.Climb.Climb?.PolicyName)))
        {
            await DoAsync(caller => Escalations.EscalateAsync(id, caller));
        }
    }

    private async Task AskToPageAgainAsync()
    {
        var id = Incident.Id;
        if (await Questions.AskAsync(db => db.PagedAgainAsync(id, Now, CancellationToken.None), IncidentTexts.PageAgainText.With(Incident.Reference)))
        {
            await DoAsync(by => Escalations.PageAgainAsync(id, by));
        }
    }

    private async Task AskToReassignAsync()
    {
        var id = Incident.Id;
        if (await PersonDialog.AskAsync(Dialogs, RoomTexts.ReassignTo, RoomTexts.ReassignText, Incident.AcknowledgedById) is { Person: { } chosen }
            && await Questions.AskAsync([chosen.Name], RoomTexts.ReassignAsk.With(chosen.Name)))
        {
            await DoAsync(by => Escalations.ReassignAsync(id, chosen.Id, by));
        }
    }

    /// <summary>Watching is everybody's own, whatever their role.</summary>
    private async Task WatchAsync(bool on)
    {
        var watched = await (on ? Watches.WatchAsync(WatchKind.Incident, Incident.Id, Who.Caller) : Watches.UnwatchAsync(WatchKind.Incident, Incident.Id, Who.Caller));
        _refused = watched.Refusal?.Message;
        await RefreshAsync();
    }

    /// <summary>Mitigates or resolves in ten seconds. The offer to take it back follows the reader to other pages.</summary>
    private async Task LaterAsync(LateChange change)
    {
        var (id, reference, by) = (Incident.Id, Incident.Reference, Who.Caller);
        var (says, undoneSays) = change == LateChange.Resolve ? (RoomTexts.ResolvesInSeconds, RoomTexts.StaysOpen) : (RoomTexts.MitigatesInSeconds, RoomTexts.StaysUnmitigated);
        if (await DoAsync(caller => Actions.LaterAsync(id, change, caller)))
        {
            _undo = Toasts.SayWithUndo(says.With(reference, IncidentActions.UndoTime.TotalSeconds), async () =>
            {
                var undone = await Actions.UndoAsync(id, change, by);
                Toasts.Say(undone.Refusal?.Message ?? undoneSays.With(reference), undone.Succeeded ? null : Tone.Warning);
                await RefreshAsync();
            });
        }
    }

    private Task UndoAsync(LateChange change) => DoAsync(by => Actions.UndoAsync(Incident.Id, change, by));

    /// <summary>What came into effect, or was taken back, is not offered to be taken back any more.</summary>
    private void ForgetUndo()
    {
        if (_undo is { } offered && View.Pending is null)
        {
            Toasts.Close(offered);
            _undo = null;
        }
    }

    private Task PinAsync(TimelineItem entry) =>
        DoAsync(by => entry.Pinned ? Pins.UnpinAsync(Incident.Id, entry.Seq, by) : Pins.PinAsync(Incident.Id, entry.Seq, by));

    private async Task StartPostmortemAsync()
    {
        if (await DoAsync(by => Postmortems.StartAsync(Incident.Number, null, by)))
        {
            Navigation.NavigateTo($"/postmortems/{Incident.Number}");
        }
    }

    /// <summary>Answers why the note was not taken; null when it stands.</summary>
    private async Task<string?> NoteAsync(string? text)
    {
        if (!Who.MayRespond)
        {
            return RoomTexts.RoleDoesNotInclude;
        }
        var noted = await Actions.NoteAsync(Incident.Id, text, Who.Caller);
        await RefreshAsync();
        return noted.Refusal?.Message;
    }

    private async Task<bool> DoAsync<T>(Func<Caller, Task<Outcome<T>>> verb)
    {
        if (!Who.MayRespond || _busy)
        {
            return false;
        }
        (_busy, _refused) = (true, null);
        try
        {
            var outcome = await verb(Who.Caller);
            _refused = outcome.Refusal switch
            {
                null => null,
                Refusal.Stale stale => RoomTexts.ReadAgainMeanwhile.With(stale.Message),
                { } other => other.Message,
            };
            return outcome.Succeeded;
        }
        finally
        {
            _busy = false;
            await RefreshAsync();
        }
    }
}
