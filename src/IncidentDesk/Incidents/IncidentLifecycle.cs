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

    /// <summary>New alerts join. A Mitigated incident is triggered again; one that is raised pages again although acknowledged.</summary>
    public static async Task JoinAsync(this DeskTransaction desk, Incident incident, int alerts, Grade worst, Caller by, string reason)
    {
        incident.AlertCount += alerts;
        incident.Log(desk, by, "alert-joined", reason);
        await RaiseAsync(desk, incident, worst, by);
        if (incident.Status == IncidentStatus.Mitigated)
        {
            await desk.TriggerAsync(incident, by, "retriggered", "A new alert came after mitigation: triggered again.");
        }
    }

    /// <summary>Takes over a worse severity; an acknowledged incident is triggered again by it.</summary>
    public static async Task RaiseAsync(this DeskTransaction desk, Incident incident, Grade worst, Caller by)
    {
        if (worst.Urgency == Urgency.High)
        {
            incident.Urgency = Urgency.High;
        }
        if (worst.Severity >= incident.Severity)
        {
            return;
        }
        var before = incident.Severity;
        incident.Severity = worst.Severity;
        incident.Log(desk, by, "severity", $"Severity raised from {SeverityRules.Name(before)} to {SeverityRules.Name(worst.Severity)}.");
        if (incident.Status == IncidentStatus.Acknowledged)
        {
            await desk.TriggerAsync(incident, by, "retriggered", "It got worse after it was acknowledged: pages again.");
        }
    }

    /// <summary>Back to Triggered, with a climb that begins anew.</summary>
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

    /// <summary>Resolves it; the caller says whether alerts still have to be closed (people resolve) or have closed by themselves.</summary>
    public static async Task ResolveAsync(this DeskTransaction desk, Incident incident, Caller by, string reason, bool closeAlerts)
    {
        await desk.StopAskingAsync(incident, reason);
        await desk.CancelAsync(incident.Id, IncidentJobs.ResolveLater);
        incident.Status = IncidentStatus.Resolved;
        (incident.ResolvedAt, incident.ResolvedBy, incident.AtRest, incident.NextUpdateAt) = (desk.Now, by.Name, null, null);
        incident.Log(desk, by, "resolved", reason);
        if (closeAlerts)
        {
            desk.Enqueue(Lanes.Escalation, IncidentJobs.Resolved, incident.Id, desk.Now);
        }
    }

    /// <summary>Takes back every job and queued notification that would ask somebody.</summary>
    internal static async Task StopAskingAsync(this DeskTransaction desk, Incident incident, string reason)
    {
        await desk.CancelNotificationsAsync(incident.Id, null, reason);
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
            incident.AtRest = "Acknowledged, and this service lets acknowledgements hold without a time-out.";
        }
    }
}
