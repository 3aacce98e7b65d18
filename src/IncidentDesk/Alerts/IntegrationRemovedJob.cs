using System.Text.Json;
using IncidentDesk.Incidents;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Alerts;

/// <summary>An integration was removed while alerts of it fire: nothing can resolve them any more, and the timelines of their incidents say so.</summary>
internal sealed class IntegrationRemovedJob(Desk desk) : DatabaseJob(desk)
{
    public const string JobKind = "integration-removed";

    public override string Kind => JobKind;

    public static string Payload(Caller by) => JsonSerializer.Serialize(by, JsonColumns.Options);

    protected override async Task HandleAsync(DeskTransaction desk, Job job)
    {
        var by = JsonSerializer.Deserialize<Caller>(job.Payload, JsonColumns.Options)!;
        var name = await desk.Db.Set<Integration>().Where(i => i.Id == job.Subject).Select(i => i.Name).FirstAsync(desk.Cancellation);
        var firing = await desk.Db.Set<Alert>().Where(a => a.IntegrationId == job.Subject && a.Status == AlertStatus.Firing && a.IncidentId != null)
            .GroupBy(a => a.IncidentId!.Value).Select(g => new { Incident = g.Key, Alerts = g.Count() }).ToListAsync(desk.Cancellation);
        foreach (var of in firing.OrderBy(f => f.Incident))
        {
            if (await desk.LockAsync(of.Incident) is { IsOpen: true } incident)
            {
                var alerts = of.Alerts == 1 ? "1 alert of it is still firing" : $"{of.Alerts} alerts of it are still firing";
                incident.Log(desk, by, "source-removed", $"{by.Name} removed the integration {name}. {alerts}, and nothing will resolve them: resolve the incident manually when it is over.");
            }
        }
    }
}
