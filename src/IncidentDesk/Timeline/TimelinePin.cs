using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Timeline;

/// <summary>
/// Somebody marked an entry as worth finding again. It stands beside the entry, which itself never changes; at most one for an (incident, entry).
/// </summary>
public sealed class TimelinePin
{
    public Guid IncidentId { get; init; }

    /// <summary>The entry's number.</summary>
    public long Seq { get; init; }
    public DateTimeOffset At { get; init; }
    public Guid? PersonId { get; init; }
    public required string Actor { get; init; }
}

internal sealed class TimelinePinMapping : IEntityTypeConfiguration<TimelinePin>
{
    public void Configure(EntityTypeBuilder<TimelinePin> table)
    {
        table.ToTable("timeline_pins");
        table.HasKey(p => new { p.IncidentId, p.Seq });
    }
}

/// <summary>Reads pins.</summary>
public static class PinQueries
{
    /// <summary>The numbers of an incident's pinned entries.</summary>
    public static async Task<HashSet<long>> PinsAsync(this DeskDb db, Guid incident, CancellationToken cancellation) =>
        [.. await db.Set<TimelinePin>().Where(p => p.IncidentId == incident).Select(p => p.Seq).ToListAsync(cancellation)];

    /// <summary>The pinned entries themselves, in order.</summary>
    public static Task<List<TimelineEntry>> PinnedAsync(this DeskDb db, Guid incident, CancellationToken cancellation) =>
        db.Set<TimelineEntry>().AsNoTracking()
            .Where(e => e.IncidentId == incident && db.Set<TimelinePin>().Any(p => p.IncidentId == e.IncidentId && p.Seq == e.Seq))
            .OrderBy(e => e.Seq).ToListAsync(cancellation);

    /// <summary>The entries of these kinds, in order, at most <paramref name="limit"/>.</summary>
    public static Task<List<TimelineEntry>> TimelineOfAsync(
        this DeskDb db, Guid incident, IReadOnlyCollection<string> kinds, int limit, CancellationToken cancellation) =>
        db.Set<TimelineEntry>().AsNoTracking().Where(e => e.IncidentId == incident && kinds.Contains(e.Kind))
            .OrderBy(e => e.Seq).Take(limit).ToListAsync(cancellation);
}
