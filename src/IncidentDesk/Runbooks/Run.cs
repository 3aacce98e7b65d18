using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Runbooks;

/// <summary>Where a run stands.</summary>
public enum RunStatus
{
    /// <summary>Waits for a node to take it.</summary>
    Queued,

    /// <summary>A node works on it.</summary>
    Running,

    /// <summary>Waits for a person to do a text step.</summary>
    Waiting,
    Succeeded,
    Failed,
    Cancelled,

    /// <summary>The node that worked on it stopped in the middle of a step. Nobody knows how far that step came, so nothing of it is done again.</summary>
    Interrupted,
}

/// <summary>Where one step of a run stands.</summary>
public enum StepStatus
{
    Pending,

    /// <summary>Waits for a person.</summary>
    Waiting,
    Running,
    Succeeded,
    Failed,

    /// <summary>Not done: in a dry run, or because the run ended before.</summary>
    Skipped,
    Cancelled,
    Interrupted,
}

/// <summary>One step of a run: what it was when the run began, and how it went. <paramref name="By"/> is who did a text step.</summary>
public sealed record RunStep(
    RunbookStep Step, StepStatus Status = StepStatus.Pending, int? ExitCode = null, DateTimeOffset? StartedAt = null, DateTimeOffset? EndedAt = null,
    string? Reason = null, string? By = null);

/// <summary>
/// One execution of a runbook for an incident, with the steps as they were when it began. Lock order: the incident, then the run, then its job.
/// <code>
///   queued -> running -> succeeded | failed | cancelled | interrupted
///                ^ v
///              waiting -> cancelled
/// </code>
/// </summary>
public sealed class Run
{
    public Guid Id { get; init; }
    public Guid RunbookId { get; init; }

    /// <summary>The runbook's name as it was.</summary>
    public required string RunbookName { get; init; }
    public long RunbookVersion { get; init; }
    public Guid IncidentId { get; init; }

    /// <summary>Whether it only shows what would be done.</summary>
    public bool DryRun { get; init; }
    public RunStatus Status { get; set; }
    public List<RunStep> Steps { get; init; } = [];
    public Guid? StartedById { get; init; }
    public required string StartedBy { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How it ended, in a sentence.</summary>
    public string? Reason { get; set; }

    /// <summary>When somebody asked to end it; a step that runs then is ended within a second.</summary>
    public DateTimeOffset? CancelledAt { get; set; }
    public string? CancelledBy { get; set; }

    public bool IsOver => Status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Cancelled or RunStatus.Interrupted;

    /// <summary>The wake-up topic of one run: its state or its output changed.</summary>
    public static Topic Topic(Guid id) => new("run", id);

    // Its state with that of its steps, and how far its output has come, by the keys of both.
    internal static TopicMark Mark { get; } = new("run",
        """
        SELECT r.id, hashtextextended(concat_ws('/', r.status, r.steps, r.cancelled_at, (SELECT max(o.at_byte) FROM run_output o WHERE o.run_id = r.id)), 0)
        FROM runs r WHERE r.id = ANY($1)
        """);
}

/// <summary>A piece of a run's output, append-only. <see cref="AtByte"/> is where it begins in the whole output, counted in bytes of UTF-8.</summary>
public sealed class RunOutput
{
    public Guid RunId { get; init; }
    public long AtByte { get; init; }

    /// <summary>The step that wrote it, from 0.</summary>
    public int Step { get; init; }
    public DateTimeOffset At { get; init; }
    public required string Text { get; init; }
}

internal sealed class RunMapping : IEntityTypeConfiguration<Run>, IEntityTypeConfiguration<RunOutput>
{
    public void Configure(EntityTypeBuilder<Run> table)
    {
        table.ToTable("runs");
        table.Property(r => r.Steps).HasJson();
        table.HasIndex(r => r.IncidentId);
        table.HasIndex(r => r.RunbookId);
    }

    public void Configure(EntityTypeBuilder<RunOutput> table)
    {
        table.ToTable("run_output");
        table.HasKey(o => new { o.RunId, o.AtByte });
    }
}
