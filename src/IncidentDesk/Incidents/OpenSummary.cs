using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Incidents;

/// <summary>What is open, in a few figures.</summary>
/// <param name="BySeverity">How many are open of each severity that has any.</param>
/// <param name="Triggered">How many of them no one has acknowledged.</param>
/// <param name="Oldest">When the oldest of them was opened; null when none is open.</param>
/// <param name="LastDay">How many were opened in each of the last 24 hours, oldest first.</param>
public sealed record OpenSummary(IReadOnlyDictionary<Severity, int> BySeverity, int Triggered, DateTimeOffset? Oldest, IReadOnlyList<int> LastDay)
{
    /// <summary>How many hours <see cref="LastDay"/> has.</summary>
    public const int Hours = 24;

    public int Open => BySeverity.Values.Sum();
}

/// <summary>Reads it.</summary>
public static class OpenSummaryQueries
{
    /// <summary>Of a storm the newest are enough to see that it is one.</summary>
    private const int MostOfADay = 2_000;

    /// <summary>Reads the partial index of open incidents, and the newest by the index of numbers.</summary>
    public static async Task<OpenSummary> OpenSummaryAsync(this DeskDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var open = await db.Set<Incident>().Where(i => i.Status != IncidentStatus.Resolved).GroupBy(i => i.Severity)
            .Select(g => new { g.Key, Count = g.Count(), Triggered = g.Count(i => i.Status == IncidentStatus.Triggered), Oldest = g.Min(i => i.CreatedAt) }).ToListAsync(cancellation);
        var newest = await db.Set<Incident>().OrderByDescending(i => i.Number).Take(MostOfADay).Select(i => i.CreatedAt).ToListAsync(cancellation);
        return new OpenSummary(open.ToDictionary(o => o.Key, o => o.Count), open.Sum(o => o.Triggered), open.Count == 0 ? null : open.Min(o => o.Oldest), PerHour(newest, now));
    }

    /// <summary>The last one is the hour that ends now.</summary>
    internal static IReadOnlyList<int> PerHour(IEnumerable<DateTimeOffset> opened, DateTimeOffset now)
    {
        var hours = new int[OpenSummary.Hours];
        foreach (var at in opened)
        {
            var ago = (int)Math.Floor((now - at).TotalHours);
            if (ago is >= 0 and < OpenSummary.Hours)
            {
                hours[^(ago + 1)]++;
            }
        }
        return hours;
    }
}
