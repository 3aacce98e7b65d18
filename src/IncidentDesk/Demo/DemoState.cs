using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Demo;

/// <summary>How far the demo has come.</summary>
public enum DemoStage
{
    /// <summary>Its month is being played, with the desk's clock in the past: a start that finds this begins anew.</summary>
    Filling,

    /// <summary>It can be played.</summary>
    Ready,
}

/// <summary>The one row that marks a desk as a demo: everything else in it counts as demo data, and leaves with it.</summary>
public sealed class DemoState
{
    /// <summary>There is one at most.</summary>
    public static readonly Guid OnlyId = Ids.Named("demo");

    public Guid Id { get; init; } = OnlyId;
    public DemoStage Stage { get; set; }

    /// <summary>When the demo was made, by the real clock, UTC.</summary>
    public DateTimeOffset MadeAt { get; init; }

    /// <summary>The password of all of its people, protected by <see cref="SecretBox"/>.</summary>
    public required byte[] Password { get; init; }

    /// <summary>The loopback port of the demo shop, which the runbooks name.</summary>
    public int ShopPort { get; init; }

    /// <summary>The integration that the shop's monitoring posts to; null while it is not there yet.</summary>
    public Guid? IntegrationId { get; set; }

    /// <summary>When somebody asked for the outage last, and when it was played last; asked later than played: it is due.</summary>
    public DateTimeOffset? OutageAskedAt { get; set; }
    public DateTimeOffset? OutagePlayedAt { get; set; }

    /// <summary>Whether the outage was asked for and not played yet.</summary>
    public bool OutageIsDue => OutageAskedAt is { } asked && (OutagePlayedAt is not { } played || played < asked);
}

internal sealed class DemoMapping : IEntityTypeConfiguration<DemoState>
{
    public void Configure(EntityTypeBuilder<DemoState> table)
    {
        table.ToTable("demo");
        table.Property(d => d.Id).ValueGeneratedNever();
    }
}
