using IncidentDesk.Incidents;
using IncidentDesk.Insights;
using static IncidentDesk.Tests.Insights.Figures;

namespace IncidentDesk.Tests.Insights;

/// <summary>Downtime and availability, against examples worked out by hand.</summary>
public sealed class AvailabilityTests
{
    [Fact]
    public void The_hand_worked_example()
    {
        // Ten days are 10 * 24 * 60 = 14,400 minutes for each of two services.
        // Checkout: INC-1 is down from hour 10 to 12 (120 min). INC-2 from hour 11 to 13 overlaps it by an hour and adds 60 min. INC-3 is SEV3: nothing.
        //   Down 180 min: 14,220 / 14,400 = 0.9875 -> 98.75 %. Down / total = 0.0125; -log10 = 1.903 -> 1.9 nines.
        // Search: INC-4 from hour 100 to 100.24 = 14.4 min: 14,385.6 / 14,400 = 0.999 -> 99.9 %, which is 3 nines.
        // Team Shop: 180 + 14.4 = 194.4 min of 28,800: 0.99325 -> 99.325 %. Down / total = 0.00675; -log10 = 2.17 -> 2.1 nines.
        var report = Availability.Of(TenDays, [Checkout, Search],
        [
            Incident(1, Checkout, Severity.Sev1, (10, "triggered"), (10.5, "!acknowledged"), (12, "!mitigated"), (14, "!resolved")),
            Incident(2, Checkout, Severity.Sev2, (11, "triggered"), (13, "resolved")),
            Incident(3, Checkout, Severity.Sev3, (20, "triggered"), (30, "!resolved")),
            Incident(4, Search, Severity.Sev2, (100, "triggered"), (100.24, "!resolved")),
        ]);

        report.Services.Select(s => s.Of.Name).ShouldBe(["Checkout", "Search"]);
        var (checkout, search) = (report.Services[0], report.Services[1]);
        (checkout.Total, checkout.Down).ShouldBe((TimeSpan.FromDays(10), TimeSpan.FromMinutes(180)));
        (checkout.Ratio, checkout.Nines).ShouldBe((0.9875, 1.9));
        checkout.Incidents.ShouldBe([2, 1]);
        search.Down.TotalMinutes.ShouldBe(14.4, 1e-6);
        search.Ratio.ShouldBe(0.999, 1e-9);
        search.Nines.ShouldBe(3.0);
        var team = report.Teams.ShouldHaveSingleItem();
        team.Total.ShouldBe(TimeSpan.FromDays(20));
        team.Incidents.ShouldBe([4, 2, 1]);
        team.Down.TotalMinutes.ShouldBe(194.4, 1e-6);
        team.Ratio.ShouldBe(0.99325, 1e-9);
        team.Nines.ShouldBe(2.1);
    }

    [Fact]
    public void What_hangs_over_the_edges_of_the_period_is_clipped()
    {
        var figure = Of(
            Incident(1, Checkout, Severity.Sev1, (-5, "triggered"), (2, "resolved")),
            Incident(2, Checkout, Severity.Sev1, (239, "triggered"), (245, "resolved")),
            Incident(3, Checkout, Severity.Sev1, (-9, "triggered"), (-6, "!mitigated"), (3, "!resolved")));
        figure.Down.ShouldBe(TimeSpan.FromHours(2 + 1));
        figure.Incidents.ShouldBe([2, 1]);
    }

    [Fact]
    public void An_open_incident_counts_to_the_end_and_one_that_came_back_counts_again()
    {
        Of(Incident(1, Checkout, Severity.Sev2, (230, "triggered"), (231, "!acknowledged"), (235, "timed-out"))).Down.ShouldBe(TimeSpan.FromHours(10));
        // 0-1 down, mitigated 1-3, down 3-4, resolved 4-6, down 6-7: three hours.
        Of(Incident(2, Checkout, Severity.Sev2, (0, "triggered"), (1, "!mitigated"), (3, "retriggered"), (4, "!resolved"), (6, "!reopened"), (7, "resolved")))
            .Down.ShouldBe(TimeSpan.FromHours(3));
        // Reassigned after mitigation: it is asked for again, so it is there again.
        Of(Incident(3, Checkout, Severity.Sev2, (0, "triggered"), (1, "!mitigated"), (2, "!reassigned"), (4, "!resolved"))).Down.ShouldBe(TimeSpan.FromHours(3));
    }

    [Fact]
    public void Without_incidents_all_of_the_time_was_up_and_n_says_zero()
    {
        var figure = Of();
        (figure.Ratio, figure.Nines, figure.Incidents.Count, figure.Down).ShouldBe((1, null, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Down_all_the_time_has_no_nines()
    {
        var figure = Of(Incident(1, Checkout, Severity.Sev1, (-1, "triggered")));
        (figure.Ratio, figure.Nines).ShouldBe((0, 0));
    }

    [Fact]
    public void A_service_counts_from_when_it_was_made_until_it_was_deleted()
    {
        var young = Checkout with { CreatedAt = At(100), DeletedAt = At(150) };
        var future = Search with { CreatedAt = At(300) };
        var report = Availability.Of(TenDays, [young, future], [Incident(1, young, Severity.Sev1, (140, "triggered"), (160, "resolved"))]);
        var figure = report.Services.ShouldHaveSingleItem();
        (figure.Total, figure.Down).ShouldBe((TimeSpan.FromHours(50), TimeSpan.FromHours(10)));
    }

    [Theory]
    [InlineData(new double[] { 0, 1, 2, 3 }, 2)]
    [InlineData(new double[] { 0, 4, 1, 2 }, 4)]
    [InlineData(new double[] { 1, 3, 0, 2, 2, 5 }, 5)]
    [InlineData(new double[] { 0, 1, 1, 2 }, 2)]
    public void Overlaps_count_once(double[] edges, double hours) =>
        Downtime.Together(edges.Chunk(2).Select(e => new Stretch(At(e[0]), At(e[1])))).ShouldBe(TimeSpan.FromHours(hours));

    private static AvailabilityFigure Of(params IncidentFact[] incidents) => Availability.Of(TenDays, [Checkout], incidents).Services.ShouldHaveSingleItem();
}
