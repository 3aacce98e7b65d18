using IncidentDesk.Incidents;
using IncidentDesk.Insights;
using static IncidentDesk.Tests.Insights.Figures;

namespace IncidentDesk.Tests.Insights;

/// <summary>Times to acknowledge and to resolve, against an example worked out by hand.</summary>
public sealed class ResponseTimesTests
{
    [Fact]
    public void The_hand_worked_example()
    {
        // To acknowledge, in hours: INC-1 0.5, INC-2 1 (mitigated at once counts), INC-3 2, INC-4 never (its source resolved it), INC-5 3 and open.
        //   In order 0.5, 1, 2, 3: median at place ceil(0.5 * 4) = 2 -> 1 h; p90 at ceil(0.9 * 4) = ceil(3.6) = 4 -> 3 h.
        // To resolve: INC-1 4, INC-2 5, INC-3 8 (the last of two resolves), INC-4 1; INC-5 is open.
        //   In order 1, 4, 5, 8: median at place 2 -> 4 h; p90 at place 4 -> 8 h.
        var report = ResponseTimes.Of(TenDays, [Checkout, Search],
        [
            Incident(1, Checkout, Severity.Sev1, (10, "triggered"), (10.5, "!acknowledged"), (14, "!resolved")),
            Incident(2, Checkout, Severity.Sev5, (20, "triggered"), (21, "!mitigated"), (25, "resolved")),
            Incident(3, Search, Severity.Sev3, (30, "triggered"), (32, "!resolved"), (33, "reopened"), (38, "resolved")),
            Incident(4, Search, Severity.Sev3, (40, "triggered"), (41, "resolved")),
            Incident(5, Search, Severity.Sev3, (50, "triggered"), (53, "!acknowledged"), (54, "timed-out")),
        ]);

        report.All.Acknowledge.ShouldBe(new Percentiles(4, TimeSpan.FromHours(1), TimeSpan.FromHours(3)));
        report.All.Resolve.ShouldBe(new Percentiles(4, TimeSpan.FromHours(4), TimeSpan.FromHours(8)));
        report.All.Incidents.ShouldBe([5, 4, 3, 2, 1]);
        report.All.NeverAcknowledged.ShouldBe([4]);
        report.All.NotResolved.ShouldBe([5]);
        report.Services.Select(s => (s.Of.Name, s.Acknowledge.N)).ShouldBe([("Search", 2), ("Checkout", 2)]);
        report.Teams.ShouldHaveSingleItem().Acknowledge.ShouldBe(report.All.Acknowledge);
    }

    [Fact]
    public void Only_incidents_opened_in_the_period_count_and_those_that_were_reopened_are_open()
    {
        var report = ResponseTimes.Of(TenDays, [Checkout],
        [
            Incident(1, Checkout, Severity.Sev1, (-1, "triggered"), (1, "!resolved")),
            Incident(2, Checkout, Severity.Sev1, (0, "triggered"), (1, "!resolved"), (2, "!reopened")),
            Incident(3, Checkout, Severity.Sev1, (240, "triggered")),
        ]);
        report.All.Incidents.ShouldBe([2]);
        (report.All.Resolve.N, report.All.NotResolved.Single()).ShouldBe((0, 2));
    }

    [Fact]
    public void Nothing_has_neither_median_nor_p90() => ResponseTimes.Of(TenDays, [Checkout], []).All.Acknowledge.ShouldBe(new Percentiles(0, null, null));

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(3, 2, 3)]
    [InlineData(10, 5, 9)]
    [InlineData(11, 6, 10)]
    [InlineData(100, 50, 90)]
    public void Percentiles_are_the_values_at_the_nearest_rank(int count, int median, int p90) => Percentiles.Of(Enumerable.Range(1, count).Reverse().Select(m => TimeSpan.FromMinutes(m)))
        .ShouldBe(new Percentiles(count, TimeSpan.FromMinutes(median), TimeSpan.FromMinutes(p90)));
}
