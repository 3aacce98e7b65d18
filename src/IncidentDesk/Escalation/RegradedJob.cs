using IncidentDesk.Incidents;
using IncidentDesk.Jobs;
using IncidentDesk.Notifications;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Escalation;

/// <summary>An incident's severity changed while messages about it wait: they say the severity of now when they go out.</summary>
internal sealed class RegradedJob(Desk desk) : DatabaseJob(desk)
{
    public override string Kind => IncidentJobs.Regraded;

    protected override async Task HandleAsync(DeskTransaction desk, Job job)
    {
        var incident = (await desk.LockAsync(job.Subject!.Value))!;
        var (title, facts) = await PageText.OfAsync(desk, incident);
        await desk.RewordAsync(incident.Id, title, facts);
    }
}
