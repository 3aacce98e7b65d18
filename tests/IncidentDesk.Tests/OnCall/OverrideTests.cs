using IncidentDesk.OnCall;

namespace IncidentDesk.Tests.OnCall;

/// <summary>Overrides over a daily rotation of Ana and Bo that starts on 5 January 2026 at 09:00 UTC; a star marks an override.</summary>
public sealed class OverrideTests
{
    public static TheoryData<string, string[], string[]> Covers => new()
    {
        {
            "inside one shift", ["2026-01-05T10:00 2026-01-05T12:00 Chen"],
            ["01-05T09:00 01-05T10:00 Ana", "01-05T10:00 01-05T12:00 Chen*", "01-05T12:00 01-06T09:00 Ana", "01-06T09:00 01-07T00:00 Bo"]
        },
        {
            "across a hand-off", ["2026-01-06T08:00 2026-01-06T10:00 Chen"],
            ["01-05T09:00 01-06T08:00 Ana", "01-06T08:00 01-06T10:00 Chen*", "01-06T10:00 01-07T00:00 Bo"]
        },
        {
            "exactly one shift", ["2026-01-05T09:00 2026-01-06T09:00 Chen"],
            ["01-05T09:00 01-06T09:00 Chen*", "01-06T09:00 01-07T00:00 Bo"]
        },
        {
            "before the layer starts, and past the end of the view", ["2026-01-05T06:00 2026-02-01T00:00 Chen"],
            ["01-05T06:00 01-07T00:00 Chen*"]
        },
        {
            "by the one whose turn it is: another source, so shifts of their own", ["2026-01-05T10:00 2026-01-05T12:00 Ana"],
            ["01-05T09:00 01-05T10:00 Ana", "01-05T10:00 01-05T12:00 Ana*", "01-05T12:00 01-06T09:00 Ana", "01-06T09:00 01-07T00:00 Bo"]
        },
        {
            "adjacent, of one person: two overrides", ["2026-01-05T10:00 2026-01-05T12:00 Chen", "2026-01-05T12:00 2026-01-05T14:00 Chen"],
            ["01-05T09:00 01-05T10:00 Ana", "01-05T10:00 01-05T12:00 Chen*", "01-05T12:00 01-05T14:00 Chen*", "01-05T14:00 01-06T09:00 Ana", "01-06T09:00 01-07T00:00 Bo"]
        },
        {
            "nested, the inner one later", ["2026-01-05T10:00 2026-01-05T20:00 Chen", "2026-01-05T12:00 2026-01-05T14:00 Bo"],
            ["01-05T09:00 01-05T10:00 Ana", "01-05T10:00 01-05T12:00 Chen*", "01-05T12:00 01-05T14:00 Bo*", "01-05T14:00 01-05T20:00 Chen*", "01-05T20:00 01-06T09:00 Ana", "01-06T09:00 01-07T00:00 Bo"]
        },
        {
            "nested, the outer one later", ["2026-01-05T12:00 2026-01-05T14:00 Bo", "2026-01-05T10:00 2026-01-05T20:00 Chen"],
            ["01-05T09:00 01-05T10:00 Ana", "01-05T10:00 01-05T20:00 Chen*", "01-05T20:00 01-06T09:00 Ana", "01-06T09:00 01-07T00:00 Bo"]
        },
        {
            "overlapping: the later created one wins", ["2026-01-05T12:00 2026-01-05T16:00 Chen", "2026-01-05T10:00 2026-01-05T14:00 Bo"],
            ["01-05T09:00 01-05T10:00 Ana", "01-05T10:00 01-05T14:00 Bo*", "01-05T14:00 01-05T16:00 Chen*", "01-05T16:00 01-06T09:00 Ana", "01-06T09:00 01-07T00:00 Bo"]
        },
        { "outside the view", ["2026-01-03T10:00 2026-01-05T00:00 Chen"], ["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-07T00:00 Bo"] },
    };

    [Theory]
    [MemberData(nameof(Covers))]
    public void An_override_covers_the_layers(string place, string[] overrides, string[] shifts) =>
        Daily().With(overrides).Shifts("2026-01-05", "2026-01-07").ShouldBe(shifts, place);

    [Fact]
    public void A_removed_override_gives_the_shift_back()
    {
        var schedule = Daily().With("2026-01-05T10:00 2026-01-05T12:00 Chen");
        schedule.RemoveOverride(schedule.Overrides.Single().Id, Rota.Utc("2026-01-05T10:00")).ShouldBeTrue();
        schedule.RemoveOverride(Rota.NewId(), Rota.Utc("2026-01-05T10:00")).ShouldBeFalse();
        schedule.Shifts("2026-01-05", "2026-01-06").ShouldBe(["01-05T09:00 01-06T00:00 Ana"]);
        schedule.Version.ShouldBe(3);
    }

    [Fact]
    public void An_override_removed_while_it_runs_still_says_who_was_on_call_until_then()
    {
        var schedule = Daily().With("2026-01-05T10:00 2026-01-05T12:00 Chen");
        var id = schedule.Overrides.Single().Id;
        schedule.RemoveOverride(id, Rota.Utc("2026-01-05T11:00")).ShouldBeTrue();
        schedule.Shifts("2026-01-05", "2026-01-06").ShouldBe(
            ["01-05T09:00 01-05T10:00 Ana", "01-05T10:00 01-05T11:00 Chen*", "01-05T11:00 01-06T00:00 Ana"]);
        schedule.RemoveOverride(id, Rota.Utc("2026-01-05T11:00")).ShouldBeFalse();
        schedule.Version.ShouldBe(3);
    }

    [Fact]
    public void A_shift_names_the_layer_or_the_override_that_it_comes_from()
    {
        var schedule = Daily().With("2026-01-05T10:00 2026-01-06T10:00 Chen");
        var shifts = ShiftCalculator.Final(schedule, Rota.Utc("2026-01-05"), Rota.Utc("2026-01-06"));
        shifts.Select(s => (s.LayerId, s.OverrideId)).ShouldBe([(schedule.Layers[0].Id, null), (null, schedule.Overrides.Single().Id)]);
    }

    private static Schedule Daily() => Rota.Of("UTC", "daily 09:00 from 2026-01-05: Ana Bo");
}
