using IncidentDesk.OnCall;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Schedules;

/// <summary>
/// A month of a schedule in whole weeks, in the schedule's zone: who is on call, where nobody is, and what each layer alone would give. Pure: the shifts
/// come from the one resolver, here they only find their places.
/// </summary>
public sealed record CalendarMonth(DateOnly Month, IReadOnlyList<CalendarWeek> Weeks)
{
    private const int MarginDays = 14;

    /// <summary>
    /// The instants between which to ask for the shifts, UTC: the month's weeks and two more at each end, so that what is shown at the edge says when it
    /// really begins and ends.
    /// </summary>
    public static (DateTimeOffset From, DateTimeOffset To) Span(DateOnly month, string zone)
    {
        var (first, last) = Mondays(month);
        return (WallClock.Start(zone, first.AddDays(-MarginDays), TimeOnly.MinValue), WallClock.Start(zone, last.AddDays(7 + MarginDays), TimeOnly.MinValue));
    }

    /// <summary>Builds it from the shifts between the instants of <see cref="Span"/>.</summary>
    public static CalendarMonth Build(DateOnly month, string zone, DateTimeOffset now, ScheduleShifts shifts)
    {
        var (first, last) = Mondays(month);
        var today = WallClock.DateAt(zone, now);
        var (from, to) = Span(month, zone);
        var final = WithGaps(shifts.Final, from, to);
        var weeks = new List<CalendarWeek>();
        for (var monday = first; monday <= last; monday = monday.AddDays(7))
        {
            var scale = new WeekScale(zone, monday);
            weeks.Add(new CalendarWeek(
                [.. Enumerable.Range(0, 7).Select(monday.AddDays).Select(day => new CalendarDay(day, day.Month == month.Month, day == today))],
                [.. Cut(scale, final).Select(p => p with { IsOpenBefore = p.From <= from, IsOpenAfter = p.To >= to })],
                [.. shifts.Lanes.Reverse().Select(lane => new CalendarLane(lane.Layer.Id, NameOf(lane.Layer), Cut(scale, Of(lane.Shifts))))]));
        }
        return new CalendarMonth(new DateOnly(month.Year, month.Month, 1), weeks);
    }

    /// <summary>Every stretch of the final line once, in order, whole and not cut into weeks: for a list.</summary>
    public IEnumerable<Piece> Stretches() => Weeks.SelectMany(w => w.Final).DistinctBy(p => p.From);

    /// <summary>"Layer 2", or the name that it was given.</summary>
    public static string NameOf(Layer layer) => layer.Name ?? ScheduleTexts.LayerNumber.With(layer.Position + 1);

    private static (DateOnly First, DateOnly Last) Mondays(DateOnly month)
    {
        var first = new DateOnly(month.Year, month.Month, 1);
        return (Monday(first), Monday(first.AddMonths(1).AddDays(-1)));
    }

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static List<Piece> Cut(WeekScale scale, IEnumerable<(DateTimeOffset From, DateTimeOffset To, Shift? Shift)> line) =>
        [.. line.Where(l => l.From < scale.To && l.To > scale.From).Select(l => scale.Cut(l.From, l.To, l.Shift)).OfType<Piece>()];

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To, Shift? Shift)> Of(IEnumerable<Shift> shifts) =>
        shifts.Select(s => (s.Start, s.End, (Shift?)s));

    private static List<(DateTimeOffset From, DateTimeOffset To, Shift? Shift)> WithGaps(IReadOnlyList<Shift> shifts, DateTimeOffset from, DateTimeOffset to)
    {
        var line = new List<(DateTimeOffset From, DateTimeOffset To, Shift? Shift)>();
        var covered = from;
        foreach (var shift in shifts)
        {
            if (shift.Start > covered)
            {
                line.Add((covered, shift.Start, null));
            }
            line.Add((shift.Start, shift.End, shift));
            covered = shift.End;
        }
        if (covered < to)
        {
            line.Add((covered, to, null));
        }
        return line;
    }
}
