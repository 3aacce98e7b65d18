using System.Text;
using IncidentDesk.Incidents;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Runbooks.Actions;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Runbooks;

/// <summary>
/// Carries a run on until it is over or waits for somebody. A step is marked as running before it begins, and its result is written under the same lease;
/// whoever takes the job over and finds a step running knows that its node is gone, and ends the run as interrupted: no step is ever begun twice.
/// </summary>
internal sealed class RunJob(Desk desk, StepRunner runner, SecretBox box) : IJobHandler
{
    /// <summary>Its subject is the run.</summary>
    public const string RunKind = "runbook-run";

    public string Kind => RunKind;

    public async Task RunAsync(JobLease lease, CancellationToken cancellation)
    {
        while (await desk.InTransactionAsync(work => NextAsync(work, lease), cancellation) is { } order)
        {
            var result = order.Missing is { } missing
                ? StepResult.Failed(null, $"The secret {missing} no longer exists.")
                : await runner.RunAsync(order.Step, lease, cancellation);
            await desk.InTransactionAsync<bool>(async work =>
            {
                await FinishStepAsync(work, lease, order.Step, result);
                return true;
            }, CancellationToken.None);
        }
    }

    private async Task<Order?> NextAsync(DeskTransaction work, JobLease lease)
    {
        if (await work.LockRunAsync(lease.Job.Subject!.Value) is not { } locked)
        {
            await lease.FinishAsync(work);
            return null;
        }
        while (true)
        {
            var (move, step) = RunPlan.Next(locked.Run, runner.RunsDry);
            if (move == RunMove.Show)
            {
                await ShowAsync(locked, step, lease.Job);
                continue;
            }
            var order = move == RunMove.Execute ? await BeginAsync(locked, step) : null;
            if (order is null)
            {
                End(locked, move, step);
            }
            await work.Db.SaveChangesAsync(work.Cancellation);
            await (order is null ? lease.FinishAsync(work) : lease.AssertMineAsync(work));
            return order;
        }
    }

    private async Task<Order> BeginAsync(LockedRun locked, int step)
    {
        var (work, run) = (locked.Work, locked.Run);
        run.Status = RunStatus.Running;
        locked.Set(step, s => s with { Status = StepStatus.Running, StartedAt = work.Now });
        var names = run.Steps.SelectMany(s => SecretReferences.In(s.Step)).Distinct().ToList();
        var known = await work.Db.Set<RunbookSecret>().AsNoTracking().Where(s => names.Contains(s.Name)).ToListAsync(work.Cancellation);
        var values = known.ToDictionary(s => s.Name, s => Encoding.UTF8.GetString(box.Unprotect(s.Value)));
        var missing = SecretReferences.In(run.Steps[step].Step).FirstOrDefault(n => !values.ContainsKey(n));
        return new Order(new StepOrder(run.Id, locked.Incident.Reference, run.DryRun, step, run.Steps[step].Step, values), missing);
    }

    private static void End(LockedRun locked, RunMove move, int step)
    {
        var run = locked.Run;
        switch (move)
        {
            case RunMove.Interrupt:
                // What the dead node left running on this machine ends now; elsewhere it is out of reach.
                var left = ProcessTree.EndMarked(run.Id);
                const string reason = "The node that ran it stopped or lost the database; how far it got is unknown. It is not run again.";
                locked.Set(step, s => s with { Status = StepStatus.Interrupted, EndedAt = locked.Work.Now, Reason = reason });
                locked.End(RunStatus.Interrupted, $"{RunWords.Step(run, step)} was interrupted.", Caller.Desk);
                locked.Log(Caller.Desk, "run-ended", $"{RunWords.Step(run, step)} of {RunWords.Name(run)} was interrupted: the node that ran it stopped or lost the database. It is not run again.",
                    new { status = RunStatus.Interrupted, step, ended = left });
                break;
            case RunMove.Cancel:
                locked.End(RunStatus.Cancelled, $"{run.CancelledBy} cancelled it.", Caller.Desk);
                break;
            case RunMove.Ask:
                run.Status = RunStatus.Waiting;
                locked.Set(step, s => s with { Status = StepStatus.Waiting, StartedAt = locked.Work.Now });
                locked.Log(Caller.Desk, "run-waits", $"{Capital(RunWords.Name(run))} waits for a person: {RunWords.Asked(run.Steps[step])}", new { step });
                break;
            case RunMove.Succeed:
                locked.End(RunStatus.Succeeded, "Every step is done.", Caller.Desk);
                locked.Log(Caller.Desk, "run-ended", $"{Capital(RunWords.Name(run))} succeeded in {Took(run, locked.Work.Now)}.", new { status = RunStatus.Succeeded });
                break;
            default:
                break;
        }
    }

    private async Task ShowAsync(LockedRun locked, int step, Job job)
    {
        var one = locked.Run.Steps[step].Step;
        var text = one.Kind == StepKind.Text ? $"Would ask a person: {one.Text}" : $"Would run: {runner.Describe(one)}";
        await RunSql.AppendAsync(locked.Work.Connection, locked.Run.Id, step, text.TrimEnd() + "\n", job);
        locked.Set(step, s => s with { Status = StepStatus.Skipped, StartedAt = locked.Work.Now, EndedAt = locked.Work.Now, Reason = "Only shown, because this is a dry run." });
    }

    private static async Task FinishStepAsync(DeskTransaction work, JobLease lease, StepOrder order, StepResult result)
    {
        var locked = await work.LockRunAsync(order.RunId) ?? throw new LeaseLostException();
        var run = locked.Run;
        locked.Set(order.Number, s => s with { Status = result.Status, ExitCode = result.ExitCode, EndedAt = work.Now, Reason = result.Reason });
        var took = work.Now - run.Steps[order.Number].StartedAt!.Value;
        locked.Log(Caller.Desk, "run-step", $"{RunWords.Step(run, order.Number)} of {RunWords.Name(run)} {Word(result.Status)} {RunWords.Took(took)}. {result.Reason}",
            new { step = order.Number, result.Status, result.ExitCode, seconds = Math.Round(took.TotalSeconds, 1) });
        if (result.Status == StepStatus.Succeeded)
        {
            await work.Db.SaveChangesAsync(work.Cancellation);
            await lease.AssertMineAsync(work);
            return;
        }
        var status = result.Status switch
        {
            StepStatus.Cancelled => RunStatus.Cancelled,
            StepStatus.Interrupted => RunStatus.Interrupted,
            _ => RunStatus.Failed,
        };
        locked.End(status, status == RunStatus.Cancelled ? $"{run.CancelledBy} cancelled it." : $"{RunWords.Step(run, order.Number)}: {result.Reason}", Caller.Desk);
        locked.Log(Caller.Desk, "run-ended", $"{Capital(RunWords.Name(run))} {Word(status)} after {Took(run, work.Now)}.", new { status });
        await work.Db.SaveChangesAsync(work.Cancellation);
        await lease.FinishAsync(work);
    }

    private static string Took(Run run, DateTimeOffset now) => RunWords.Took(now - run.CreatedAt);

    private static string Word(StepStatus status) => status switch
    {
        StepStatus.Succeeded => "succeeded in",
        StepStatus.Cancelled => "was cancelled after",
        StepStatus.Interrupted => "was interrupted after",
        _ => "failed after",
    };

    private static string Word(RunStatus status) => status switch
    {
        RunStatus.Cancelled => "was cancelled",
        RunStatus.Interrupted => "was interrupted",
        _ => "failed",
    };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A step to execute, or the secret that it lacks.</summary>
    private sealed record Order(StepOrder Step, string? Missing);
}
