using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Escalation;

/// <summary>What a step points at; who that is, is asked when the step fires.</summary>
public enum TargetKind
{
    Person,
    Schedule,
    Team,
}

/// <summary>One target of a step.</summary>
public sealed record Target(TargetKind Kind, Guid Id);

/// <summary>One step: whom to page, and how long to wait after it before the next.</summary>
public record PolicyStep(TimeSpan Delay, IReadOnlyList<Target> Targets);

/// <summary>A step of a running climb: one of the policy's, or the one before them that reassigns, with the name of whoever chose its person.</summary>
public sealed record ClimbStep(TimeSpan Delay, IReadOnlyList<Target> Targets, string? ChosenBy = null) : PolicyStep(Delay, Targets);

/// <summary>The rule of a climb. <c>Repeats = 5</c> makes six rounds; the last step's delay precedes the next round.</summary>
public sealed class EscalationPolicy : IConfigured
{
    /// <summary>Also where a service has no policy.</summary>
    public static readonly TimeSpan DefaultFallbackEvery = TimeSpan.FromMinutes(15);

    public Guid Id { get; init; }
    public required string Name { get; set; }
    public int Repeats { get; set; }

    /// <summary>How long an incident of high urgency waits between two pages of the administrators, once the steps have gone and no one has acknowledged.</summary>
    public TimeSpan FallbackEvery { get; set; } = DefaultFallbackEvery;
    public IReadOnlyList<PolicyStep> Steps { get; set; } = [];
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DeletedAt { get; set; }
    public long Version { get; set; } = 1;
}

/// <summary>
/// The running climb of one incident, with a snapshot of the rule that it began with. It runs while it is its incident's latest, the incident is
/// Triggered and <see cref="EndedAt"/> is null.
/// </summary>
public sealed class EscalationRun
{
    public Guid Id { get; init; }
    public Guid IncidentId { get; init; }

    /// <summary>Null when the service had no policy: the administrators are paged at once.</summary>
    public Guid? PolicyId { get; init; }
    public required string PolicyName { get; init; }
    public int Repeats { get; init; }
    public TimeSpan FallbackEvery { get; init; }

    /// <summary>How often the administrators have been paged by it.</summary>
    public int FallbackPages { get; set; }
    public IReadOnlyList<ClimbStep> Steps { get; init; } = [];

    /// <summary>The step that fires next, from 0, and its round, from 0.</summary>
    public int NextStep { get; set; }
    public int NextRound { get; set; }
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When the next step fires; null when none will.</summary>
    public DateTimeOffset? NextAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public string? EndReason { get; set; }
}

/// <summary>One demand on one person; unique on (escalation, round, step, person).</summary>
public sealed class Page
{
    /// <summary>The reason of a page that no step of the policy asked for, because nothing was left in it.</summary>
    public const string LastResort = "administrator, the fallback";

    /// <summary>The same in rows of earlier versions; read as <see cref="LastResort"/>.</summary>
    internal const string EarlierLastResort = "administrator, the last resort";

    public Guid Id { get; init; }
    public Guid EscalationId { get; init; }
    public Guid IncidentId { get; init; }
    public int Round { get; init; }
    public int Step { get; init; }
    public Guid PersonId { get; init; }

    /// <summary>Why this person: "on call for Checkout primary", "named in the policy", ...</summary>
    public required string Reason { get; init; }
    public Guid? ScheduleId { get; init; }
    public long? ScheduleVersion { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class EscalationMapping : IEntityTypeConfiguration<EscalationPolicy>, IEntityTypeConfiguration<EscalationRun>, IEntityTypeConfiguration<Page>
{
    public void Configure(EntityTypeBuilder<EscalationPolicy> table)
    {
        table.ToTable("escalation_policies");
        table.Property(p => p.Steps).HasJson();
        table.HasIndex(p => p.Name).IsUnique().HasFilter("deleted_at IS NULL");
        table.Property(p => p.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<EscalationRun> table)
    {
        table.ToTable("escalations");
        table.Property(e => e.Steps).HasJson();
        table.HasIndex(e => new { e.IncidentId, e.StartedAt });
    }

    public void Configure(EntityTypeBuilder<Page> table)
    {
        table.ToTable("pages");
        table.Property(p => p.Reason).HasConversion(reason => reason, stored => stored == Page.EarlierLastResort ? Page.LastResort : stored);
        table.HasIndex(p => new { p.EscalationId, p.Round, p.Step, p.PersonId }).IsUnique();
        table.HasIndex(p => p.IncidentId);
        table.HasIndex(p => p.PersonId);
    }
}
