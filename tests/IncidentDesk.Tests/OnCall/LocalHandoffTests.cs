using IncidentDesk.OnCall;

namespace IncidentDesk.Tests.OnCall;

/// <summary>What people expect of a hand-off that is a local time, through changes of clocks that moved, stretched or doubled shifts elsewhere.</summary>
public sealed class LocalHandoffTests
{
    [Fact]
    public void A_handoff_at_half_past_eight_in_London_is_at_half_past_eight_before_and_after_the_end_of_summer_time() =>
        Starts(Rota.Of("Europe/London", "daily 08:30 from 2026-10-01: Ana Bo"), "2026-10-24", "2026-10-27").ShouldBe(
            ["2026-10-24T07:30", "2026-10-25T08:30", "2026-10-26T08:30"]);

    [Theory]
    [InlineData("2024-10-28", "2024-11-11")]
    [InlineData("2025-03-03", "2025-03-17")]
    public void Weekly_shifts_in_Chicago_meet_without_gap_or_overlap_when_clocks_change(string from, string to)
    {
        var schedule = Rota.Of("America/Chicago", "weekly 08:00 from 2024-10-07: Ana Bo Chen");
        var (start, end) = (Rota.Utc(from), Rota.Utc(to));
        ShiftCalculator.Coverage(schedule, start, end).Gaps.ShouldBeEmpty();
        var shifts = ShiftCalculator.Final(schedule, start, end);
        shifts.Count.ShouldBe(3);
        shifts.Zip(shifts.Skip(1)).ShouldAllBe(pair => pair.First.End == pair.Second.Start);
    }

    [Theory]
    [InlineData("2026-06-01", 168)]
    [InlineData("2026-03-23", 167)]
    [InlineData("2026-10-19", 169)]
    public void A_weekly_shift_lasts_exactly_to_the_next_handoff(string monday, int hours)
    {
        var schedule = Rota.Of("Europe/Berlin", $"weekly 09:00 from {monday}: Ana Bo");
        var shift = ShiftCalculator.Final(schedule, Rota.Utc(monday), Rota.Utc(monday).AddDays(20))[0];
        (shift.End - shift.Start).TotalHours.ShouldBe(hours);
    }

    [Fact]
    public void A_daily_rotation_of_two_in_Paris_has_one_of_them_a_day_by_turns()
    {
        var schedule = Rota.Of("Europe/Paris", "daily 09:00 from 2026-03-23: Ana Bo");
        var people = ShiftCalculator.Final(schedule, Rota.Utc("2026-03-23T08:00"), Rota.Utc("2026-04-06")).Select(s => s.PersonId).ToList();
        people.Count.ShouldBe(14);
        people.ShouldBe(Enumerable.Range(0, 14).Select(day => day % 2 == 0 ? Rota.Ana : Rota.Bo));
    }

    [Fact]
    public void A_handoff_that_was_set_in_summer_is_at_the_same_local_time_in_winter()
    {
        var schedule = Rota.Of("America/New_York", "daily 17:00 from 2026-07-01: Ana Bo");
        Starts(schedule, "2026-07-02T00:00", "2026-07-03").ShouldBe(["2026-07-02T21:00"]);
        Starts(schedule, "2027-01-12T00:00", "2027-01-13").ShouldBe(["2027-01-12T22:00"]);
    }

    private static IEnumerable<string> Starts(Schedule schedule, string from, string to) =>
        ShiftCalculator.Final(schedule, Rota.Utc(from), Rota.Utc(to)).Where(s => s.Start > Rota.Utc(from)).Select(s => $"{s.Start:yyyy-MM-ddTHH:mm}");
}
