using IncidentDesk.Incidents;

namespace IncidentDesk.Insights;

/// <summary>From an instant (included) to an instant (not included).</summary>
public readonly record struct Stretch(DateTimeOffset From, DateTimeOffset To)
{
    public TimeSpan Length => To > From ? To - From : TimeSpan.Zero;

    /// <summary>The part that lies in both; its length is zero when there is none.</summary>
    public Stretch Within(Stretch other) => new(From > other.From ? From : other.From, To < other.To ? To : other.To);
}

/// <summary>
/// Which time counts as down: an incident that is SEV1 or SEV2 (as it stands now), from each time that it was triggered to the next time that it was mitigated or
/// resolved; while it is open, to the end of what is asked about.
/// <code>
///   triggered ..... mitigated    retriggered . resolved   reopened ........ (open)
///   |#### down #####|            |### down ####|          |##### down #######|
/// </code>
/// </summary>
public static class Downtime
{
    /// <summary>Whether incidents of this severity count.</summary>
    public static bool Counts(Severity severity) => severity <= Severity.Sev2;

    /// <summary>The parts of <paramref name="within"/> in which the incident was down; none when it doesn't count.</summary>
    public static IReadOnlyList<Stretch> Of(IncidentFact incident, Stretch within)
    {
        if (!Counts(incident.Severity))
        {
            return [];
        }
        var down = new List<Stretch>();
        DateTimeOffset? since = incident.OpenedAt;
        foreach (var moment in incident.Moments)
        {
            if (moment.Begins)
            {
                since ??= moment.At;
            }
            else if (moment.Ends && since is { } from)
            {
                down.Add(new Stretch(from, moment.At));
                since = null;
            }
        }
        if (since is { } open)
        {
            down.Add(new Stretch(open, DateTimeOffset.MaxValue));
        }
        return [.. down.Select(s => s.Within(within)).Where(s => s.Length > TimeSpan.Zero)];
    }

    /// <summary>How long at least one of these lasted: where they overlap counts once.</summary>
    public static TimeSpan Together(IEnumerable<Stretch> stretches)
    {
        var (sum, until) = (TimeSpan.Zero, DateTimeOffset.MinValue);
        foreach (var stretch in stretches.OrderBy(s => s.From))
        {
            var from = stretch.From > until ? stretch.From : until;
            if (stretch.To > from)
            {
                sum += stretch.To - from;
                until = stretch.To;
            }
        }
        return sum;
    }
}
