using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Postmortems;

/// <summary>How soon something should be done; the first is the most urgent.</summary>
public enum ActionPriority
{
    High,
    Medium,
    Low,
}

/// <summary>What an action changes.</summary>
public enum ActionType
{
    /// <summary>It does not happen again.</summary>
    Prevent,

    /// <summary>It hurts less.</summary>
    Mitigate,

    /// <summary>It is noticed sooner.</summary>
    Detect,

    /// <summary>People work together better.</summary>
    Process,
}

/// <summary>Where the work stands. Done and dropped ones can be opened again.</summary>
public enum ActionStatus
{
    Open,
    InProgress,
    Done,

    /// <summary>Will not be done, for a reason that people see.</summary>
    Dropped,
}

/// <summary>One piece of work that a postmortem asks for. It lives on when the postmortem is published.</summary>
public sealed class ActionItem : IVersioned
{
    public Guid Id { get; init; }
    public Guid PostmortemId { get; init; }

    /// <summary>The contributing factor (a section) that it answers, if one was chosen.</summary>
    public Guid? FactorId { get; set; }
    public required string Title { get; set; }
    public Guid OwnerId { get; set; }

    /// <summary>The local day, wherever the owner is, by whose end it should be done.</summary>
    public DateOnly Due { get; set; }
    public ActionPriority Priority { get; set; }
    public ActionType Type { get; set; }
    public ActionStatus Status { get; set; }

    /// <summary>Why it was dropped; null otherwise.</summary>
    public string? Reason { get; set; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was done or dropped.</summary>
    public DateTimeOffset? ClosedAt { get; set; }
    public long Version { get; set; } = 1;

    public bool IsOpen => Status is ActionStatus.Open or ActionStatus.InProgress;
}

internal sealed class ActionItemMapping : IEntityTypeConfiguration<ActionItem>
{
    public void Configure(EntityTypeBuilder<ActionItem> table)
    {
        table.ToTable("action_items");
        table.Property(a => a.Id).ValueGeneratedNever();
        table.HasOne<Postmortem>().WithMany().HasForeignKey(a => a.PostmortemId);
        table.HasOne<PostmortemSection>().WithMany().HasForeignKey(a => a.FactorId).OnDelete(DeleteBehavior.SetNull);
        table.HasIndex(a => a.OwnerId);
        table.HasIndex(a => a.Due).HasFilter("status IN ('open', 'inProgress')");
        table.Property(a => a.Version).IsConcurrencyToken();
    }
}
