using System.Collections.Concurrent;

namespace IncidentDesk.Alerts;

/// <summary>
/// When a service's next digest is due: at once after a quiet time, and once in <paramref name="gap"/> in a storm, so that each digest takes many signals instead of
/// a few, and many commits share one job.
/// </summary>
public sealed class DigestPace(TimeSpan gap)
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _last = new();

    /// <summary>When the job of a commit at this instant is due.</summary>
    public DateTimeOffset DueAt(Guid service, DateTimeOffset now) => _last.AddOrUpdate(service, now, (_, last) =>
        last >= now ? last <= now + gap ? last : now
        : now - last >= gap ? now : last + gap);
}
