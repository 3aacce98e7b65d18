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
    private PersonPicker? _reassign;
    private PageQuestion? _question;
    private PersonPicker? _role;
    private IncidentRole _asked;
    private string? _refused;
    private bool _busy;

    /// <summary>The message that offers to take a mitigation or a resolve back.</summary>
    private Toast? _undo;

    [Inject] private IncidentActions Actions { get; set; } = default!;
    [Inject] private IncidentRoleActions Roles { get; set; } = default!;
    [Inject] private StatusUpdateActions Updates { get; set; } = default!;
    [Inject] private PinActions Pins { get; set; } = default!;
    [Inject] private WatchActions Watches { get; set; } = default!;
    [Inject] private PostmortemActions Postmortems { get; set; } = default!;
    [Inject] private EscalationActions Escalations { get; set; } = default!;
    [Inject] private Toasts Toasts { get; set; } = default!;

    private Task AcknowledgeAsync() => DoAsync(by => Actions.AcknowledgeAsync(Incident.Id, by));

    private Task ReopenAsync() => DoAsync(by => Actions.ReopenAsync(Incident.Id, by, Incident.Version));

    private Task SetSeverityAsync(Severity severity) => DoAsync(by => Actions.SetSeverityAsync(Incident.Id, severity, by, Incident.Version));

    /// <summary>Offers the role that was asked for; chosen for oneself, it is taken.</summary>
    private Task OfferAsync(PersonView? person) =>
        DoAsync(by => person is { Id: var id } ? Roles.OfferAsync(Incident.Id, _asked, id, by) : Roles.FreeAsync(Incident.Id, _asked, by));

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

    private Task AskToEscalateAsync()
    {
        var (id, by) = (Incident.Id, Who.Caller);
        return _question!.AskAsync(db => db.PagedForHelpAsync(id, by, Now, CancellationToken.None), RoomTexts.EscalateText.With(View.Climb.Climb?.PolicyName),
            () => DoAsync(caller => Escalations.EscalateAsync(id, caller)));
    }

    private Task AskToPageAgainAsync()
    {
        var id = Incident.Id;
        return _question!.AskAsync(db => db.PagedAgainAsync(id, Now, CancellationToken.None), IncidentTexts.PageAgainText.With(Incident.Reference),
            () => DoAsync(by => Escalations.PageAgainAsync(id, by)));
    }

    private void AskToReassign(PersonView? person)
    {
        if (person is { } chosen)
        {
            var id = Incident.Id;
            _question!.Ask([chosen.Name], RoomTexts.ReassignAsk.With(chosen.Name), () => DoAsync(by => Escalations.ReassignAsync(id, chosen.Id, by)));
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

    private async Task UndoAsync(LateChange change)
    {
        if (await DoAsync(by => Actions.UndoAsync(Incident.Id, change, by)) && _undo is { } offered)
        {
            Toasts.Close(offered.Id);
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

    private async Task AskRoleAsync(IncidentRole role)
    {
        _asked = role;
        await (_role?.LoadAsync() ?? Task.CompletedTask);
    }

    private async Task LoadPeopleAsync()
    {
        await (_reassign?.LoadAsync() ?? Task.CompletedTask);
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
