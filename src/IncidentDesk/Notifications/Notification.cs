using IncidentDesk.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Notifications;

/// <summary>
/// Where a notification stands. Attempted, sent and delivered are three different things: <c>Sent</c> means that the provider took it,
/// <c>Delivered</c> that it confirmed the arrival (or, in the program, that the person saw it).
/// </summary>
public enum NotificationStatus
{
    Queued,
    Sending,
    Sent,
    Delivered,
    Failed,
    Cancelled,
}

/// <summary>What a notification is about; Notifications knows nothing more of it.</summary>
public sealed record NotificationSubject(string Kind, Guid Id, string Title, string Link, string? Detail = null);

/// <summary>One message of a page over one contact method.</summary>
public sealed class Notification
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }

    /// <summary>The page that it belongs to; null for messages that demand nothing (a test message).</summary>
    public Guid? PageId { get; init; }
    public Guid? ContactMethodId { get; init; }
    public ContactKind Method { get; init; }
    public required string SubjectKind { get; init; }
    public Guid SubjectId { get; init; }
    public required string Title { get; init; }
    public required string Detail { get; init; }

    /// <summary>The path inside the program that it leads to.</summary>
    public required string Link { get; init; }
    public Urgency Urgency { get; init; }
    public NotificationStatus Status { get; set; }

    /// <summary>Why it stands there: "queued by your rule: email after 5m", "cancelled: Ana acknowledged", the provider's refusal, ...</summary>
    public required string Reason { get; set; }

    /// <summary>Set when nobody needs it any more while it was being sent: it is not tried again.</summary>
    public string? CancelReason { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset DueAt { get; init; }
    public DateTimeOffset? SentAt { get; set; }
    public DateTimeOffset? SeenAt { get; set; }
    public int Attempts { get; set; }
}

/// <summary>How one try to deliver ended.</summary>
public enum AttemptOutcome
{
    /// <summary>Under way, or cut off by a crash that nobody has looked at yet.</summary>
    Started,
    Sent,

    /// <summary>Failed for now; tried again.</summary>
    Deferred,

    /// <summary>Refused for good.</summary>
    Refused,

    /// <summary>The program stopped between the send and its answer: it may have gone out, and is sent again.</summary>
    Unknown,
}

/// <summary>One try to deliver a notification.</summary>
public sealed class NotificationAttempt
{
    public Guid Id { get; init; }
    public Guid NotificationId { get; init; }
    public int Number { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
    public AttemptOutcome Outcome { get; set; }
    public string? Answer { get; set; }
}

internal sealed class NotificationMapping : IEntityTypeConfiguration<Notification>, IEntityTypeConfiguration<NotificationAttempt>
{
    public void Configure(EntityTypeBuilder<Notification> table)
    {
        table.ToTable("notifications");
        table.HasIndex(n => n.SubjectId);
        table.HasIndex(n => n.ContactMethodId, "notifications_waiting").HasFilter("status = 'queued'");
        table.HasIndex(n => new { n.PersonId, n.CreatedAt });
        table.HasIndex(n => new { n.PageId, n.Method, n.ContactMethodId }).IsUnique().HasFilter("page_id IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<NotificationAttempt> table)
    {
        table.ToTable("notification_attempts");
        table.HasIndex(a => new { a.NotificationId, a.Number }).IsUnique();
    }
}
