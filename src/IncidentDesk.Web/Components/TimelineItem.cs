namespace IncidentDesk.Web.Components;

/// <summary>One line of a timeline, as it is shown.</summary>
/// <param name="Seq">Its number within the incident; newer is larger.</param>
/// <param name="At">When it happened.</param>
/// <param name="Kind">What happened, in the API's words: "triggered", "acknowledged", "note", "paged", ... Decides sign and colour; an unknown word gets a dot.</param>
/// <param name="Actor">Who did it; null for the desk itself.</param>
/// <param name="Text">What happened, as plain text: shown encoded, whatever it contains.</param>
/// <param name="Href">Where more about it is, if anywhere.</param>
/// <param name="Pinned">Somebody marked it as worth finding again.</param>
public sealed record TimelineItem(long Seq, DateTimeOffset At, string Kind, string? Actor, string Text, string? Href = null, bool Pinned = false);

/// <summary>The sign of a timeline entry. State changes carry their state's colour; everything else is quiet.</summary>
internal static class TimelineSigns
{
    public static (Glyph Glyph, Tone? Tone) Of(string kind) => kind.ToLowerInvariant() switch
    {
        "triggered" or "retriggered" or "opened" or "reopened" => (Glyph.Incident, Tone.Danger),
        "acknowledged" => (Glyph.Check, Tone.Warning),
        "timed-out" or "acknowledgement-expired" or "unacknowledged" => (Glyph.Clock, Tone.Danger),
        "mitigated" => (Glyph.Wrench, Tone.Info),
        "resolved" => (Glyph.Check, Tone.Success),
        "severity" or "severity-changed" => (Glyph.Flame, null),
        "note" => (Glyph.Note, null),
        "update" => (Glyph.Mail, null),
        "decision" => (Glyph.Policy, null),
        "paged" or "notified" => (Glyph.Bell, null),
        "notification-failed" or "unreachable" or "last-resort" or "failed" or "left-out" or "source-removed" => (Glyph.Warning, Tone.Danger),
        "suppressed" or "silenced" or "skipped" or "cancelled" => (Glyph.BellOff, null),
        "escalated" => (Glyph.ArrowUp, null),
        "snoozed" or "arrival" => (Glyph.Clock, null),
        "joined" or "role" or "role-offered" or "role-declined" or "role-freed" or "assigned" or "reassigned" or "commander" => (Glyph.User, null),
        "merged" or "split" => (Glyph.Merge, null),
        "alert" or "alert-joined" or "alert-resolved" or "alert-restarted" => (Glyph.Integration, null),
        "pinned" or "unpinned" => (Glyph.Pin, null),
        "task-done" => (Glyph.Check, null),
        "task-added" or "task-changed" or "task-assigned" or "task-removed" or "task-reopened" => (Glyph.Note, null),
        "postmortem" => (Glyph.Note, null),
        "run-started" or "run-step" or "run-waits" or "run-cancelled" or "run-ended" => (Glyph.Play, null),
        _ => (Glyph.Dot, null),
    };

    /// <summary>Entries in which somebody speaks: their text stands in a frame and keeps its line breaks.</summary>
    public static bool Said(string kind) => kind.ToLowerInvariant() is "note" or "update" or "decision";

    /// <summary>A status update: unlike a note it is said to everybody who waits for news, so it is named.</summary>
    public static bool IsUpdate(string kind) => kind.Equals("update", StringComparison.OrdinalIgnoreCase);
}
