using System.Text.Json;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Audit;

/// <summary>Who did what to what, when, and through which door. Append-only; written by every verb in its own transaction.</summary>
public sealed class AuditEntry
{
    public Guid Id { get; init; }
    public DateTimeOffset At { get; init; }
    public Guid? PersonId { get; init; }

    /// <summary>The name as it was at that time.</summary>
    public required string Actor { get; init; }
    public required string Door { get; init; }

    /// <summary>The noun and the verb: <c>incident.acknowledged</c>.</summary>
    public required string Action { get; init; }
    public Guid? SubjectId { get; init; }

    /// <summary>JSON: what changed. Never a secret.</summary>
    public string Detail { get; init; } = "{}";
}

internal sealed class AuditMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> table)
    {
        table.ToTable("audit_entries");
        table.Property(e => e.Detail).HasColumnType("jsonb");
        table.HasIndex(e => e.SubjectId);
        table.HasIndex(e => e.At);
    }
}

/// <summary>How a verb writes its audit entry.</summary>
public static class AuditTrail
{
    public static void Audit(this DeskTransaction desk, Caller by, string action, Guid? subject, object? detail = null) => desk.Db.Add(new AuditEntry
    {
        Id = desk.NewId(),
        At = desk.Now,
        PersonId = by.PersonId,
        Actor = by.Name,
        Door = by.Door,
        Action = action,
        SubjectId = subject,
        Detail = JsonSerializer.Serialize(detail ?? new { }, JsonColumns.Options),
    });
}
