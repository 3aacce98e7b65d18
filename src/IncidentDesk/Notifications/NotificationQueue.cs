using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Notifications;

/// <summary>What became of telling a person: over which methods, and whether any of them reaches beyond the program.</summary>
public sealed record Told(IReadOnlyList<ContactKind> Methods, bool Reaches);

/// <summary>Queues and cancels notifications inside the transaction of the verb that causes them.</summary>
public static class NotificationQueue
{
    /// <summary>The job that sends one notification; its subject is the notification.</summary>
    public const string SendKind = "notification-send";

    /// <summary>Queues what the person's rules ask for; the same page over the same method is never queued twice.</summary>
    public static async Task<Told> NotifyAsync(this DeskTransaction desk, Guid personId, Guid? pageId, Urgency urgency, NotificationSubject subject)
    {
        var methods = await desk.Db.Set<ContactMethod>().AsNoTracking().Where(m => m.PersonId == personId && m.DeletedAt == null).OrderBy(m => m.CreatedAt).ToListAsync(desk.Cancellation);
        var rules = await desk.Db.Set<NotificationRule>().AsNoTracking().Where(r => r.PersonId == personId).ToListAsync(desk.Cancellation);
        var plan = NotificationPlan.For(urgency, methods, rules);
        foreach (var message in plan.Messages)
        {
            Queue(desk, personId, pageId, urgency, subject, message);
        }
        desk.Wake(NotificationTopics.Bell(personId));
        return new Told([.. plan.Messages.Skip(1).Select(m => m.Method).Distinct()], plan.Reaches);
    }

    /// <summary>Queues one message over one method, whatever the rules say (a test message).</summary>
    public static void Queue(this DeskTransaction desk, Guid personId, Guid? pageId, Urgency urgency, NotificationSubject subject, PlannedNotification message)
    {
        var inApp = message.Method == ContactKind.InApp;
        var notification = new Notification
        {
            Id = desk.NewId(),
            PersonId = personId,
            PageId = pageId,
            ContactMethodId = message.ContactMethodId,
            Method = message.Method,
            SubjectKind = subject.Kind,
            SubjectId = subject.Id,
            Title = Text.Cut(subject.Title, 300),
            Detail = subject.Detail ?? "",
            Link = subject.Link,
            Urgency = urgency,
            Status = inApp ? NotificationStatus.Sent : NotificationStatus.Queued,
            Reason = message.Reason,
            CreatedAt = desk.Now,
            DueAt = desk.Now + message.After,
            SentAt = inApp ? desk.Now : null,
        };
        desk.Db.Add(notification);
        if (!inApp)
        {
            desk.Enqueue(Channels.ChannelLanes.For(message.Method), SendKind, notification.Id, notification.DueAt);
        }
    }

    /// <summary>
    /// Cancels what waits to be sent about this subject, to one person or to all, with the reason that people see. What is being sent just now goes
    /// out, but is not tried again.
    /// </summary>
    public static async Task CancelNotificationsAsync(this DeskTransaction desk, Guid subjectId, Guid? personId, string reason)
    {
        await desk.Db.SaveChangesAsync(desk.Cancellation);
        var waiting = await desk.Db.Set<Notification>().FromSql(
            $"""
            SELECT * FROM notifications WHERE subject_id = {subjectId} AND ({personId}::uuid IS NULL OR person_id = {personId})
            AND status IN ('queued', 'sending') ORDER BY id FOR UPDATE
            """).ToListAsync(desk.Cancellation);
        foreach (var notification in waiting)
        {
            notification.CancelReason = reason;
            if (notification.Status == NotificationStatus.Queued)
            {
                (notification.Status, notification.Reason) = (NotificationStatus.Cancelled, reason);
            }
        }
        var gone = waiting.Where(n => n.Status == NotificationStatus.Cancelled).Select(n => (Guid?)n.Id).ToList();
        if (gone.Count > 0)
        {
            await desk.Db.Set<Job>().Where(j => j.Kind == SendKind && gone.Contains(j.Subject)).ExecuteDeleteAsync(desk.Cancellation);
        }
        await desk.Db.SaveChangesAsync(desk.Cancellation);
    }

    /// <summary>
    /// Counts what stands in a person's bell, all of it or what is about one subject, as seen and so as delivered. Answers how many were new.
    /// </summary>
    public static async Task<int> SeenAsync(this DeskTransaction desk, Guid personId, Guid? subjectId)
    {
        var seen = await desk.Db.Set<Notification>()
            .Where(n => n.PersonId == personId && n.Method == ContactKind.InApp && n.SeenAt == null && n.Status == NotificationStatus.Sent)
            .Where(n => subjectId == null || n.SubjectId == subjectId)
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.SeenAt, desk.Now).SetProperty(n => n.Status, NotificationStatus.Delivered), desk.Cancellation);
        if (seen > 0)
        {
            desk.Wake(NotificationTopics.Bell(personId));
        }
        return seen;
    }
}
