using IncidentDesk.Incidents;

namespace IncidentDesk.Insights;

/// <summary>Whom or what a figure is of. <paramref name="Id"/> is null for services without a team; <paramref name="Deleted"/> ones are still counted while they were there.</summary>
public sealed record FigureOf(Guid? Id, string Name, bool Deleted = false);

/// <summary>A service as figures need it.</summary>
public sealed record ServiceFact(FigureOf Service, FigureOf Team, DateTimeOffset CreatedAt, DateTimeOffset? DeletedAt);

/// <summary>An incident as figures need it: its severity as it stands now, and its changes of state from the timeline, oldest first.</summary>
public sealed record IncidentFact(long Number, Guid ServiceId, Severity Severity, DateTimeOffset OpenedAt, IReadOnlyList<Moment> Moments);

/// <summary>A change of state.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">The timeline entry's kind.</param>
/// <param name="ByPerson">True when a person did it, false when the desk or a source did.</param>
public sealed record Moment(DateTimeOffset At, string Kind, bool ByPerson = false)
{
    private static readonly string[] Beginnings = ["triggered", "retriggered", "reopened", "timed-out", "reassigned"];
    /// <summary>The kinds that figures read.</summary>
    public static readonly string[] Kinds = [.. Beginnings, .. Answers.Kinds];

    /// <summary>The problem is there (again).</summary>
    public bool Begins => Beginnings.Contains(Kind);

    /// <summary>Customers no longer feel it.</summary>
    public bool Ends => Kind is "mitigated" or "resolved";

    /// <summary>Somebody took it: acknowledged, or went straight to mitigating or resolving.</summary>
    public bool Answered => Answers.Is(Kind, ByPerson);
}

/// <summary>One page: the incident's number, whom it asked, their IANA zone, the team that owns the service, and when.</summary>
public sealed record PageFact(long Number, FigureOf Person, string Zone, FigureOf Team, DateTimeOffset At);
