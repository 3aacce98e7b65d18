using System.Text.Json;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Timeline;

/// <summary>One thing that happened to an incident; append-only, numbered without gaps by the incident's <c>seq</c>.</summary>
public sealed class TimelineEntry
{
    public Guid Id { get; init; }
    public Guid IncidentId { get; init; }
    public long Seq { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>The event's name, such as <c>acknowledged</c>, <c>paged</c>, <c>note</c>.</summary>
    public required string Kind { get; init; }
    public Guid? PersonId { get; init; }
    public required string Actor { get; init; }

    /// <summary>The sentence that people read.</summary>
    public required string Text { get; init; }

    /// <summary>JSON: the facts behind the sentence.</summary>
    public string Data { get; init; } = "{}";
}

internal sealed class TimelineMapping : IEntityTypeConfiguration<TimelineEntry>
{
    public void Configure(EntityTypeBuilder<TimelineEntry> table)
    {
        table.ToTable("timeline_entries");
        table.Property(e => e.Data).HasColumnType("jsonb");
        table.HasIndex(e => new { e.IncidentId, e.Seq }).IsUnique();
    }
}

/// <summary>Appends to a timeline; the caller holds the incident's lock and gives its next <c>seq</c>.</summary>
public static class TimelineWriter
{
    public static void AddToTimeline(this DeskTransaction desk, Guid incident, long seq, Caller by, string kind, string text, object? data = null) =>
        desk.Db.Add(new TimelineEntry
        {
            Id = desk.NewId(),
            IncidentId = incident,
            Seq = seq,
            At = desk.Now,
            Kind = kind,
            PersonId = by.PersonId,
            Actor = by.Name,
            Text = text,
            Data = JsonSerializer.Serialize(data ?? new { }, JsonColumns.Options),
        });
}

/// <summary>Reads timelines.</summary>
public static class TimelineQueries
{
    /// <summary>Entries of one incident in order, after <paramref name="afterSeq"/>, at most <paramref name="limit"/>.</summary>
    public static Task<List<TimelineEntry>> TimelineAsync(this DeskDb db, Guid incident, long afterSeq, int limit, CancellationToken cancellation) =>
        db.Set<TimelineEntry>().AsNoTracking().Where(e => e.IncidentId == incident && e.Seq > afterSeq).OrderBy(e => e.Seq).Take(limit).ToListAsync(cancellation);

    /// <summary>The entries before <paramref name="beforeSeq"/>, or the last ones, newest first, at most <paramref name="limit"/>.</summary>
    public static Task<List<TimelineEntry>> TimelineBeforeAsync(this DeskDb db, Guid incident, long? beforeSeq, int limit, CancellationToken cancellation) =>
        db.Set<TimelineEntry>().AsNoTracking().Where(e => e.IncidentId == incident && (beforeSeq == null || e.Seq < beforeSeq))
            .OrderByDescending(e => e.Seq).Take(limit).ToListAsync(cancellation);
}
