using IncidentDesk.Insights;
using static IncidentDesk.Tests.Insights.Figures;

namespace IncidentDesk.Tests.Insights;

/// <summary>Pages by hour of the day.</summary>
public sealed class PageLoadTests
{
    private static readonly FigureOf Ana = new(Guid.Parse("0190a000-0000-7000-8000-00000000000a"), "Ana");
    private static readonly FigureOf Bo = new(Guid.Parse("0190a000-0000-7000-8000-00000000000b"), "Bo");

    [Fact]
    public void Each_page_counts_at_the_hour_that_the_clock_of_the_person_showed()
    {
        // 01:30 UTC is 02:30 in Stockholm (winter), and 20:30 of the day before in New York.
        var at = new DateTimeOffset(2026, 11, 5, 1, 30, 0, TimeSpan.Zero);
        var report = PageLoad.Of([Page(7, Ana, "Europe/Stockholm", at), Page(8, Ana, "Europe/Stockholm", at.AddMinutes(10)), Page(8, Bo, "America/New_York", at)]);

        report.People.Select(p => (p.Of.Name, p.Pages, p.Night, p.Hours[2].Pages, p.Hours[20].Pages)).ShouldBe([("Ana", 2, 2, 2, 0), ("Bo", 1, 0, 0, 1)]);
        report.People[0].Hours[2].Incidents.ShouldBe([8, 7]);
        var team = report.Teams.ShouldHaveSingleItem();
        (team.Pages, team.Hours[2].Pages, team.Hours[20].Pages, team.Zone).ShouldBe((3, 2, 1, null));
        (report.All.Pages, report.All.Night).ShouldBe((3, 2));
        report.All.Incidents.ShouldBe([8, 7]);
    }

    [Fact]
    public void On_the_day_that_clocks_go_back_both_passes_count_to_the_repeated_hour()
    {
        // Berlin, 25 October 2026: at 01:00 UTC the clock goes from 03:00 back to 02:00. 00:30 and 01:30 UTC are both 02:30.
        var back = new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero);
        Hours([back, back.AddHours(1), back.AddHours(2)]).ShouldBe([(2, 2), (3, 1)]);
    }

    [Fact]
    public void On_the_day_that_clocks_go_forward_the_skipped_hour_has_none()
    {
        // Berlin, 29 March 2026: at 01:00 UTC the clock goes from 02:00 to 03:00. 00:30 UTC is 01:30, 01:30 UTC is 03:30.
        var forward = new DateTimeOffset(2026, 3, 29, 0, 30, 0, TimeSpan.Zero);
        Hours([forward, forward.AddHours(1)]).ShouldBe([(1, 1), (3, 1)]);
    }

    [Fact]
    public void Night_is_from_ten_to_seven() =>
        Enumerable.Range(0, 24).Where(PageLoad.IsNight).ShouldBe([0, 1, 2, 3, 4, 5, 6, 22, 23]);

    [Fact]
    public void Without_pages_every_hour_is_zero() => PageLoad.Of([]).All.Hours.Select(h => h.Pages).ShouldBe(Enumerable.Repeat(0, 24));

    private static IEnumerable<(int Hour, int Pages)> Hours(IEnumerable<DateTimeOffset> at) =>
        PageLoad.Of([.. at.Select(a => Page(1, Ana, "Europe/Berlin", a))]).All.Hours.Select((h, hour) => (hour, h.Pages)).Where(h => h.Pages > 0);

    private static PageFact Page(long number, FigureOf person, string zone, DateTimeOffset at) => new(number, person, zone, Shop, at);
}
