using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Catalog;

/// <summary>What can break.</summary>
public sealed class Service : IConfigured
{
    public static readonly TimeSpan DefaultGroupingWindow = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan DefaultReopenWindow = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan DefaultAcknowledgementTimeout = TimeSpan.FromMinutes(30);

    public Guid Id { get; init; }
    public required string Name { get; set; }
    public Guid? TeamId { get; set; }

    /// <summary>1 = customers notice at once, to 4 = hardly anybody does. Tier 1 raises every severity by one.</summary>
    public int Tier { get; set; } = 3;
    public Guid? EscalationPolicyId { get; set; }

    /// <summary>How long after the last alert joined a new one still joins the open incident.</summary>
    public TimeSpan GroupingWindow { get; set; } = DefaultGroupingWindow;

    /// <summary>How long after it was resolved a new alert reopens the incident instead of opening another.</summary>
    public TimeSpan ReopenWindow { get; set; } = DefaultReopenWindow;

    /// <summary>Whether the incident resolves when the sources have resolved all of its alerts.</summary>
    public bool AutoResolve { get; set; } = true;

    /// <summary>How long an acknowledgement holds before the climb starts anew.</summary>
    public TimeSpan AcknowledgementTimeout { get; set; } = DefaultAcknowledgementTimeout;
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DeletedAt { get; set; }
    public long Version { get; set; } = 1;
}

internal sealed class ServiceMapping : IEntityTypeConfiguration<Service>
{
    public void Configure(EntityTypeBuilder<Service> table)
    {
        table.ToTable("services");
        table.HasIndex(s => s.Name).IsUnique().HasFilter("deleted_at IS NULL");
        table.Property(s => s.Version).IsConcurrencyToken();
    }
}
