namespace IncidentDesk.OnCall;

/// <summary>The person on call at an instant, and the layer or override that put them there.</summary>
public sealed record OnCallPerson(Guid PersonId, ShiftSource Source, Guid SourceId);

/// <summary>Why a schedule gives the people that it gives, or nobody.</summary>
public enum OnCallReason
{
    /// <summary>It is the person's turn in a layer.</summary>
    Layer,

    /// <summary>An override puts the person on call.</summary>
    Override,

    /// <summary>Nobody: no layer has people, and no override covers the instant.</summary>
    EmptyRotation,

    /// <summary>Nobody: every layer with people starts later, and no override covers the instant.</summary>
    BeforeStart,

    /// <summary>Nobody: whoever had the turn has left the desk, and no layer below covers it.</summary>
    Gap,

    /// <summary>Nobody: the schedule was deleted.</summary>
    Deleted,
}

/// <summary>Whom a schedule means at an instant.</summary>
/// <param name="PersonIds">Who is on call; empty when nobody is.</param>
/// <param name="ScheduleVersion">The version of the schedule that says so, for a page to store.</param>
/// <param name="Reason">What put them on call, or why there is nobody.</param>
/// <param name="SourceId">The layer or override that put them on call; null when nobody is.</param>
public sealed record OnCallAnswer(IReadOnlyList<Guid> PersonIds, long ScheduleVersion, OnCallReason Reason, Guid? SourceId);

/// <summary>
/// The one place that says who is on call: escalations, pages, previews, calendars and chat all ask here, so that they
/// cannot disagree. Pure; <see cref="ShiftCalculator"/> computes the shifts on the same rules.
/// </summary>
public static class OnCallResolver
{
    /// <summary>Whom the schedule means at an instant.</summary>
    /// <param name="schedule">The schedule with at least the overrides that cover the instant.</param>
    /// <param name="at">The instant asked about.</param>
    /// <param name="gone">Since when people have left the desk, who can't be called any more.</param>
    public static OnCallAnswer Resolve(Schedule schedule, DateTimeOffset at, IReadOnlyDictionary<Guid, DateTimeOffset>? gone = null) =>
        ShiftCalculator.OnCallAt(schedule, at, gone) is { } person
            ? new OnCallAnswer([person.PersonId], schedule.Version, ReasonFor(person.Source), person.SourceId)
            : new OnCallAnswer([], schedule.Version, ReasonForNobody(schedule, at), null);

    private static OnCallReason ReasonFor(ShiftSource source) =>
        source == ShiftSource.Override ? OnCallReason.Override : OnCallReason.Layer;

    private static OnCallReason ReasonForNobody(Schedule schedule, DateTimeOffset at)
    {
        if (schedule.DeletedAt is not null)
        {
            return OnCallReason.Deleted;
        }
        var inForce = schedule.LayersAt(at);
        var peopled = inForce.Layers.Where(layer => layer.People.Count > 0).ToList();
        if (peopled.Count == 0)
        {
            return OnCallReason.EmptyRotation;
        }
        var zone = WallClock.Zone(inForce.TimeZone);
        return peopled.Any(layer => new Turns(layer, zone).IndexAt(at) is not null) ? OnCallReason.Gap : OnCallReason.BeforeStart;
    }
}
