using System.Text.Json;
using IncidentDesk.Audit;
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
            await desk.TriggerAsync(incident, Caller.Desk, "timed-out", $"The acknowledgement timed out after {held.TotalMinutes:0} minutes without a resolve: triggered again.");
        }
    }
}

/// <summary>A resolve whose time to be undone is over.</summary>
internal sealed class ResolveLaterJob(Desk desk) : DatabaseJob(desk)
{
    public override string Kind => IncidentJobs.ResolveLater;

    public static string Payload(Caller by) => JsonSerializer.Serialize(by, JsonColumns.Options);

    protected override async Task HandleAsync(DeskTransaction desk, Job job)
    {
        var by = JsonSerializer.Deserialize<Caller>(job.Payload, JsonColumns.Options)!;
        var incident = await desk.LockAsync(job.Subject!.Value);
        if (incident is { Status: not IncidentStatus.Resolved })
        {
            await desk.ResolveAsync(incident, by, $"{by.Name} resolved it.", closeAlerts: true);
            desk.Audit(by, "incident.resolved", incident.Id);
        }
    }
}
