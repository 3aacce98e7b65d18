using IncidentDesk.OnCall;

namespace IncidentDesk.Tests.OnCall;

public sealed class CoverageTests
{
    [Fact]
    public void A_started_rotation_covers_everything()
    {
        var coverage = Of(Rota.Of("Europe/Berlin", "weekly 02:30 from 2025-01-06: Ana Bo"), "2026-01-01", "2027-01-01");
        coverage.Gaps.ShouldBeEmpty();
        coverage.CoveredRatio.ShouldBe(1);
    }

    [Fact]
    public void Gaps_before_the_start_between_and_after_are_listed_in_order()
    {
        var schedule = Rota.Of("UTC").With("2026-01-01T06:00 2026-01-01T12:00 Ana", "2026-01-01T18:00 2026-01-01T21:00 Bo");
        var coverage = Of(schedule, "2026-01-01", "2026-01-02");
        coverage.Gaps.ShouldBe(
            [Gap("2026-01-01T00:00", "2026-01-01T06:00"), Gap("2026-01-01T12:00", "2026-01-01T18:00"), Gap("2026-01-01T21:00", "2026-01-02T00:00")]);
        coverage.CoveredRatio.ShouldBe(9 / 24.0, 1e-9);
    }

    [Fact]
    public void Nobody_at_all_is_one_gap()
    {
        var coverage = Of(Rota.Of("UTC"), "2026-01-01", "2026-01-02");
        coverage.Gaps.ShouldBe([Gap("2026-01-01", "2026-01-02")]);
        coverage.CoveredRatio.ShouldBe(0);
    }

    [Fact]
    public void Turns_of_someone_who_left_are_gaps()
    {
        var schedule = Rota.Of("UTC", "daily 00:00 from 2026-01-01: Ana Bo");
        var coverage = ShiftCalculator.Coverage(schedule, Rota.Utc("2026-01-01"), Rota.Utc("2026-01-05"), Rota.Gone(Rota.Bo));
        coverage.Gaps.ShouldBe([Gap("2026-01-02", "2026-01-03"), Gap("2026-01-04", "2026-01-05")]);
        coverage.CoveredRatio.ShouldBe(0.5);
    }

    private static Coverage Of(Schedule schedule, string from, string to) => ShiftCalculator.Coverage(schedule, Rota.Utc(from), Rota.Utc(to));

    private static Gap Gap(string from, string to) => new(Rota.Utc(from), Rota.Utc(to));
}
