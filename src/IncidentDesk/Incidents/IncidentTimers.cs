using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;

namespace IncidentDesk.Incidents;

/// <summary>An acknowledgement has held as long as the service lets it: whoever has it may have fallen asleep, so the climb starts anew.</summary>
internal sealed class AcknowledgementTimeoutJob(Desk desk) : DatabaseJob(desk)
{
    public override string Kind => IncidentJobs.AcknowledgementTimeout;

    protected override async Task HandleAsync(DeskTransaction desk, Job job)
    {
        var incident = await desk.LockAsync(job.Subject!.Value);
        if (incident is { Status: IncidentStatus.Acknowledged })
        {
            var held = desk.Now - incident.AcknowledgedAt!.Value;
            await desk.TriggerAsync(incident, Caller.Desk, "timed-out", $"The acknowledgement timed out after {held.TotalMinutes:0} minutes without a resolve: re-triggered.");
        }
    }
}
