using IncidentDesk.Alerts.Sources;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Alerts;

/// <summary>Whether the problem is there.</summary>
public enum AlertStatus
{
    Firing,
    Resolved,
}

/// <summary>
/// The deduplicated problem, one episode of it. Read through the view <c>alerts</c>: open and lately closed ones lie in the hot table
/// <c>open_alerts</c>, where a unique index on (integration, dedup key) holds "at most one"; older ones in the partitioned <c>closed_alerts</c>.
/// Written by <see cref="AlertSql"/> alone.
/// </summary>
public sealed class Alert
{
    public Guid Id { get; init; }
    public Guid IntegrationId { get; init; }
    public Guid ServiceId { get; init; }
    public required string DedupKey { get; init; }
    public AlertStatus Status { get; init; }
    public SourceSeverity Severity { get; init; }
    public required string Title { get; init; }
    public required string Description { get; init; }
    public Dictionary<string, string> Labels { get; init; } = [];
    public List<SignalLink> Links { get; init; } = [];
    public int SignalCount { get; init; }
    public Guid? IncidentId { get; init; }

    /// <summary>What was decided about it, in words: opened INC-7, joined INC-7, ...</summary>
    public required string Reason { get; init; }

    /// <summary>When the source says that it began, else when the first signal came.</summary>
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? LastSignalAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>True when its source resolved it, false when people resolved its incident.</summary>
    public bool ClosedBySource { get; init; }
}

/// <summary>One intake address of one source kind, bound to a service.</summary>
public sealed class Integration : IConfigured
{
    public Guid Id { get; init; }
    public Guid ServiceId { get; set; }

    /// <summary>The source kind, as in its address: <c>prometheus</c>, <c>generic</c>.</summary>
    public required string Source { get; init; }
    public required string Name { get; set; }

    /// <summary>SHA-256 of the key, for looking it up.</summary>
    public required byte[] KeyHash { get; set; }

    /// <summary>The key itself in the <see cref="SecretBox"/>, because its address has to be shown again.</summary>
    public required byte[] KeyBox { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastSignalAt { get; set; }
    public DateTimeOffset? DeletedAt { get; set; }
    public long Version { get; set; } = 1;
}

/// <summary>A request, or a part of one, that could not be understood, kept so that nothing vanishes silently.</summary>
public sealed class RejectedRequest
{
    public Guid Id { get; init; }
    public Guid IntegrationId { get; init; }
    public DateTimeOffset At { get; init; }
    public required string Reason { get; init; }

    /// <summary>The body as text, cut at 64 KiB; bytes that are no UTF-8 are replaced.</summary>
    public required string Body { get; init; }
}

/// <summary>Names the incident that accepts the service's new alerts now. Open, join and auto-resolve lock it first.</summary>
public sealed class ServiceGroup
{
    public Guid ServiceId { get; init; }
    public string GroupKey { get; init; } = "";
    public Guid? IncidentId { get; set; }
    public DateTimeOffset? OpenedAt { get; set; }
    public DateTimeOffset? LastJoinAt { get; set; }
}

internal sealed class AlertMapping : IEntityTypeConfiguration<Alert>, IEntityTypeConfiguration<Integration>,
    IEntityTypeConfiguration<RejectedRequest>, IEntityTypeConfiguration<ServiceGroup>
{
    public void Configure(EntityTypeBuilder<Alert> table)
    {
        table.ToView("alerts");
        table.HasKey(a => a.Id);
        table.Property(a => a.Labels).HasJson();
        table.Property(a => a.Links).HasJson();
    }

    public void Configure(EntityTypeBuilder<Integration> table)
    {
        table.ToTable("integrations");
        table.HasIndex(i => i.KeyHash).IsUnique();
        table.HasIndex(i => i.ServiceId);
        table.Property(i => i.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<RejectedRequest> table)
    {
        table.ToTable("rejected_requests");
        table.HasIndex(r => new { r.IntegrationId, r.Id });
    }

    public void Configure(EntityTypeBuilder<ServiceGroup> table)
    {
        table.ToTable("service_groups");
        table.HasKey(g => new { g.ServiceId, g.GroupKey });
    }
}
