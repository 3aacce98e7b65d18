using IncidentDesk.Catalog;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Incidents;

/// <summary>What a new incident begins with.</summary>
public sealed record NewIncident(Guid ServiceId, string Title, Grade Grade, int AlertCount, Guid? RecurrenceOf = null);

/// <summary>
/// The transitions inside somebody's transaction, for Alerts and Escalation. Whoever calls them holds the incident's row lock (<see cref="LockAsync"/>),
/// and has taken the service's group lock before if he needs both.
/// </summary>
public static class IncidentLifecycle
{
    /// <summary>
    /// A new alert starts an exhausted escalation again at most this often: where a policy reaches no one, each alert of a storm would page the administrators.
    /// </summary>
    private static readonly TimeSpan LeastBetweenEscalations = TimeSpan.FromMinutes(5);

    /// <summary>Locks the incident's row to the end of the transaction and reads it as it is now.</summary>
    public static async Task<Incident?> LockAsync(this DeskTransaction desk, Guid id) =>
        (await desk.Db.Set<Incident>().FromSql($"SELECT * FROM incidents WHERE id = {id} FOR UPDATE").ToListAsync(desk.Cancellation)).FirstOrDefault();

    /// <summary>Opens an incident and sets the job that asks somebody.</summary>
    public static async Task<Incident> OpenAsync(this DeskTransaction desk, NewIncident draft, Caller by, string reason)
    {
        var incident = new Incident
        {
            Id = desk.NewId(),
            Title = Text.Cut(draft.Title, 300),
            Severity = draft.Grade.Severity,
            Urgency = draft.Grade.Urgency,
            ServiceId = draft.ServiceId,
            AlertCount = draft.AlertCount,
            RecurrenceOf = draft.RecurrenceOf,
            CreatedAt = desk.Now,
            TriggeredAt = desk.Now,
        };
        desk.Db.Add(incident);
        incident.Log(desk, by, "triggered", reason, new { severity = SeverityRules.Name(draft.Grade.Severity), draft.AlertCount, draft.RecurrenceOf });
        desk.Enqueue(Lanes.Escalation, IncidentJobs.Triggered, incident.Id, desk.Now);
        await desk.Db.SaveChangesAsync(desk.Cancellation);
        return incident;
    }

    /// <summary>
    /// New alerts join; <paramref name="alerts"/> counts those whose key is new to the incident. About a mitigated one, and one whose escalation is exhausted, no one is
    /// being paged: it is triggered again, an exhausted one not more often than every five minutes unless what joins are new episodes of its own alerts (<paramref name="restarted"/>).
    /// </summary>
    public static async Task JoinAsync(this DeskTransaction desk, Incident incident, int alerts, Grade worst, Caller by, string reason, bool restarted = false)
    {
        incident.AlertCount += alerts;
        incident.Log(desk, by, "alert-joined", reason);
        await RaiseAsync(desk, incident, worst, by);
        if (incident.Status == IncidentStatus.Mitigated)
        {
            await desk.TriggerAsync(incident, by, "retriggered", "A new alert came after mitigation: re-triggered.");
        }
        else if (incident is { Status: IncidentStatus.Triggered, AtRest: not null } && (restarted || desk.Now - incident.TriggeredAt >= LeastBetweenEscalations))
        {
            await desk.TriggerAsync(incident, by, "retriggered", "A new alert came after the escalation was exhausted: re-triggered.");
        }
    }

    /// <summary>Takes over a worse severity and a higher urgency, and pages again by it: <see cref="GradeAsync"/>.</summary>
    public static async Task RaiseAsync(this DeskTransaction desk, Incident incident, Grade worst, Caller by)
    {
        var raised = new Grade(worst.Severity < incident.Severity ? worst.Severity : incident.Severity, worst.Urgency == Urgency.High ? Urgency.High : incident.Urgency);
        if (raised == incident.Grade)
        {
            return;
        }
        var worse = raised.Severity < incident.Severity;
        if (worse)
        {
            incident.Log(desk, by, "severity", $"Severity raised from {SeverityRules.Name(incident.Severity)} to {SeverityRules.Name(raised.Severity)}.");
        }
        await desk.GradeAsync(incident, raised, by, pagesWhenWorse: worse);
    }

    /// <summary>
    /// Sets severity and urgency. A raise of urgency pages again, whatever the status: whoever was told at low urgency has not been told. A worse severity of the same
    /// urgency pages again where no one is being paged (<paramref name="pagesWhenWorse"/>); messages that wait say the severity of now.
    /// </summary>
    internal static async Task GradeAsync(this DeskTransaction desk, Incident incident, Grade grade, Caller by, bool pagesWhenWorse)
    {
        var urgent = grade.Urgency == Urgency.High && incident.Urgency == Urgency.Low;
        var isPaging = incident is { Status: IncidentStatus.Triggered, AtRest: null };
        (incident.Severity, incident.Urgency) = (grade.Severity, grade.Urgency);
        if (incident.IsOpen && (urgent || (pagesWhenWorse && !isPaging)))
        {
            await desk.TriggerAsync(incident, by, "retriggered", urgent ? "Urgency raised to high: paging again." : "The severity was raised: paging again.");
        }
        else
        {
            desk.Enqueue(Lanes.Escalation, IncidentJobs.Regraded, incident.Id, desk.Now);
        }
    }

    /// <summary>Back to Triggered, with an escalation that restarts.</summary>
    public static async Task TriggerAsync(this DeskTransaction desk, Incident incident, Caller by, string kind, string reason)
    {
        await desk.StopAskingAsync(incident, reason);
        incident.Status = IncidentStatus.Triggered;
        incident.TriggeredAt = desk.Now;
        (incident.AcknowledgedAt, incident.AcknowledgedBy, incident.MitigatedAt) = (null, null, null);
        (incident.ResolvedAt, incident.ResolvedBy, incident.AtRest) = (null, null, null);
        incident.Log(desk, by, kind, reason);
        desk.Enqueue(Lanes.Escalation, IncidentJobs.Triggered, incident.Id, desk.Now);
    }

    /// <summary>Customers no longer feel it: no one is paged any more, unless a new alert comes.</summary>
    internal static async Task MitigateAsync(this DeskTransaction desk, Incident incident, Caller by)
    {
        await desk.StopAskingAsync(incident, $"cancelled: {by.Name} marked it as mitigated");
        await desk.CancelAsync(incident.Id, LateChanges.Jobs);
        (incident.Status, incident.MitigatedAt) = (IncidentStatus.Mitigated, desk.Now);
        incident.AcknowledgedAt ??= desk.Now;
        incident.AcknowledgedBy ??= by.PersonId;
        incident.AtRest = "Mitigated. Resolve when confirmed; a new alert re-triggers it.";
        incident.Log(desk, by, "mitigated", $"{by.Name} marked it as mitigated.");
    }

    /// <summary>Resolves it; the caller says whether alerts still have to be closed (people resolve) or have closed by themselves.</summary>
    public static async Task ResolveAsync(this DeskTransaction desk, Incident incident, Caller by, string reason, bool closeAlerts)
    {
        await desk.StopAskingAsync(incident, reason);
        await desk.CancelAsync(incident.Id, LateChanges.Jobs);
        incident.Status = IncidentStatus.Resolved;
        (incident.ResolvedAt, incident.ResolvedBy, incident.AtRest, incident.NextUpdateAt) = (desk.Now, by.Name, null, null);
        incident.Log(desk, by, "resolved", reason);
        // Whoever reopens it within the time to undo has nobody told of its end.
        desk.TellWatchers(incident, IncidentActions.UndoTime);
        if (closeAlerts)
        {
            desk.Enqueue(Lanes.Escalation, IncidentJobs.Resolved, incident.Id, desk.Now);
        }
    }

    /// <summary>Takes back every job and queued notification that would ask somebody.</summary>
    internal static async Task StopAskingAsync(this DeskTransaction desk, Incident incident, string reason)
    {
        await desk.CancelNotificationsAsync(incident.Id, null, reason, IncidentTopics.Name);
        await desk.CancelAsync(incident.Id, IncidentJobs.Asking);
    }

    /// <summary>Holds the acknowledgement for the service's time, or says why nobody will be asked.</summary>
    internal static async Task HoldAsync(this DeskTransaction desk, Incident incident)
    {
        var timeout = await desk.Db.Set<Service>().Where(s => s.Id == incident.ServiceId)
            .Select(s => (TimeSpan?)s.AcknowledgementTimeout).FirstOrDefaultAsync(desk.Cancellation) ?? Service.DefaultAcknowledgementTimeout;
        await desk.CancelAsync(incident.Id, IncidentJobs.AcknowledgementTimeout);
        if (timeout > TimeSpan.Zero)
        {
            incident.AtRest = null;
            desk.Enqueue(Lanes.Escalation, IncidentJobs.AcknowledgementTimeout, incident.Id, desk.Now + timeout);
        }
        else
        {
            incident.AtRest = "Acknowledged. This service has no acknowledgement timeout.";
        }
    }
}
