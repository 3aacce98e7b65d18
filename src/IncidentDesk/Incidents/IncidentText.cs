using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NpgsqlTypes;

namespace IncidentDesk.Incidents;

/// <summary>
/// What is searched of one incident, in one row, so that one index answers for all words together. The database's triggers keep it: on the incident for its
/// title and service, on the timeline for its notes, the newest 50,000 characters of them.
/// </summary>
internal sealed class IncidentText
{
    public Guid IncidentId { get; init; }
    public long Number { get; init; }
    public Guid ServiceId { get; init; }

    /// <summary>The title, and below it the notes.</summary>
    public required string Document { get; init; }

    /// <summary>The same as words of no language, for beginnings of words that are too short for a trigram.</summary>
    public NpgsqlTsVector Words { get; init; } = default!;
}

internal sealed class IncidentTextMapping : IEntityTypeConfiguration<IncidentText>
{
    public void Configure(EntityTypeBuilder<IncidentText> table)
    {
        table.ToTable("incident_texts");
        table.HasKey(t => t.IncidentId);
        table.HasOne<Incident>().WithOne().HasForeignKey<IncidentText>(t => t.IncidentId);
        table.HasGeneratedTsVectorColumn(t => t.Words, "simple", t => new { t.Document });
        table.HasIndex(t => t.Number).IsUnique();
        table.HasIndex(t => t.ServiceId);
        table.HasIndex(t => t.Document).HasMethod("gin").HasOperators("gin_trgm_ops");
        table.HasIndex(t => t.Words).HasMethod("gin");
    }
}
