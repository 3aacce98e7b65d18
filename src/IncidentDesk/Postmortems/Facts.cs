using IncidentDesk.Incidents;
using IncidentDesk.Timeline;

namespace IncidentDesk.Postmortems;

/// <summary>One thing that is known to have happened, as the timeline has it.</summary>
public sealed record Fact(long Seq, DateTimeOffset At, string Kind, string Text);

/// <summary>
/// What the record says about an incident, which nobody has to write and nobody can edit. Times in UTC.
/// <code>
///   time to acknowledge   first answer - opened             (Answers; its median over incidents is the MTTA of insights)
///   time to mitigate      mitigated - opened
///   time to resolve       resolved - opened                 (its mean over incidents is MTTR)
/// </code>
/// An incident that was reopened counts from its first opening to its last resolution. What never happened is null.
/// </summary>
public sealed record IncidentFacts(
    DateTimeOffset OpenedAt, DateTimeOffset? AcknowledgedAt, DateTimeOffset? MitigatedAt, DateTimeOffset? ResolvedAt, int Reopened, IReadOnlyList<Fact> Lines)
{
    /// <summary>The kinds of timeline entries that are facts of a postmortem.</summary>
    public static readonly IReadOnlyList<string> Kinds =
        ["triggered", "acknowledged", "mitigated", "resolved", "severity", "reopened", "retriggered", "timed-out", "role", "update", "run-started", "run-ended"];

    public TimeSpan? TimeToAcknowledge => AcknowledgedAt - OpenedAt;

    public TimeSpan? TimeToMitigate => MitigatedAt - OpenedAt;

    public TimeSpan? TimeToResolve => ResolvedAt - OpenedAt;

    /// <summary>The facts of an incident whose timeline has these entries, in order.</summary>
    public static IncidentFacts Of(IncidentView incident, IReadOnlyList<TimelineEntry> entries) => new(
        incident.CreatedAt,
        entries.FirstOrDefault(e => Answers.Is(e.Kind, e.PersonId is not null))?.At,
        incident.MitigatedAt,
        incident.ResolvedAt,
        entries.Count(e => e.Kind == "reopened"),
        [.. entries.Where(e => Kinds.Contains(e.Kind)).Select(e => new Fact(e.Seq, e.At, e.Kind, Said(e)))]);

    private static string Said(TimelineEntry entry) => entry.Kind == "update" ? $"Status update by {entry.Actor}: {entry.Text}" : entry.Text;
}
