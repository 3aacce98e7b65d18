using IncidentDesk.Alerts.Sources;
using IncidentDesk.Catalog;
using IncidentDesk.Jobs;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Alerts;

/// <summary>
/// Digests a service's pending signals under its group lock: dedup, grouping, incident, timeline and jobs in one transaction. Its subject is the service.
/// It takes its sibling jobs with it before it reads the signals: a job that it sees was committed together with signals that it therefore sees too.
/// </summary>
internal sealed class DigestJob(Desk desk, AlertMetrics metrics) : DatabaseJob(desk)
{
    public const string JobKind = "digest";
    private const int Batch = 5_000;

    public override string Kind => JobKind;

    protected override async Task HandleAsync(DeskTransaction desk, Job job)
    {
        var serviceId = job.Subject!.Value;
        await AlertSql.LockGroupAsync(desk, serviceId);
        if (!await desk.Db.Set<Job>().AnyAsync(j => j.Id == job.Id, desk.Cancellation))
        {
            throw new LeaseLostException();
        }
        await desk.CancelAsync(serviceId, JobKind);
        var pending = await AlertSql.PendingAsync(desk, serviceId, Batch);
        if (pending.Count == 0)
        {
            return;
        }
        var service = await desk.Db.Set<Service>().AsNoTracking().FirstAsync(s => s.Id == serviceId, desk.Cancellation);
        var hot = await AlertSql.HotAsync(desk, [.. pending.Select(s => (s.IntegrationId, s.DedupKey)).Distinct()]);
        var integrations = await AlertSql.SpokeAsync(desk, [.. pending.Select(s => s.IntegrationId).Distinct()]);
        var fold = new DigestFold(hot, id => integrations.TryGetValue(id, out var spoken) && SourceCatalog.Find(spoken.Source) is { StartIsStable: true }, Kernel.Ids.InOrder);
        pending.ForEach(fold.Add);

        await new Grouping(desk, service, integrations).ApplyAsync(fold);
        await AlertSql.FinishSignalsAsync(desk, serviceId, fold.Outcomes);
        if (pending.Count == Batch)
        {
            desk.Enqueue(Lanes.Digest, JobKind, serviceId, desk.Now);
        }
        metrics.Digested(pending.Count);
    }
}
