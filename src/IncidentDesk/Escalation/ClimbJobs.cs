using System.Text.Json;
using IncidentDesk.Incidents;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Escalation;

/// <summary>An incident was triggered: a climb begins.</summary>
internal sealed class TriggeredJob(Desk desk) : DatabaseJob(desk)
{
    public override string Kind => IncidentJobs.Triggered;

    protected override async Task HandleAsync(DeskTransaction desk, Job job)
    {
        var incident = await desk.LockAsync(job.Subject!.Value);
        if (incident is { Status: IncidentStatus.Triggered })
        {
            await Climb.BeginAsync(desk, incident);
        }
    }
}

/// <summary>The next step of a climb is due.</summary>
internal sealed class ClimbJob(Desk desk) : DatabaseJob(desk)
{
    public override string Kind => IncidentJobs.Climb;

    protected override async Task HandleAsync(DeskTransaction desk, Job job)
    {
        var ticket = JsonSerializer.Deserialize<ClimbTicket>(job.Payload, JsonColumns.Options)!;
        var incident = await desk.LockAsync(job.Subject!.Value);
        if (incident is not { Status: IncidentStatus.Triggered })
        {
            return;
        }
        var run = await Climb.LockLatestAsync(desk, incident.Id);
        if (run is { EndedAt: null } && run.Id == ticket.Escalation && run.NextRound == ticket.Round && run.NextStep == ticket.Step)
        {
            await Climb.FireAsync(desk, incident, run);
        }
    }
}

/// <summary>
/// A message of a page ended without being sent (rejected, its person deactivated, its address removed): when no other way to the step's people is left, the next step
/// goes immediately. The fallback has no next step: the incident says that it reached no one, until the fallback is repeated.
/// </summary>
internal sealed class PageUnreachableJob(Desk desk) : DatabaseJob(desk)
{
    public override string Kind => PageJobs.Unreachable;

    protected override async Task HandleAsync(DeskTransaction desk, Job job)
    {
        var page = await desk.Db.Set<Page>().AsNoTracking().FirstAsync(p => p.Id == job.Subject, desk.Cancellation);
        var incident = (await desk.LockAsync(page.IncidentId))!;
        var name = await desk.Db.Set<Person>().Where(p => p.Id == page.PersonId).Select(p => p.Name).FirstAsync(desk.Cancellation);
        var failures = await desk.Db.Set<Notification>().Where(n => n.PageId == page.Id && n.Status == NotificationStatus.Failed)
            .Select(n => new { n.Reason, Address = desk.Db.Set<ContactMethod>().Where(m => m.Id == n.ContactMethodId).Select(m => m.Address).FirstOrDefault() })
            .ToListAsync(desk.Cancellation);
        incident.Log(desk, Caller.Desk, "unreachable",
            $"A message to {name} could not be delivered: {string.Join(' ', failures.Select(f => PrivateAddress.Hide(f.Reason, f.Address)).Distinct())}");
        var run = await Climb.LockLatestAsync(desk, incident.Id);
        if (incident.Status != IncidentStatus.Triggered || run?.Id != page.EscalationId || await AnotherWayAsync(desk, page))
        {
            return;
        }
        if (page.Step >= run.Steps.Count)
        {
            incident.AtRest = Climb.NoAdministratorReached;
        }
        else if (run.EndedAt is null)
        {
            incident.Log(desk, Caller.Desk, "skipped", "No one in this step can be reached: the next step is notified immediately.");
            await Climb.FireAsync(desk, incident, run);
        }
    }

    /// <summary>Whether a message of the same step, beyond the program's own bell, waits, is out or has arrived; or the climb is further on anyway.</summary>
    private static async Task<bool> AnotherWayAsync(DeskTransaction desk, Page page)
    {
        var later = await desk.Db.Set<Page>().AnyAsync(p => p.EscalationId == page.EscalationId
            && (p.Round > page.Round || (p.Round == page.Round && p.Step > page.Step)), desk.Cancellation);
        return later || await desk.Db.Set<Notification>().AnyAsync(n => n.Method != ContactKind.InApp
            && n.Status != NotificationStatus.Failed && n.Status != NotificationStatus.Cancelled
            && desk.Db.Set<Page>().Any(p => p.Id == n.PageId && p.EscalationId == page.EscalationId && p.Round == page.Round && p.Step == page.Step), desk.Cancellation);
    }
}
