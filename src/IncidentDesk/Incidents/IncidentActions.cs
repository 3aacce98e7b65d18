using IncidentDesk.Audit;
using IncidentDesk.Catalog;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Incidents;

/// <summary>
/// What people do with an incident, from every door. Each verb is one transaction; <c>version</c>, where given, is the <see cref="Incident.Seq"/> that
/// the caller saw, and a stale one is refused. Repeating a verb that has been carried out changes nothing and succeeds.
/// </summary>
public sealed class IncidentActions(Desk desk)
{
    /// <summary>How long a resolve or a mitigation from a page can be undone.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromSeconds(10);

    /// <summary>Opens an incident by hand.</summary>
    public Task<Outcome<Incident>> OpenAsync(Guid serviceId, string? title, Severity severity, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<Incident>(by, Right.WorkOnIncidents, async work =>
        {
            if (string.IsNullOrWhiteSpace(title) || title.Length > 300)
            {
                return new Refusal.Invalid("title", "Enter a title of 1 to 300 characters.");
            }
            if (!await work.Db.Set<Service>().AnyAsync(s => s.Id == serviceId && s.DeletedAt == null, cancellation))
            {
                return new Refusal.Invalid("serviceId", "There is no such service.");
            }
            var draft = new NewIncident(serviceId, Text.Clean(title.Trim()), new Grade(severity, SeverityRules.Urgency(severity)), 0);
            var incident = await work.OpenAsync(draft, by, $"Declared by {by.Name}.");
            work.Audit(by, "incident.opened", incident.Id);
            return incident;
        }, cancellation);

    /// <summary>
    /// Somebody has it: the climb stops, queued notifications are cancelled, the time-out starts. When another person has it already, the caller joins.
    /// </summary>
    public Task<Outcome<Incident>> AcknowledgeAsync(Guid id, Caller by, long? version = null, CancellationToken cancellation = default) =>
        ChangeAsync(id, version, by, "incident.acknowledged", async (work, incident) =>
        {
            if (incident.Status == IncidentStatus.Resolved)
            {
                return new Refusal.Conflict($"{incident.Reference} is resolved. Reopen it to work on it again.");
            }
            if (incident.Status == IncidentStatus.Triggered)
            {
                await TakeAsync(work, incident, by);
                return true;
            }
            return await JoinAsync(work, incident, by);
        }, cancellation, Right.AnswerPages);

    /// <summary>A sentence for the timeline, 1 to 10,000 characters.</summary>
    public Task<Outcome<Incident>> NoteAsync(Guid id, string? text, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(id, null, by, "incident.noted", (work, incident) =>
        {
            if (string.IsNullOrWhiteSpace(text) || text.Length > 10_000)
            {
                return Refuse(new Refusal.Invalid("text", "Write a note of 1 to 10,000 characters."));
            }
            incident.Log(work, by, "note", Text.Clean(text.Trim(), keepLines: true));
            return Done(true);
        }, cancellation);

    /// <summary>Says when they can be there, and takes it if nobody has.</summary>
    public Task<Outcome<Incident>> ArriveAsync(Guid id, TimeSpan away, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(id, null, by, "incident.arrival", async (work, incident) =>
        {
            if (away <= TimeSpan.Zero || away > TimeSpan.FromHours(12))
            {
                return new Refusal.Invalid("away", "Enter your arrival time: up to 12 hours.");
            }
            if (incident.Status == IncidentStatus.Triggered)
            {
                await TakeAsync(work, incident, by);
            }
            incident.Log(work, by, "arrival", $"{by.Name} arrives in {away.TotalMinutes:0} minutes.");
            await work.WatchAsync(incident, by, WatchReason.Answered);
            return true;
        }, cancellation, Right.AnswerPages);

    public Task<Outcome<Incident>> SetSeverityAsync(Guid id, Severity severity, Caller by, long? version = null, CancellationToken cancellation = default) =>
        ChangeAsync(id, version, by, "incident.severity", async (work, incident) =>
        {
            if (!Enum.IsDefined(severity))
            {
                return new Refusal.Invalid("severity", "The severity is one of SEV1 to SEV5.");
            }
            if (incident.Severity == severity)
            {
                return false;
            }
            incident.Log(work, by, "severity", $"{by.Name} changed the severity from {SeverityRules.Name(incident.Severity)} to {SeverityRules.Name(severity)}.");
            await work.GradeAsync(incident, new Grade(severity, SeverityRules.Urgency(severity)), by, pagesWhenWorse: false);
            return true;
        }, cancellation);

    /// <summary>Customers no longer feel it. Nobody is asked any more, unless a new alert comes.</summary>
    public Task<Outcome<Incident>> MitigateAsync(Guid id, Caller by, long? version = null, CancellationToken cancellation = default) =>
        ChangeAsync(id, version, by, "incident.mitigated", async (work, incident) =>
        {
            if (incident.Status is IncidentStatus.Mitigated)
            {
                return false;
            }
            if (incident.Status is IncidentStatus.Resolved)
            {
                return new Refusal.Conflict($"{incident.Reference} is already resolved.");
            }
            await work.MitigateAsync(incident, by);
            return true;
        }, cancellation);

    /// <summary>Resolves it; its alerts are closed too.</summary>
    public Task<Outcome<Incident>> ResolveAsync(Guid id, Caller by, long? version = null, CancellationToken cancellation = default) =>
        ChangeAsync(id, version, by, "incident.resolved", async (work, incident) =>
        {
            if (incident.Status == IncidentStatus.Resolved)
            {
                return false;
            }
            await work.ResolveAsync(incident, by, $"{by.Name} resolved it.", closeAlerts: true);
            return true;
        }, cancellation);

    /// <summary>Does it in <see cref="UndoTime"/>, unless undone before. Until then the caller has it, so that nobody is paged meanwhile.</summary>
    public Task<Outcome<Incident>> LaterAsync(Guid id, LateChange change, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(id, null, by, $"incident.{change.ToString().ToLowerInvariant()}-later", async (work, incident) =>
        {
            if (change == LateChange.Mitigate && incident.Status == IncidentStatus.Resolved)
            {
                return new Refusal.Conflict($"{incident.Reference} is already resolved.");
            }
            if (change.IsDone(incident))
            {
                return false;
            }
            if (incident.Status == IncidentStatus.Triggered)
            {
                await TakeAsync(work, incident, by);
            }
            await work.SetLateAsync(incident, change, by);
            return true;
        }, cancellation);

    /// <summary>Takes back what has not come into effect; refused when it has.</summary>
    public Task<Outcome<Incident>> UndoAsync(Guid id, LateChange change, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(id, null, by, $"incident.{change.ToString().ToLowerInvariant()}-undone", async (work, incident) =>
        {
            if (change.IsDone(incident))
            {
                return new Refusal.Conflict(incident.Status == IncidentStatus.Resolved
                    ? $"{incident.Reference} is already resolved. Reopen it instead."
                    : $"{incident.Reference} is already mitigated. Reassign it to page someone.");
            }
            await work.CancelAsync(id, change.Job());
            work.Wake(IncidentTopics.One(id));
            return true;
        }, cancellation);

    /// <summary>Opens it again: a new climb starts.</summary>
    public Task<Outcome<Incident>> ReopenAsync(Guid id, Caller by, long? version = null, CancellationToken cancellation = default) =>
        ChangeAsync(id, version, by, "incident.reopened", async (work, incident) =>
        {
            if (incident.Status != IncidentStatus.Resolved)
            {
                return false;
            }
            await work.TriggerAsync(incident, by, "reopened", $"{by.Name} reopened it.");
            return true;
        }, cancellation);

    private static async Task TakeAsync(DeskTransaction work, Incident incident, Caller by)
    {
        await work.StopAskingAsync(incident, $"cancelled: {by.Name} acknowledged");
        (incident.Status, incident.AcknowledgedAt, incident.AcknowledgedBy) = (IncidentStatus.Acknowledged, work.Now, by.PersonId);
        incident.Log(work, by, "acknowledged", $"{by.Name} acknowledged{Door(by)}.");
        await work.WatchAsync(incident, by, WatchReason.Acknowledged);
        await work.HoldAsync(incident);
    }

    private static async Task<Outcome<bool>> JoinAsync(DeskTransaction work, Incident incident, Caller by)
    {
        if (by.PersonId is not { } person || person == incident.AcknowledgedBy)
        {
            return false;
        }
        var joined = await work.Db.Set<Timeline.TimelineEntry>()
            .AnyAsync(e => e.IncidentId == incident.Id && e.PersonId == person && e.Kind == "joined" && e.At >= incident.AcknowledgedAt, work.Cancellation);
        await work.CancelNotificationsAsync(incident.Id, person, $"cancelled: {by.Name} joined", IncidentTopics.Name);
        if (!joined)
        {
            incident.Log(work, by, "joined", $"{by.Name} joined{Door(by)}.");
            await work.WatchAsync(incident, by, WatchReason.Joined);
        }
        return !joined;
    }

    private static string Door(Caller by) => by.Door switch
    {
        "page" => " from the notification",
        "api" => " through the API",
        _ => "",
    };

    private static Task<Outcome<bool>> Done(bool changed) => Task.FromResult<Outcome<bool>>(changed);

    private static Task<Outcome<bool>> Refuse(Refusal refusal) => Task.FromResult<Outcome<bool>>(refusal);

    private Task<Outcome<Incident>> ChangeAsync(Guid id, long? version, Caller by, string action,
        Func<DeskTransaction, Incident, Task<Outcome<bool>>> change, CancellationToken cancellation, Right right = Right.WorkOnIncidents) =>
        desk.ChangeIncidentAsync(id, version, by, action, change, cancellation, right);
}
