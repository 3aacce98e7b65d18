using IncidentDesk.Jobs;
using IncidentDesk.Notifications.Channels;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Notifications;

/// <summary>
/// Sends one notification: claim (re-checked under its lock), write the attempt, call, finish. At least once: when a crash leaves it between call
/// and finish, the attempt is marked unknown and it is sent again under the same idempotency key. It never gives up on a deferral.
/// </summary>
internal sealed class SendNotification(Desk desk, IEnumerable<IChannel> channels, PageLinks links, NotificationMetrics metrics, AddressTroubles troubles) : IJobHandler
{
    private readonly Dictionary<ContactKind, IChannel> _channels = channels.ToDictionary(c => c.Kind);

    public string Kind => NotificationQueue.SendKind;

    public async Task RunAsync(JobLease lease, CancellationToken cancellation)
    {
        var message = await desk.InTransactionAsync(work => ClaimAsync(work, lease), cancellation);
        if (message is null)
        {
            return;
        }
        var result = await CallAsync(message.Value.Method, message.Value.Outgoing, cancellation);
        metrics.Attempted(message.Value.Method, result.Outcome);
        await desk.InTransactionAsync<bool>(async work =>
        {
            var notification = await FinishAsync(work, lease, message.Value.Outgoing.Id, result);
            await troubles.NoteAsync(work, notification, result.Outcome);
            return true;
        }, CancellationToken.None);
    }

    private async Task<(ContactKind Method, Outgoing Outgoing)?> ClaimAsync(DeskTransaction work, JobLease lease)
    {
        var notification = await LockAsync(work, lease.Job.Subject!.Value);
        await lease.AssertMineAsync(work);
        if (notification is not { Status: NotificationStatus.Queued or NotificationStatus.Sending })
        {
            await lease.FinishAsync(work);
            return null;
        }
        if (notification.Status == NotificationStatus.Sending)
        {
            await MarkUnknownAsync(work, notification);
        }
        var person = await work.Db.Set<Person>().AsNoTracking().FirstAsync(p => p.Id == notification.PersonId, work.Cancellation);
        var method = await work.Db.Set<ContactMethod>().AsNoTracking().FirstOrDefaultAsync(m => m.Id == notification.ContactMethodId, work.Cancellation);
        if (Obstacle(notification, person, method) is var (status, reason))
        {
            (notification.Status, notification.Reason) = (status, reason);
            End(work, notification);
            await work.Db.SaveChangesAsync(work.Cancellation);
            await lease.FinishAsync(work);
            return null;
        }
        notification.Status = NotificationStatus.Sending;
        notification.Attempts++;
        Tell(work, notification);
        work.Db.Add(new NotificationAttempt
        {
            Id = work.NewId(),
            NotificationId = notification.Id,
            Number = notification.Attempts,
            StartedAt = work.Now,
            Outcome = AttemptOutcome.Started,
        });
        return (notification.Method, Compose(notification, person, method!, work.Now));
    }

    /// <summary>Why it can't be sent any more; null when it can.</summary>
    internal static (NotificationStatus Status, string Reason)? Obstacle(Notification notification, Person person, ContactMethod? method) =>
        notification.CancelReason is { } cancelled ? (NotificationStatus.Cancelled, cancelled)
        : person.DisabledAt is not null ? (NotificationStatus.Failed, $"{person.Name} is deactivated.")
        : method is null || (method.DeletedAt is not null && notification.SubjectKind != ContactNotice.Kind) ? (NotificationStatus.Failed, "The contact method was removed.")
        : null;

    private Outgoing Compose(Notification notification, Person person, ContactMethod method, DateTimeOffset now) => new(
        notification.Id, notification.SubjectKind, person.Name, method.Address, links.Unbox(method.Secret), notification.Title, notification.Detail, notification.Urgency,
        notification.PageId is null ? links.Inside(notification.Link) : links.ForPage(notification.Id), notification.SubjectId, now);

    private async Task<SendResult> CallAsync(ContactKind method, Outgoing message, CancellationToken cancellation)
    {
        if (!_channels.TryGetValue(method, out var channel))
        {
            return SendResult.Refused($"IncidentDesk has no channel for {method}.");
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(IChannel.TimeLimit);
        try
        {
            return await channel.SendAsync(message, limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return SendResult.Deferred($"No response within {IChannel.TimeLimit.TotalSeconds:0} seconds.");
        }
    }

    private static async Task<Notification> FinishAsync(DeskTransaction work, JobLease lease, Guid id, SendResult result)
    {
        var notification = (await LockAsync(work, id))!;
        var attempt = await work.Db.Set<NotificationAttempt>().FirstAsync(a => a.NotificationId == id && a.Number == notification.Attempts, work.Cancellation);
        (attempt.EndedAt, attempt.Outcome, attempt.Answer) = (work.Now, result.Outcome, Kernel.Text.Cut(result.Answer, 500));
        (notification.Status, notification.Reason) = (result.Outcome, notification.CancelReason) switch
        {
            (AttemptOutcome.Sent, _) => (NotificationStatus.Sent, result.Answer),
            (_, { } cancelled) => (NotificationStatus.Cancelled, cancelled),
            (AttemptOutcome.Refused, _) => (NotificationStatus.Failed, result.Answer),
            _ => (NotificationStatus.Queued, $"Attempt {attempt.Number} failed, it is retried: {result.Answer}"),
        };
        if (notification.Status == NotificationStatus.Sent)
        {
            notification.SentAt = work.Now;
        }
        End(work, notification);
        await work.Db.SaveChangesAsync(work.Cancellation);
        await (notification.Status == NotificationStatus.Queued
            ? lease.RetryAsync(work, JobEngine.Pause(lease.Job.Attempt), result.Answer)
            : lease.FinishAsync(work));
        return notification;
    }

    /// <summary>A page that can't be sent asks Escalation whether another way is left.</summary>
    internal static void End(DeskTransaction work, Notification notification)
    {
        Tell(work, notification);
        if (notification is { Status: NotificationStatus.Failed, PageId: { } page })
        {
            work.Enqueue(Lanes.Escalation, PageJobs.Unreachable, page, work.Now);
        }
    }

    /// <summary>Whoever looks at what it is about sees where it stands.</summary>
    private static void Tell(DeskTransaction work, Notification notification) => work.Wake(new Topic(notification.SubjectKind, notification.SubjectId));

    private static async Task MarkUnknownAsync(DeskTransaction work, Notification notification)
    {
        var last = await work.Db.Set<NotificationAttempt>()
            .FirstOrDefaultAsync(a => a.NotificationId == notification.Id && a.Number == notification.Attempts, work.Cancellation);
        if (last is { Outcome: AttemptOutcome.Started })
        {
            (last.Outcome, last.EndedAt) = (AttemptOutcome.Unknown, work.Now);
            last.Answer = "IncidentDesk stopped while it was being sent: delivery is unknown, and it is sent again.";
        }
    }

    private static async Task<Notification?> LockAsync(DeskTransaction work, Guid id) =>
        (await work.Db.Set<Notification>().FromSql($"SELECT * FROM notifications WHERE id = {id} FOR UPDATE").ToListAsync(work.Cancellation)).FirstOrDefault();
}

/// <summary>Jobs that follow from pages; their subject is the page.</summary>
public static class PageJobs
{
    /// <summary>A message of the page ended without being sent; Escalation looks whether another way is left.</summary>
    public const string Unreachable = "page-unreachable";
}
