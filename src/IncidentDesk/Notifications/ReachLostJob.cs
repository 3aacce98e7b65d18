using IncidentDesk.Jobs;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Notifications;

/// <summary>A person was deactivated, or a contact method removed: what waits to be sent there ends now, so that no escalation waits for it.</summary>
internal sealed class ReachLostJob(Desk desk) : DatabaseJob(desk)
{
    public override string Kind => PersonJobs.ReachLost;

    protected override async Task HandleAsync(DeskTransaction desk, Job job)
    {
        var waiting = await desk.Db.Set<Notification>().FromSql(
            $"""
            SELECT * FROM notifications WHERE (person_id = {job.Subject} OR contact_method_id = {job.Subject}) AND status = 'queued' ORDER BY id FOR UPDATE
            """).ToListAsync(desk.Cancellation);
        foreach (var notification in waiting)
        {
            var person = await desk.Db.Set<Person>().AsNoTracking().FirstAsync(p => p.Id == notification.PersonId, desk.Cancellation);
            var method = await desk.Db.Set<ContactMethod>().AsNoTracking().FirstOrDefaultAsync(m => m.Id == notification.ContactMethodId, desk.Cancellation);
            if (SendNotification.Obstacle(notification, person, method) is var (status, reason))
            {
                (notification.Status, notification.Reason) = (status, reason);
                SendNotification.End(desk, notification);
                await desk.CancelAsync(notification.Id, NotificationQueue.SendKind);
            }
        }
    }
}
