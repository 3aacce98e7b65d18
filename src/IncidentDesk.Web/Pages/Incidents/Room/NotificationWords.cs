using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Incidents.Room;

/// <summary>What became of a notification, in words. Tried, sent and delivered are three different things and are never mixed up.</summary>
public static class NotificationWords
{
    public static string Method(ContactKind kind) => kind switch
    {
        ContactKind.Email => "Email",
        ContactKind.Webhook => "Webhook",
        _ => "In the program",
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
        NotificationStatus.Queued when told.Attempts.Count > 0 => ("tried, again soon", "tag-warning"),
        NotificationStatus.Queued when told.DueAt > now => ("in " + TimeText.Duration(told.DueAt - now), null),
        NotificationStatus.Queued => ("queued", null),
        NotificationStatus.Sending => ("being sent", null),
        NotificationStatus.Sent when told.Method == ContactKind.InApp => ("not seen yet", null),
        NotificationStatus.Sent => ("sent", "tag-info"),
        NotificationStatus.Delivered when told.Method == ContactKind.InApp => ("seen", "tag-good"),
        NotificationStatus.Delivered => ("delivered", "tag-good"),
        NotificationStatus.Failed => ("failed", "tag-danger"),
        _ => ("cancelled", null),
    };

    /// <summary>Why it stands there, as a sentence.</summary>
    public static string Why(NotificationView told)
    {
        var reason = told.Reason.Length == 0 ? "No reason was kept" : char.ToUpperInvariant(told.Reason[0]) + told.Reason[1..];
        return reason[^1] is '.' or '!' or '?' or '…' ? reason : reason + ".";
    }

    /// <summary>The tries, those that ended alike in one line: "Attempts 1 to 16, 14:53 to 15:03: failed for now. No mail server is set."</summary>
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
        var which = first == last ? $"Attempt {first.Number}, {from}" : $"Attempts {first.Number} to {last.Number}, {(from == to ? from : $"{from} to {to}")}";
        return $"{which}: {Ended(last.Outcome)}.{(last.Answer is { Length: > 0 } answer ? " " + answer : "")}";
    }

    private static string Ended(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Started => "under way",
        AttemptOutcome.Sent => "taken by the receiver",
        AttemptOutcome.Deferred => "failed for now",
        AttemptOutcome.Refused => "refused for good",
        _ => "its fate is unknown",
    };
}
