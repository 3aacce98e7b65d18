using IncidentDesk.Incidents;
using IncidentDesk.Jobs;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IncidentDesk.Alerts;

/// <summary>People resolved an incident: what still fires in it is closed, unless it was opened again meanwhile.</summary>
internal sealed class CloseAlertsJob(Desk desk) : DatabaseJob(desk)
{
    public override string Kind => IncidentJobs.Resolved;

    protected override async Task HandleAsync(DeskTransaction desk, Job job)
    {
        var service = await desk.Db.Set<Incident>().Where(i => i.Id == job.Subject).Select(i => i.ServiceId).FirstAsync(desk.Cancellation);
        await AlertSql.LockGroupAsync(desk, service);
        var incident = await desk.LockAsync(job.Subject!.Value);
        if (incident is { Status: IncidentStatus.Resolved })
        {
            await AlertSql.CloseOfAsync(desk, incident.Id);
        }
    }
}

/// <summary>Keeps the hot table small, the partitions ahead and the rejected log short.</summary>
internal sealed class AlertHousekeeping(Desk desk, [FromKeyedServices(DeskPart.Engine)] NpgsqlDataSource source) : RecurringJob
{
    /// <summary>How long a closed alert stays in the hot table.</summary>
    public static readonly TimeSpan KeepHot = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeepRejected = TimeSpan.FromDays(7);

    public override string Kind => "alert-housekeeping";

    public override TimeSpan Every => TimeSpan.FromMinutes(5);

    protected override async Task HandleAsync(CancellationToken cancellation)
    {
        await Schema.EnsurePartitionsAsync(source, cancellation);
        await desk.InTransactionAsync<bool>(async work =>
        {
            await AlertSql.ArchiveClosedAsync(work, work.Now - KeepHot);
            var old = work.Now - KeepRejected;
            await work.Db.Set<RejectedRequest>().Where(r => r.At < old).ExecuteDeleteAsync(cancellation);
            return true;
        }, cancellation);
    }
}
