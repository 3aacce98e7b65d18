namespace IncidentDesk.OnCall;

/// <summary>What put a person on call.</summary>
public enum ShiftSource
{
    /// <summary>Their turn in a layer.</summary>
    Layer,

    /// <summary>An override.</summary>
    Override,
}

/// <summary>One person on call from Start until just before End. Computed from the schedule, never stored.</summary>
/// <param name="Start">First instant, UTC.</param>
/// <param name="End">The instant after the last, UTC; always later than Start.</param>
/// <param name="PersonId">Who is on call.</param>
/// <param name="Source">What put them there.</param>
/// <param name="SourceId">Id of that layer or override.</param>
public sealed record Shift(DateTimeOffset Start, DateTimeOffset End, Guid PersonId, ShiftSource Source, Guid SourceId)
{
    /// <summary>The layer, when a layer is the source.</summary>
    public Guid? LayerId => Source == ShiftSource.Layer ? SourceId : null;

    /// <summary>The override, when an override is the source.</summary>
    public Guid? OverrideId => Source == ShiftSource.Override ? SourceId : null;

    /// <summary>Whether the next shift only goes on with this one: no break, same person, same source.</summary>
    internal bool ContinuesIn(Shift next) =>
        End == next.Start && PersonId == next.PersonId && Source == next.Source && SourceId == next.SourceId;
}

/// <summary>What one layer alone would give: the lane that a calendar draws under the final shifts.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Shifts">Its turns in order, one shift each.</param>
public sealed record Lane(Layer Layer, IReadOnlyList<Shift> Shifts);

/// <summary>A stretch with nobody on call, from Start until just before End, UTC.</summary>
public sealed record Gap(DateTimeOffset Start, DateTimeOffset End);

/// <summary>How well a schedule covers the time from From until just before To, UTC.</summary>
/// <param name="From">First instant looked at.</param>
/// <param name="To">The instant after the last.</param>
/// <param name="Gaps">Stretches with nobody, in order.</param>
/// <param name="CoveredRatio">Share of the time that has somebody, 0 to 1.</param>
public sealed record Coverage(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<Gap> Gaps, double CoveredRatio);
