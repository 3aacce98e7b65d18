using IncidentDesk.Storage;

namespace IncidentDesk.Jobs;

/// <summary>Does the jobs of one kind.</summary>
public interface IJobHandler
{
    string Kind { get; }

    /// <summary>Does it and ends the lease. Throwing leaves the job, to be tried again after a while.</summary>
    Task RunAsync(JobLease lease, CancellationToken cancellation);
}

/// <summary>
/// A job that only touches the database: it locks its subject, does its effects and deletes its job in one transaction. Whoever lost the job
/// meanwhile (cancelled, overtaken after a crash) has his effects rolled back.
/// </summary>
public abstract class DatabaseJob(Desk desk) : IJobHandler
{
    public abstract string Kind { get; }

    /// <summary>The effects. Lock order: group, incident, escalation, page, notification, and the job row last.</summary>
    protected abstract Task HandleAsync(DeskTransaction desk, Job job);

    public async Task RunAsync(JobLease lease, CancellationToken cancellation)
    {
        try
        {
            await desk.InTransactionAsync<bool>(async work =>
            {
                work.CurrentJob = lease.Job.Id;
                await HandleAsync(work, lease.Job);
                await work.Db.SaveChangesAsync(cancellation);
                await lease.FinishAsync(work);
                return true;
            }, cancellation);
        }
        catch (LeaseLostException)
        {
            lease.Lost = true;
        }
    }
}

/// <summary>
/// A job that comes back: one row for all nodes, set again each time. It keeps the engine's promises (one node at a time, retried) and adds none.
/// </summary>
public abstract class RecurringJob : IJobHandler
{
    public abstract string Kind { get; }

    public virtual string Lane => Lanes.Housekeeping;

    public abstract TimeSpan Every { get; }

    protected abstract Task HandleAsync(CancellationToken cancellation);

    public async Task RunAsync(JobLease lease, CancellationToken cancellation)
    {
        await HandleAsync(cancellation);
        await lease.SetAgainAsync(Every, cancellation);
    }
}

/// <summary>The lease was taken over or the job cancelled: what was done in this transaction must not count.</summary>
public sealed class LeaseLostException() : Exception("The job's lease was taken over or the job was cancelled.");
