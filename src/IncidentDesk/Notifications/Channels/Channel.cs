using IncidentDesk.Jobs;
using IncidentDesk.People;

namespace IncidentDesk.Notifications.Channels;

/// <summary>
/// A message ready to go: to whom, what, and where it leads. <see cref="Id"/> is the idempotency key towards the provider;
/// <see cref="ActionUrl"/> is the signed address of the page that acknowledges, or of a place in the program.
/// </summary>
public sealed record Outgoing(
    Guid Id, string Kind, string PersonName, string Address, byte[]? Secret, string Title, string Detail, Urgency Urgency, string ActionUrl, Guid ThreadId, DateTimeOffset At);

/// <summary>How the provider answered, in its own words.</summary>
public sealed record SendResult(AttemptOutcome Outcome, string Answer)
{
    public static SendResult Sent(string answer) => new(AttemptOutcome.Sent, answer);

    /// <summary>Worth another try.</summary>
    public static SendResult Deferred(string answer) => new(AttemptOutcome.Deferred, answer);

    /// <summary>Another try would end the same way.</summary>
    public static SendResult Refused(string answer) => new(AttemptOutcome.Refused, answer);
}

/// <summary>One way out of the program. It ends within <see cref="TimeLimit"/>, below the lease, and answers in a result rather than by throwing.</summary>
public interface IChannel
{
    static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(8);

    ContactKind Kind { get; }

    Task<SendResult> SendAsync(Outgoing message, CancellationToken cancellation);
}

/// <summary>Which lane a method's messages wait in.</summary>
public static class ChannelLanes
{
    /// <summary>A page of high urgency never waits behind what can wait.</summary>
    public static string For(ContactKind kind, bool urgent) => (kind, urgent) switch
    {
        (ContactKind.Email, true) => Lanes.Email,
        (ContactKind.Email, false) => Lanes.EmailLow,
        (_, true) => Lanes.Push,
        (_, false) => Lanes.PushLow,
    };

    /// <summary>Whether the address is a receiver of its own, so that its silence says nothing of the others.</summary>
    public static bool IsOwnReceiver(ContactKind kind) => kind == ContactKind.Webhook;
}
