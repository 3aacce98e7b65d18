using IncidentDesk.OnCall;
using IncidentDesk.Web.Pages.Schedules;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class CalendarMonthTests
{
    private const string Berlin = "Europe/Berlin";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Ana = new("00000000-0000-7000-8000-00000000000a");
    private static readonly Guid Bo = new("00000000-0000-7000-8000-00000000000b");
    private static readonly Layer Layer = new(Guid.Empty, 0, null, [Ana, Bo], Rotation.Weekly, new TimeOnly(9, 0), new DateOnly(2026, 11, 2));

    [Fact]
    public void A_month_is_whole_weeks_from_monday_with_today_marked()
    {
        var month = Build(new DateOnly(2026, 11, 15));
        month.Month.ShouldBe(new DateOnly(2026, 11, 1));
        month.Weeks.Count.ShouldBe(6);
        month.Weeks[0].Days[0].Date.ShouldBe(new DateOnly(2026, 10, 26));
        month.Weeks[^1].Days[^1].Date.ShouldBe(new DateOnly(2026, 12, 6));
        month.Weeks.SelectMany(w => w.Days).Where(d => d.IsToday).ShouldHaveSingleItem().Date.ShouldBe(new DateOnly(2026, 11, 22));
        month.Weeks[0].Days.Count(d => d.InMonth).ShouldBe(1);
    }

    [Fact]
    public void A_hand_off_at_nine_cuts_the_monday_at_nine_parts_of_twenty_four()
    {
        var week = Build(new DateOnly(2026, 11, 1), Turn(Ana, 9, 16), Turn(Bo, 16, 23)).Weeks.Single(w => w.Days[0].Date.Day == 16);
        week.Final.Select(p => p.PersonId).ShouldBe([Ana, Bo]);
        week.Final[0].Left.ShouldBe(0);
        week.Final[0].Width.ShouldBe(9 / 24.0 / 7, 1e-9);
        week.Final[1].Left.ShouldBe(9 / 24.0 / 7, 1e-9);
        (week.Final[1].Left + week.Final[1].Width).ShouldBe(1, 1e-9);
    }

    [Fact]
    public void A_day_of_twenty_five_hours_is_as_wide_as_any_other()
    {
        // Clocks in Berlin go back on Sunday 25 October 2026; noon is then 13 hours after midnight.
        var noon = new DateTimeOffset(2026, 10, 25, 11, 0, 0, TimeSpan.Zero);
        var week = Build(new DateOnly(2026, 10, 1), new Shift(noon, noon.AddHours(1), Ana, ShiftSource.Layer, Layer.Id)).Weeks.Single(w => w.Days[6].Date.Day == 25);
        var piece = week.Final.Single(p => p.PersonId == Ana);
        piece.Left.ShouldBe((6 + (13 / 25.0)) / 7, 1e-9);
        piece.Width.ShouldBe(1 / 25.0 / 7, 1e-9);
    }

    [Fact]
    public void Time_without_anybody_is_a_gap_and_every_week_is_full()
    {
        var month = Build(new DateOnly(2026, 11, 1), Turn(Ana, 9, 16), Turn(Bo, 23, 30));
        foreach (var week in month.Weeks)
        {
            week.Final.Sum(p => p.Width).ShouldBe(1, 1e-9);
        }
        month.Stretches().Select(p => p.PersonId).ShouldBe([null, Ana, null, Bo, null]);
        var gap = month.Stretches().ElementAt(2);
        gap.From.ShouldBe(At(16));
        gap.To.ShouldBe(At(23));
    }

    [Fact]
    public void An_override_is_told_from_a_turn_and_a_shift_over_two_weeks_is_one_stretch_with_its_true_ends()
    {
        var cover = new Shift(At(17), At(27), Bo, ShiftSource.Override, Ana);
        var month = Build(new DateOnly(2026, 11, 1), Turn(Ana, 9, 17), cover);
        var pieces = month.Weeks.SelectMany(w => w.Final).Where(p => p.OverrideId is not null).ToList();
        pieces.Count.ShouldBe(2);
        pieces.ShouldAllBe(p => p.OverrideId == Ana && p.From == At(17) && p.To == At(27));
        month.Stretches().Count(p => p.OverrideId is not null).ShouldBe(1);
    }

    [Fact]
    public void A_stretch_that_goes_on_beyond_what_was_asked_says_so()
    {
        var (from, to) = CalendarMonth.Span(new DateOnly(2026, 11, 1), Berlin);
        var month = Build(new DateOnly(2026, 11, 1), new Shift(from, At(20), Ana, ShiftSource.Layer, Layer.Id), new Shift(At(20), to, Bo, ShiftSource.Layer, Layer.Id));
        month.Stretches().Select(p => p.Text(Berlin)).ShouldBe(["before Mon 12 Oct 00:00 to Fri 20 Nov 09:00", "Fri 20 Nov 09:00 to after Mon 21 Dec 00:00"]);
    }

    [Fact]
    public void Lanes_stand_topmost_first_under_the_names_that_people_gave_them()
    {
        var holiday = Layer with { Position = 1, Name = "Holiday" };
        var shifts = new ScheduleShifts([], [new Lane(Layer, [Turn(Ana, 9, 16)]), new Lane(holiday, [])], new Dictionary<Guid, string>(), 1);
        var month = CalendarMonth.Build(new DateOnly(2026, 11, 1), Berlin, Now, shifts);
        month.Weeks[0].Lanes.Select(l => l.Name).ShouldBe(["Holiday", "Layer 1"]);
        month.Weeks.SelectMany(w => w.Lanes).Where(l => l.Name == "Layer 1").SelectMany(l => l.Pieces).Count().ShouldBe(2);
    }

    [Fact]
    public void Neighbours_in_a_rotation_have_different_colours_and_strangers_have_one_too()
    {
        var schedule = new ScheduleView(Guid.Empty, "Shop", Berlin, [new LayerView(Guid.Empty, null, [Ana, Bo, Ana], Rotation.Weekly, "09:00", new DateOnly(2026, 11, 2))], [], 1);
        var palette = Palette.Of(schedule);
        (palette.Of(Ana), palette.Of(Bo)).ShouldBe(("who-1", "who-2"));
        palette.Of(Guid.Empty).ShouldMatch("^who-[1-8]$");
    }

    private static CalendarMonth Build(DateOnly month, params Shift[] shifts) =>
        CalendarMonth.Build(month, Berlin, Now, new ScheduleShifts(shifts, [], new Dictionary<Guid, string>(), 1));

    private static Shift Turn(Guid person, int from, int to) => new(At(from), At(to), person, ShiftSource.Layer, Layer.Id);

    /// <summary>Nine in the morning in Berlin on a day of November 2026.</summary>
    private static DateTimeOffset At(int day) => new(2026, 11, day, 8, 0, 0, TimeSpan.Zero);
}
