using System.Text.Json;
using IncidentDesk.Audit;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Incidents;

/// <summary>What a press in a page does ten seconds later, so that it can be undone before anything leaves.</summary>
public enum LateChange
{
    Mitigate,
    Resolve,
}

/// <summary>A change that can still be undone, and when it comes into effect.</summary>
public sealed record PendingChange(LateChange Change, DateTimeOffset At);

/// <summary>Late changes are jobs about their incident, at most one at a time.</summary>
public static class LateChanges
{
    internal static readonly string[] Jobs = [IncidentJobs.MitigateLater, IncidentJobs.ResolveLater];

    /// <summary>The incident's change that can still be undone; null when none is pending.</summary>
    public static async Task<PendingChange?> PendingChangeAsync(this DeskDb db, Guid incident, CancellationToken cancellation) =>
        await db.Set<Job>().Where(j => j.Subject == incident && Jobs.Contains(j.Kind)).Select(j => new { j.Kind, j.DueAt }).FirstOrDefaultAsync(cancellation) is { } job
            ? new PendingChange(job.Kind == IncidentJobs.MitigateLater ? LateChange.Mitigate : LateChange.Resolve, job.DueAt)
            : null;

    internal static string Job(this LateChange change) => change == LateChange.Mitigate ? IncidentJobs.MitigateLater : IncidentJobs.ResolveLater;

    /// <summary>Whether the incident is there already, or further.</summary>
    internal static bool IsDone(this LateChange change, Incident incident) =>
        incident.Status == IncidentStatus.Resolved || (change == LateChange.Mitigate && incident.Status == IncidentStatus.Mitigated);

    /// <summary>Sets the change in place of one that is pending.</summary>
    internal static async Task SetLateAsync(this DeskTransaction desk, Incident incident, LateChange change, Caller by)
    {
        await desk.CancelAsync(incident.Id, Jobs);
        desk.Enqueue(Lanes.Escalation, change.Job(), incident.Id, desk.Now + IncidentActions.UndoTime, JsonSerializer.Serialize(by, JsonColumns.Options));
        desk.Wake(IncidentTopics.One(incident.Id));
    }
}

/// <summary>A change whose time to be undone is over.</summary>
internal abstract class LateChangeJob(Desk desk, LateChange change) : DatabaseJob(desk)
{
    public override string Kind => change.Job();

    protected override async Task HandleAsync(DeskTransaction desk, Job job)
    {
        var by = JsonSerializer.Deserialize<Caller>(job.Payload, JsonColumns.Options)!;
        var incident = (await desk.LockAsync(job.Subject!.Value))!;
        if (change.IsDone(incident))
        {
            return;
        }
        await (change == LateChange.Mitigate ? desk.MitigateAsync(incident, by) : desk.ResolveAsync(incident, by, $"{by.Name} resolved it.", closeAlerts: true));
        desk.Audit(by, change == LateChange.Mitigate ? "incident.mitigated" : "incident.resolved", incident.Id);
    }
}

internal sealed class MitigateLaterJob(Desk desk) : LateChangeJob(desk, LateChange.Mitigate);

internal sealed class ResolveLaterJob(Desk desk) : LateChangeJob(desk, LateChange.Resolve);
