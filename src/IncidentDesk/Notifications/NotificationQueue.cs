using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Notifications;

/// <summary>
/// What became of notifying a person: over which methods, and whether any of them can be taken to reach them. A method whose last message was rejected within the
/// hour is used again, but no one waits for it.
/// </summary>
public sealed record Told(IReadOnlyList<ContactKind> Methods, bool Reaches);

/// <summary>Queues and cancels notifications inside the transaction of the verb that causes them.</summary>
public static class NotificationQueue
{
    /// <summary>The job that sends one notification; its subject is the notification.</summary>
    public const string SendKind = "notification-send";
    private const int TitleLimit = 300;
    private static readonly TimeSpan JustNow = TimeSpan.FromHours(1);

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
        var rejected = await RejectedMethodsAsync(desk, personId);
        return new Told([.. plan.Messages.Skip(1).Select(m => m.Method).Distinct()], plan.Messages.Any(m => m.ContactMethodId is { } id && !rejected.Contains(id)));
    }

    /// <summary>The person's contact methods whose newest message that ended within the hour was rejected.</summary>
    private static async Task<HashSet<Guid>> RejectedMethodsAsync(DeskTransaction desk, Guid personId)
    {
        var since = desk.Now - JustNow;
        var ended = await desk.Db.Set<Notification>().AsNoTracking()
            .Where(n => n.PersonId == personId && n.CreatedAt >= since && n.ContactMethodId != null
                && (n.Status == NotificationStatus.Failed || n.Status == NotificationStatus.Sent || n.Status == NotificationStatus.Delivered))
            .OrderByDescending(n => n.Id).Select(n => new { Id = n.ContactMethodId!.Value, n.Status }).ToListAsync(desk.Cancellation);
        return [.. ended.DistinctBy(n => n.Id).Where(n => n.Status == NotificationStatus.Failed).Select(n => n.Id)];
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
            Title = Text.Cut(subject.Title, TitleLimit),
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
            var lane = Channels.ChannelLanes.For(message.Method, urgent: pageId is not null && urgency == Urgency.High);
            desk.Enqueue(lane, SendKind, notification.Id, notification.DueAt, share: personId);
        }
    }

    /// <summary>
    /// Cancels what waits to be sent about this subject, to one person or to all, with the reason that people see; only messages of this <paramref name="kind"/>, if one
    /// is given. What is being sent just now goes out, but is not tried again.
    /// </summary>
    public static async Task CancelNotificationsAsync(this DeskTransaction desk, Guid subjectId, Guid? personId, string reason, string? kind = null)
    {
        await desk.Db.SaveChangesAsync(desk.Cancellation);
        var waiting = await desk.Db.Set<Notification>().FromSql(
            $"""
            SELECT * FROM notifications WHERE subject_id = {subjectId} AND ({personId}::uuid IS NULL OR person_id = {personId})
            AND ({kind}::text IS NULL OR subject_kind = {kind}) AND status IN ('queued', 'sending') ORDER BY id FOR UPDATE
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

    /// <summary>What waits to be sent over this contact method waits at least this long from now on. Walks the partial index notifications_waiting.</summary>
    internal static Task PutOffAsync(this DeskTransaction desk, Guid contactMethod, TimeSpan pause) => desk.Db.Database.ExecuteSqlAsync(
        $"""
        UPDATE jobs j SET due_at = greatest(j.due_at, {desk.Now + pause}) FROM notifications n
        WHERE n.contact_method_id = {contactMethod} AND n.status = 'queued' AND j.subject = n.id AND j.kind = {SendKind} AND j.lease_until IS NULL
        """, desk.Cancellation);

    /// <summary>Gives the pages that wait about this subject a new title, and their details a new first line.</summary>
    public static Task RewordAsync(this DeskTransaction desk, Guid subjectId, string title, string firstLine) => desk.Db.Database.ExecuteSqlAsync(
        $"""
        UPDATE notifications SET title = {Text.Cut(title, TitleLimit)}, detail = {firstLine} || substr(detail, strpos(detail || E'\n', E'\n'))
        WHERE subject_id = {subjectId} AND page_id IS NOT NULL AND status = 'queued'
        """, desk.Cancellation);

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
