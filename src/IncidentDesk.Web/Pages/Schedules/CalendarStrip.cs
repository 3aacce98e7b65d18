using IncidentDesk.OnCall;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Schedules;

/// <summary>
/// A shift, or a stretch with nobody, as far as it lies in one week. <paramref name="Left"/> and <paramref name="Width"/> are shares of the week, 0 to 1, by
/// local days: each day is a seventh, also one of 23 or 25 hours.
/// </summary>
/// <param name="Left">Where it begins.</param>
/// <param name="Width">How wide it is.</param>
/// <param name="From">When the whole of it begins, UTC; earlier than the week where it goes on from the week before.</param>
/// <param name="To">The instant after the whole of it, UTC.</param>
/// <param name="PersonId">Who is on call; null where nobody is.</param>
/// <param name="OverrideId">The override that says so, if one does.</param>
/// <param name="LayerId">The layer that says so, if one does.</param>
public sealed record Piece(double Left, double Width, DateTimeOffset From, DateTimeOffset To, Guid? PersonId, Guid? OverrideId, Guid? LayerId)
{
    /// <summary>It began before <see cref="From"/>, which is only as far back as was asked.</summary>
    public bool IsOpenBefore { get; init; }

    /// <summary>It goes on after <see cref="To"/>, which is only as far ahead as was asked.</summary>
    public bool IsOpenAfter { get; init; }

    /// <summary>"Mon 23 Nov 09:00 to Mon 30 Nov 09:00", with "before" and "after" where it is open.</summary>
    public string Text(string zone) => (IsOpenBefore, IsOpenAfter) switch
    {
        (true, true) => ScheduleTexts.SpanOpen.With(SpanText.At(From, zone), SpanText.At(To, zone)),
        (true, false) => ScheduleTexts.SpanOpenBefore.With(SpanText.Of(From, To, zone)),
        (false, true) => ScheduleTexts.SpanOpenAfter.With(SpanText.At(From, zone), SpanText.At(To, zone)),
        _ => SpanText.Of(From, To, zone),
    };

    /// <summary>Nobody is on call.</summary>
    public bool IsGap => PersonId is null;

    /// <summary>Whether it says who is on call at an instant.</summary>
    public bool Covers(DateTimeOffset at) => From <= at && at < To;
}

/// <summary>One local day of a calendar.</summary>
public sealed record CalendarDay(DateOnly Date, bool InMonth, bool IsToday);

/// <summary>What one layer alone gives in a week; <paramref name="Name"/> is how people call it.</summary>
public sealed record CalendarLane(Guid LayerId, string Name, IReadOnlyList<Piece> Pieces);

/// <summary>A week, Monday to Sunday, with who is on call in it and the lanes under that, the topmost layer first.</summary>
public sealed record CalendarWeek(IReadOnlyList<CalendarDay> Days, IReadOnlyList<Piece> Final, IReadOnlyList<CalendarLane> Lanes);

/// <summary>The local days of one week as instants, for placing what lasts from one instant to another.</summary>
internal sealed class WeekScale
{
    private readonly DateTimeOffset[] _starts;

    public WeekScale(string zone, DateOnly monday) =>
        _starts = [.. Enumerable.Range(0, 8).Select(day => WallClock.Start(zone, monday.AddDays(day), TimeOnly.MinValue))];

    public DateTimeOffset From => _starts[0];

    public DateTimeOffset To => _starts[7];

    /// <summary>The share of the week that has passed at an instant, by local days; 0 before and 1 after it.</summary>
    public double At(DateTimeOffset at)
    {
        if (at <= From)
        {
            return 0;
        }
        var day = Array.FindLastIndex(_starts, start => start <= at);
        return day >= 7 ? 1 : (day + ((at - _starts[day]) / (_starts[day + 1] - _starts[day]))) / 7;
    }

    /// <summary>The part of a shift or gap in this week; null when none is.</summary>
    public Piece? Cut(DateTimeOffset from, DateTimeOffset to, Shift? shift)
    {
        var (left, right) = (At(from), At(to));
        return right > left ? new Piece(left, right - left, from, to, shift?.PersonId, shift?.OverrideId, shift?.LayerId) : null;
    }
}
