using System.Text.Json;
using IncidentDesk.Alerts;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Timeline;

namespace IncidentDesk.Web.Api;

/// <summary>An incident in the contract; <paramref name="AtRest"/> says why nobody will be asked although it is open.</summary>
internal sealed record IncidentBody(
    Guid Id,
    long Number,
    string Title,
    Severity Severity,
    Urgency Urgency,
    IncidentStatus Status,
    NamedBody Service,
    int AlertCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset TriggeredAt,
    NamedBody? AcknowledgedBy,
    DateTimeOffset? AcknowledgedAt,
    NamedBody? Commander,
    DateTimeOffset? MitigatedAt,
    DateTimeOffset? ResolvedAt,
    string? ResolvedBy,
    long? RecurrenceOf,
    string? AtRest,
    DateTimeOffset? NextUpdateAt,
    long Version)
{
    public static IncidentBody Of(IncidentView i) => new(i.Id, i.Number, i.Title, i.Severity, i.Urgency, i.Status, new(i.ServiceId, i.ServiceName), i.AlertCount,
        i.CreatedAt, i.TriggeredAt, Named(i.AcknowledgedById, i.AcknowledgedBy), i.AcknowledgedAt, Named(i.CommanderId, i.Commander), i.MitigatedAt,
        i.ResolvedAt, i.ResolvedBy, i.RecurrenceOfNumber, i.AtRest, i.NextUpdateAt, i.Version);

    private static NamedBody? Named(Guid? id, string? name) => id is null ? null : new(id.Value, name ?? "");
}

/// <summary>A timeline entry in the contract; <paramref name="Data"/> holds the facts behind the sentence.</summary>
internal sealed record TimelineBody(long Seq, DateTimeOffset At, string Kind, string Actor, Guid? PersonId, string Text, JsonElement Data, bool Pinned)
{
    public static TimelineBody Of(TimelineEntry e, IReadOnlySet<long> pins) =>
        new(e.Seq, e.At, e.Kind, e.Actor, e.PersonId, e.Text, JsonSerializer.Deserialize<JsonElement>(e.Data), pins.Contains(e.Seq));
}

/// <summary>Where a notification stands, in the contract; <c>unknown</c>: a crash left its last attempt without an answer, and it is sent again.</summary>
internal enum NotificationState
{
    Queued,
    Sending,
    Sent,
    Delivered,
    Failed,
    Cancelled,
    Unknown,
}

/// <summary>A notification in the contract, with every attempt.</summary>
internal sealed record NotificationBody(
    Guid Id, NamedBody Person, ContactKind Method, NotificationState Status, string Reason, string Title, DateTimeOffset CreatedAt, DateTimeOffset DueAt,
    DateTimeOffset? SentAt, DateTimeOffset? SeenAt, IReadOnlyList<AttemptView> Attempts)
{
    public static NotificationBody Of(NotificationView n) => new(n.Id, new(n.PersonId, n.PersonName), n.Method, StateOf(n), n.Reason, n.Title, n.CreatedAt, n.DueAt,
        n.SentAt, n.SeenAt, n.Attempts);

    private static NotificationState StateOf(NotificationView n) =>
        n.Status is NotificationStatus.Queued or NotificationStatus.Sending && n.Attempts is [.., { Outcome: AttemptOutcome.Unknown }]
            ? NotificationState.Unknown
            : (NotificationState)n.Status;
}

/// <summary>Why somebody was paged, will be, or will not be.</summary>
/// <param name="Number">The incident.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="AtRest">Why nobody will be asked although it is open; null while somebody will.</param>
/// <param name="ResolvesAt">When a resolve that can still be undone comes into effect; null when none is pending.</param>
/// <param name="MitigatesAt">The same for a mitigation.</param>
/// <param name="Climb">The latest climb with its next step; null before the first.</param>
/// <param name="Pages">Everybody who was paged, in order, with the reason.</param>
/// <param name="Alerts">Why each alert joined, at most 500.</param>
/// <param name="IrregularEvents">What came late, was cut or left out of its alerts, the newest first, at most 100.</param>
internal sealed record ExplainBody(long Number, IncidentStatus Status, string? AtRest, DateTimeOffset? ResolvesAt, DateTimeOffset? MitigatesAt, ClimbBody? Climb,
    IReadOnlyList<PageBody> Pages, IReadOnlyList<AlertReasonBody> Alerts, IReadOnlyList<IrregularEvent> IrregularEvents);

/// <summary>A climb: which policy, how far, why it ended, and its next step.</summary>
internal sealed record ClimbBody(string PolicyName, int Rounds, int Steps, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? EndReason, NextStep? Next);

/// <summary>One page: round and step count from 0.</summary>
internal sealed record PageBody(NamedBody Person, int Round, int Step, string Reason, Guid? ScheduleId, long? ScheduleVersion, DateTimeOffset CreatedAt);

/// <summary>What was decided about an alert.</summary>
internal sealed record AlertReasonBody(Guid Id, string Title, string Reason);
