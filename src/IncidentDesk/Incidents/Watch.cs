using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Incidents;

/// <summary>What can be watched. A service means its incidents, a team those of its services.</summary>
public enum WatchKind
{
    Incident,
    Service,
    Team,
}

/// <summary>Why a person watches.</summary>
public enum WatchReason
{
    /// <summary>They pressed Watch.</summary>
    Chosen,

    /// <summary>They acknowledged the incident.</summary>
    Acknowledged,

    /// <summary>They joined whoever had acknowledged it.</summary>
    Joined,

    /// <summary>They said when they will be there.</summary>
    Answered,

    /// <summary>They took a role in it.</summary>
    Role,
}

/// <summary>A person who wants to hear how it stands; one row for a (person, kind, subject).</summary>
public sealed class Watch
{
    public Guid PersonId { get; init; }
    public WatchKind Kind { get; init; }

    /// <summary>The incident, the service or the team.</summary>
    public Guid SubjectId { get; init; }
    public WatchReason Reason { get; init; }

    /// <summary>They want to hear nothing of this incident, whatever else they watch and do.</summary>
    public bool Muted { get; init; }
    public DateTimeOffset At { get; init; }
}

internal sealed class WatchMapping : IEntityTypeConfiguration<Watch>
{
    public void Configure(EntityTypeBuilder<Watch> table)
    {
        table.ToTable("watches");
        table.HasKey(w => new { w.PersonId, w.Kind, w.SubjectId });
        table.HasIndex(w => w.SubjectId);
    }
}
