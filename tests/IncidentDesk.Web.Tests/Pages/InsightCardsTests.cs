using Bunit;
using IncidentDesk.Insights;
using IncidentDesk.Web.Pages.Insights;

namespace IncidentDesk.Web.Tests.Pages;

public sealed class InsightCardsTests : PageTest
{
    private static readonly FigureOf Checkout = new(Samples.Checkout, "Checkout");
    private static readonly FigureOf NoTeam = new(null, "No team");

    [Fact]
    public void Availability_says_percent_nines_minutes_formula_and_leads_to_its_incidents()
    {
        var figure = new AvailabilityFigure(Checkout, TimeSpan.FromDays(10), TimeSpan.FromMinutes(180), [2, 1]);
        var card = Render<AvailabilityCard>(p => p.Add(c => c.Report, new AvailabilityReport([figure], [figure with { Of = NoTeam }])));
        card.Find("p").TextContent.ShouldBe(Availability.Formula);
        var row = card.FindAll("tbody")[1].QuerySelectorAll("tr")[1];
        row.QuerySelectorAll("td").Select(d => d.TextContent.Trim()).ShouldBe(["Checkout", "98.750 %", "1.9 nines", "180 min (3h)", "10d", "2"]);
        row.QuerySelectorAll(".cell-num").ShouldAllBe(figure => figure.ClassList.Contains("nowrap"), "a number stays on the line of its unit");
        row.QuerySelectorAll("a").Select(a => a.GetAttribute("href")).ShouldBe([$"/services/{Samples.Checkout}", "/incidents?tab=all&numbers=2,1"]);
    }

    [Fact]
    public void Nothing_down_is_all_of_the_time_with_n_zero_and_almost_all_is_never_rounded_up_to_it()
    {
        var calm = new AvailabilityFigure(Checkout, TimeSpan.FromDays(30), TimeSpan.Zero, []);
        (InsightWords.Percent(calm), InsightWords.Nines(calm), InsightWords.Down(calm.Down)).ShouldBe(("100 %", "no downtime", "0 min"));
        Render<AvailabilityCard>(p => p.Add(c => c.Report, new AvailabilityReport([calm], [calm]))).FindAll("td").Last().TextContent.Trim().ShouldBe("0");
        InsightWords.Percent(calm with { Down = TimeSpan.FromSeconds(1) }).ShouldBe("99.999 %");
        InsightWords.Down(TimeSpan.FromSeconds(1)).ShouldBe("under 0.1 min");
    }

    [Fact]
    public void Response_names_those_that_are_in_no_time()
    {
        var some = new Percentiles(2, TimeSpan.FromSeconds(80), TimeSpan.FromMinutes(5));
        var figure = new ResponseFigure(Checkout, some, new Percentiles(0, null, null), [5, 4, 3], [3], []);
        var card = Render<ResponseCard>(p => p.Add(c => c.Report, new ResponseReport(figure, [figure], [])));
        var cells = card.FindAll("tbody")[0].QuerySelectorAll("td").Select(d => d.TextContent.Trim()).ToList();
        cells[1..4].ShouldBe(["1m 20s · 5m · 2", "– · – · 0", "3"]);
        cells[4].ShouldContain("1 never acknowledged");
        cells[4].ShouldContain("0 still open");
    }

    [Fact]
    public void Load_says_in_words_what_the_hours_show_and_each_hour_leads_to_its_incidents()
    {
        var at = Samples.Start;
        var ana = new FigureOf(Samples.Ana, "Ana");
        var card = Render<LoadCard>(p => p.Add(c => c.Report, PageLoad.Of([
            new PageFact(42, ana, "Europe/Stockholm", NoTeam, at), new PageFact(43, ana, "Europe/Stockholm", NoTeam, at), new PageFact(42, ana, "Europe/Stockholm", NoTeam, at.AddHours(10))])));
        card.FindAll(".row-sub").Last().TextContent.ShouldBe("3 pages, 2 at night, peak 02:00 (2) · Europe/Stockholm");
        var hour = card.FindAll("tbody").Last().QuerySelector("a.heat")!;
        (hour.TextContent, hour.GetAttribute("aria-label"), hour.GetAttribute("href")).ShouldBe(("2", "Ana: 2 pages from 02:00", "/incidents?tab=all&numbers=43,42"));
        hour.ClassList.ShouldContain("heat-4");
    }

    [Fact]
    public void A_link_holds_the_newest_two_hundred_and_says_so()
    {
        var behind = Render<Behind>(p => p.Add(b => b.Numbers, [.. Enumerable.Range(1, 201).Select(n => (long)n)]));
        behind.Find("a").TextContent.ShouldBe("201");
        behind.Find("span").TextContent.ShouldBe("(opens the newest 200)");
    }

    [Fact]
    public void An_address_with_days_and_a_first_day_means_the_day()
    {
        InsightWords.Ask("30", "2026-11-01", "nonsense", " ").ShouldBe(new PeriodAsk(null, new(2026, 11, 1)));
        InsightWords.Ask("7", null, null, "Etc/UTC").ShouldBe(new PeriodAsk(7, Zone: "Etc/UTC"));
    }
}
