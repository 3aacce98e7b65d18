using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Incidents.Room;

/// <summary>What became of a notification, in words. Tried, sent and delivered are three different things and are never mixed up.</summary>
public static class NotificationWords
{
    public static string Method(ContactKind kind) => kind switch
    {
        ContactKind.Email => RoomTexts.MethodEmail,
        ContactKind.Webhook => RoomTexts.MethodWebhook,
        _ => RoomTexts.MethodInProgram,
    };

    public static Glyph Sign(ContactKind kind) => kind switch
    {
        ContactKind.Email => Glyph.Mail,
        ContactKind.Webhook => Glyph.Integration,
        _ => Glyph.Bell,
    };

    /// <summary>One or two words for where it stands, with the class of its tag.</summary>
    public static (string Word, string? Tag) State(NotificationView told, DateTimeOffset now) => told.Status switch
    {
        NotificationStatus.Queued when told.Attempts.Count > 0 => (RoomTexts.StateTriedAgainSoon, "tag-warning"),
        NotificationStatus.Queued when told.DueAt > now => (IncidentTexts.InTime.With(TimeText.Duration(told.DueAt - now)), null),
        NotificationStatus.Queued => (RoomTexts.StateQueued, null),
        NotificationStatus.Sending => (RoomTexts.StateBeingSent, null),
        NotificationStatus.Sent when told.Method == ContactKind.InApp => (RoomTexts.StateNotSeenYet, null),
        NotificationStatus.Sent => (RoomTexts.StateSent, "tag-info"),
        NotificationStatus.Delivered when told.Method == ContactKind.InApp => (RoomTexts.StateSeen, "tag-good"),
        NotificationStatus.Delivered => (RoomTexts.StateDelivered, "tag-good"),
        NotificationStatus.Failed => (RoomTexts.StateFailed, "tag-danger"),
        _ => (RoomTexts.StateCancelled, null),
    };

    /// <summary>What the last try was answered, while it has not gone out or has failed; null when there is no trouble.</summary>
    public static string? Trouble(NotificationView told) =>
        told.Status is NotificationStatus.Failed or NotificationStatus.Queued && told.Attempts is [.., { Answer: { Length: > 0 } answer }] ? answer : null;

    /// <summary>Why it stands there, as a sentence.</summary>
    public static string Why(NotificationView told)
    {
        if (told.Reason.Length == 0)
        {
            return RoomTexts.NoReasonKept;
        }
        var reason = char.ToUpperInvariant(told.Reason[0]) + told.Reason[1..];
        return reason[^1] is '.' or '!' or '?' or '…' ? reason : reason + ".";
    }

    /// <summary>The tries, those that ended alike in one line: "Attempts 1 to 16, 14:53 to 15:03: temporary failure, retrying. No mail server is set."</summary>
    public static IReadOnlyList<string> Attempts(IReadOnlyList<AttemptView> attempts, string? zone)
    {
        var lines = new List<string>();
        for (var first = 0; first < attempts.Count;)
        {
            var last = first;
            while (last + 1 < attempts.Count && (attempts[last + 1].Outcome, attempts[last + 1].Answer) == (attempts[first].Outcome, attempts[first].Answer))
            {
                last++;
            }
            lines.Add(Line(attempts[first], attempts[last], zone));
            first = last + 1;
        }
        return lines;
    }

    private static string Line(AttemptView first, AttemptView last, string? zone)
    {
        var (from, to) = (TimeText.Clock(first.StartedAt, zone), TimeText.Clock(last.StartedAt, zone));
        var ended = Ended(last.Outcome);
        var line = first == last ? RoomTexts.AttemptOne.With(first.Number, from, ended)
            : from == to ? RoomTexts.AttemptsAtOnce.With(first.Number, last.Number, from, ended)
            : RoomTexts.AttemptsMany.With(first.Number, last.Number, from, to, ended);
        return last.Answer is { Length: > 0 } answer ? $"{line} {answer}" : line;
    }

    private static string Ended(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Started => RoomTexts.AttemptUnderWay,
        AttemptOutcome.Sent => RoomTexts.AttemptTaken,
        AttemptOutcome.Deferred => RoomTexts.AttemptFailedForNow,
        AttemptOutcome.Refused => RoomTexts.AttemptRefused,
        _ => RoomTexts.AttemptUnknown,
    };
}
