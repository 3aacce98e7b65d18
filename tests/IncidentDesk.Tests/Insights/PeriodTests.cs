using IncidentDesk.Insights;

namespace IncidentDesk.Tests.Insights;

/// <summary>Which stretch of time figures are of.</summary>
public sealed class PeriodTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 1, 26, 10, TimeSpan.Zero);

    [Fact]
    public void The_last_days_are_whole_local_days_and_end_now()
    {
        var period = Period.Of(new(7), "Europe/Stockholm", Now).Value;
        (period.FirstDay, period.LastDay, period.Zone).ShouldBe((new(2026, 11, 16), new(2026, 11, 22), "Europe/Stockholm"));
        (period.From, period.To).ShouldBe((new DateTimeOffset(2026, 11, 15, 23, 0, 0, TimeSpan.Zero), Now));
        // In New York it is still the 21st.
        Period.Of(new(1, Zone: "America/New_York"), "Europe/Stockholm", Now).Value.FirstDay.ShouldBe(new(2026, 11, 21));
        Period.Of(new(), "Etc/UTC", Now).Value.FirstDay.ShouldBe(new(2026, 10, 24));
    }

    [Fact]
    public void A_day_on_which_clocks_change_is_as_long_as_it_is()
    {
        Period.Of(new(From: new(2026, 10, 25), To: new(2026, 10, 25)), "Europe/Berlin", Now).Value.Length.ShouldBe(TimeSpan.FromHours(25));
        Period.Of(new(From: new(2026, 3, 29), To: new(2026, 3, 29)), "Europe/Berlin", Now).Value.Length.ShouldBe(TimeSpan.FromHours(23));
    }

    [Fact]
    public void What_can_not_be_a_period_is_refused_by_field()
    {
        Fields(new(0)).ShouldBe(["days"]);
        Fields(new(367)).ShouldBe(["days"]);
        Fields(new(7, From: new(2026, 11, 1), Zone: "Mars/Base")).ShouldBe(["zone", "days"]);
        Fields(new(To: new(2026, 11, 1))).ShouldBe(["from"]);
        Fields(new(From: new(2026, 11, 23))).ShouldBe(["from", "to"]);
        Fields(new(From: new(1999, 12, 31), To: new(2000, 1, 1))).ShouldBe(["from"]);
        Fields(new(From: new(2026, 11, 2), To: new(2026, 11, 1))).ShouldBe(["to"]);
        Fields(new(From: new(2025, 11, 1), To: new(2026, 11, 22))).ShouldBe(["to"]);
    }

    private static IReadOnlyList<string> Fields(PeriodAsk ask) => Period.Of(ask, "Etc/UTC", Now).Fields();
}
