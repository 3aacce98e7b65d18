using IncidentDesk.Audit;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Runbooks;

/// <summary>A run under its lock, with the incident that it belongs to, which is locked first.</summary>
internal sealed record LockedRun(DeskTransaction Work, Incident Incident, Run Run)
{
    /// <summary>Changes a step.</summary>
    public void Set(int step, Func<RunStep, RunStep> change)
    {
        Run.Steps[step] = change(Run.Steps[step]);
        Work.Wake(Run.Topic(Run.Id));
    }

    /// <summary>Writes into the incident's timeline.</summary>
    public void Log(Caller by, string kind, string text, object? more = null) =>
        Incident.Log(Work, by, kind, text, new { run = Run.Id, runbook = Run.RunbookId, Run.DryRun, more });

    /// <summary>Ends the run; steps that were not reached are skipped.</summary>
    public void End(RunStatus status, string reason, Caller by)
    {
        for (var i = 0; i < Run.Steps.Count; i++)
        {
            if (Run.Steps[i].Status is StepStatus.Pending or StepStatus.Waiting)
            {
                Set(i, s => s with { Status = StepStatus.Skipped, EndedAt = s.StartedAt is null ? null : Work.Now, Reason = "The run ended earlier." });
            }
        }
        (Run.Status, Run.Reason, Run.EndedAt) = (status, reason, Work.Now);
        Work.Audit(by, "run.ended", Run.Id, new { status, reason });
        Work.Wake(Run.Topic(Run.Id));
    }
}

/// <summary>Takes runs under their lock.</summary>
internal static class RunChanges
{
    /// <summary>Null when there is no such run.</summary>
    public static async Task<LockedRun?> LockRunAsync(this DeskTransaction work, Guid id)
    {
        var incidentId = await work.Db.Set<Run>().Where(r => r.Id == id).Select(r => (Guid?)r.IncidentId).FirstOrDefaultAsync(work.Cancellation);
        if (incidentId is null || await work.LockAsync(incidentId.Value) is not { } incident)
        {
            return null;
        }
        var run = (await work.Db.Set<Run>().FromSql($"SELECT * FROM runs WHERE id = {id} FOR UPDATE").ToListAsync(work.Cancellation)).First();
        return new LockedRun(work, incident, run);
    }
}
