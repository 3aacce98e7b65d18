using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Timeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Incidents;

/// <summary>How bad it is; SEV1 is the worst.</summary>
public enum Severity
{
    Sev1 = 1,
    Sev2 = 2,
    Sev3 = 3,
    Sev4 = 4,
    Sev5 = 5,
}

/// <summary>Where the human response stands.</summary>
public enum IncidentStatus
{
    /// <summary>Nobody has it yet; the climb asks.</summary>
    Triggered,

    /// <summary>Somebody has it, until the acknowledgement times out.</summary>
    Acknowledged,

    /// <summary>Customers no longer feel it; waits for somebody to resolve it. A new alert triggers it again.</summary>
    Mitigated,

    /// <summary>Over. A new alert within the reopen window triggers it again.</summary>
    Resolved,
}

/// <summary>
/// The human response to one or more alerts. Its row lock orders everything that happens to it; <see cref="Seq"/> rises with every change and is its
/// version for optimistic concurrency.
/// <code>
///               acknowledge          mitigate          resolve
///   Triggered --------------> Acknowledged --> Mitigated --> Resolved     (each later state can be reached from every earlier one)
///      ^----- time-out, reassign ----'             |             |
///      ^----- a new alert -------------------------'             |
///      ^----- reopened, or a new alert in the reopen window -----'
/// </code>
/// </summary>
public sealed class Incident
{
    public Guid Id { get; init; }

    /// <summary>The number that people say: INC-42. Numbers may have gaps.</summary>
    public long Number { get; init; }
    public required string Title { get; set; }
    public Severity Severity { get; set; }
    public Urgency Urgency { get; set; }
    public IncidentStatus Status { get; set; } = IncidentStatus.Triggered;
    public Guid ServiceId { get; init; }

    /// <summary>How many alerts have joined, repeats not counted.</summary>
    public int AlertCount { get; set; }
    public long Seq { get; set; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last triggered: at opening, reopening, time-out.</summary>
    public DateTimeOffset TriggeredAt { get; set; }
    public DateTimeOffset? AcknowledgedAt { get; set; }
    public Guid? AcknowledgedBy { get; set; }

    /// <summary>When the people who wait for news have been promised the next status update; null when nothing is promised.</summary>
    public DateTimeOffset? NextUpdateAt { get; set; }
    public DateTimeOffset? MitigatedAt { get; set; }
    public DateTimeOffset? ResolvedAt { get; set; }
    public string? ResolvedBy { get; set; }

    /// <summary>The incident that this one comes back from, when the reopen window was over.</summary>
    public Guid? RecurrenceOf { get; init; }

    /// <summary>Why nobody will be asked although it is open (design rule 2: a named terminal reason that people see); null while a job will ask.</summary>
    public string? AtRest { get; set; }

    /// <summary>How bad and how urgent it is now.</summary>
    public Grade Grade => new(Severity, Urgency);

    public bool IsOpen => Status != IncidentStatus.Resolved;

    public string Reference => $"INC-{Number}";

    /// <summary>Writes the next timeline entry; the caller holds this incident's row lock.</summary>
    public void Log(DeskTransaction desk, Caller by, string kind, string text, object? data = null)
    {
        Seq++;
        desk.AddToTimeline(Id, Seq, by, kind, text, data);
        desk.Wake(IncidentTopics.One(Id), Seq);
        desk.Wake(IncidentTopics.List);
    }
}

internal sealed class IncidentMapping : IEntityTypeConfiguration<Incident>
{
    public void Configure(EntityTypeBuilder<Incident> table)
    {
        table.ToTable("incidents");
        table.Ignore(i => i.Grade);
        table.Property(i => i.Number).UseIdentityByDefaultColumn().ValueGeneratedOnAdd();
        table.HasIndex(i => i.Number).IsUnique();
        table.HasIndex(i => new { i.ServiceId, i.CreatedAt });
        table.HasIndex(i => i.CreatedAt, "incidents_open").HasFilter("status <> 'resolved'");
        table.HasIndex(i => i.ResolvedAt);
    }
}
