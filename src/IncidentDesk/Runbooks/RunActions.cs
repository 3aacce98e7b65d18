using IncidentDesk.Audit;
using IncidentDesk.Incidents;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Runbooks;

/// <summary>What responders do with runs, from every door.</summary>
public sealed class RunActions(Desk desk)
{
    /// <summary>
    /// Starts a runbook of the incident's service, or a dry run of it. Refused while the same runbook is being carried out for the incident: two at once would
    /// get in each other's way. Dry runs don't count.
    /// </summary>
    public Task<Outcome<Run>> StartAsync(Guid incidentId, Guid runbookId, bool dryRun, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<Run>(by, Right.RunRunbooks, async work =>
        {
            if (await work.LockAsync(incidentId) is not { } incident)
            {
                return new Refusal.NotFound("The incident");
            }
            var runbook = await work.Db.Set<Runbook>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == runbookId && r.DeletedAt == null, cancellation);
            if (runbook is null || runbook.ServiceId != incident.ServiceId)
            {
                return new Refusal.Invalid("runbookId", runbook is null ? "There is no such runbook." : "This runbook belongs to another service.");
            }
            if (!dryRun && await work.Db.Set<Run>().AnyAsync(r => r.IncidentId == incidentId && r.RunbookId == runbookId && !r.DryRun && r.EndedAt == null, cancellation))
            {
                return new Refusal.Conflict($"{runbook.Name} is already running for {incident.Reference}. Wait until it ends, or cancel it.");
            }
            var run = Begin(work, incident, runbook, dryRun, by);
            work.Enqueue(Lanes.Runbooks, RunJob.RunKind, run.Id, work.Now);
            work.Audit(by, "run.started", run.Id, new { incident = incident.Number, runbook = runbook.Id, runbook.Version, dryRun });
            return run;
        }, cancellation);

    /// <summary>Ends a run: at once where it waits, within a second or so where a step runs. Repeating it, or cancelling what is over, changes nothing.</summary>
    public Task<Outcome<Run>> CancelAsync(Guid id, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<Run>(by, Right.RunRunbooks, async work =>
        {
            if (await work.LockRunAsync(id) is not { } locked)
            {
                return new Refusal.NotFound("The run");
            }
            var run = locked.Run;
            if (run.IsOver || run.CancelledAt is not null)
            {
                return run;
            }
            (run.CancelledAt, run.CancelledBy) = (work.Now, by.Name);
            locked.Log(by, "run-cancelled", $"{by.Name} cancelled {RunWords.Name(run)}.");
            work.Audit(by, "run.cancelled", id);
            work.Wake(Run.Topic(id));
            // A step that runs is ended by the node that runs it; nothing else of this run is under way.
            if (!run.Steps.Any(s => s.Status == StepStatus.Running))
            {
                locked.End(RunStatus.Cancelled, $"{by.Name} cancelled it.", by);
                await work.CancelAsync(id, RunJob.RunKind);
            }
            return run;
        }, cancellation);

    /// <summary>Somebody has done a text step (from 0), and the run goes on. Repeating it changes nothing.</summary>
    public Task<Outcome<Run>> DoneAsync(Guid id, int step, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<Run>(by, Right.RunRunbooks, async work =>
        {
            if (await work.LockRunAsync(id) is not { } locked)
            {
                return new Refusal.NotFound("The run");
            }
            var run = locked.Run;
            if (step < 0 || step >= run.Steps.Count)
            {
                return new Refusal.NotFound("The step");
            }
            if (run.Steps[step] is { Step.Kind: StepKind.Text, Status: StepStatus.Succeeded })
            {
                return run;
            }
            if (run.Steps[step].Status != StepStatus.Waiting)
            {
                return new Refusal.Conflict("This step is not waiting for a person.");
            }
            locked.Set(step, s => s with { Status = StepStatus.Succeeded, EndedAt = work.Now, By = by.Name, Reason = $"{by.Name} marked it as done." });
            run.Status = RunStatus.Queued;
            locked.Log(by, "run-step", $"{RunWords.Step(run, step)} of {RunWords.Name(run)}: {by.Name} marked it as done: {RunWords.Asked(run.Steps[step])}", new { step });
            work.Audit(by, "run.step-done", id, new { step });
            work.Enqueue(Lanes.Runbooks, RunJob.RunKind, id, work.Now);
            return run;
        }, cancellation);

    private static Run Begin(DeskTransaction work, Incident incident, Runbook runbook, bool dryRun, Caller by)
    {
        var run = new Run
        {
            Id = work.NewId(),
            RunbookId = runbook.Id,
            RunbookName = runbook.Name,
            RunbookVersion = runbook.Version,
            IncidentId = incident.Id,
            DryRun = dryRun,
            Steps = [.. runbook.Steps.Select(s => new RunStep(s))],
            StartedById = by.PersonId,
            StartedBy = by.Name,
            CreatedAt = work.Now,
        };
        work.Db.Add(run);
        new LockedRun(work, incident, run).Log(by, "run-started", dryRun ? $"{by.Name} started a dry run of {runbook.Name}." : $"{by.Name} started {runbook.Name}.");
        work.Wake(Run.Topic(run.Id));
        return run;
    }
}
