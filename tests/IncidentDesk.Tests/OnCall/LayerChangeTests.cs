using IncidentDesk.OnCall;

namespace IncidentDesk.Tests.OnCall;

/// <summary>What a change of layers does to who is on call: nothing before it, nothing to the shift that runs, and then the next person's turn.</summary>
public sealed class LayerChangeTests
{
    private const string Daily = "daily 09:00 from 2026-01-05: Ana Bo Chen";

    /// <summary>Schedules of 5 January on, changed on the 6th at noon in Bo's turn: zone and layer after it, and the shifts of 5 to 10 January.</summary>
    public static TheoryData<string, string, string, string[]> Changes => new()
    {
        {
            "somebody new at the end", "UTC", "daily 09:00 from 2026-01-05: Ana Bo Chen Dee",
            ["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Bo", "01-07T09:00 01-08T09:00 Chen", "01-08T09:00 01-09T09:00 Dee", "01-09T09:00 01-10T00:00 Ana"]
        },
        {
            "somebody new at the front", "UTC", "daily 09:00 from 2026-01-05: Dee Ana Bo Chen",
            ["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Bo", "01-07T09:00 01-08T09:00 Chen", "01-08T09:00 01-09T09:00 Dee", "01-09T09:00 01-10T00:00 Ana"]
        },
        {
            "another order", "UTC", "daily 09:00 from 2026-01-05: Chen Bo Ana",
            ["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Bo", "01-07T09:00 01-08T09:00 Ana", "01-08T09:00 01-09T09:00 Chen", "01-09T09:00 01-10T00:00 Bo"]
        },
        {
            "whoever is on call is taken out", "UTC", "daily 09:00 from 2026-01-05: Ana Chen",
            ["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Bo", "01-07T09:00 01-08T09:00 Chen", "01-08T09:00 01-09T09:00 Ana", "01-09T09:00 01-10T00:00 Chen"]
        },
        {
            "nobody stays", "UTC", "daily 09:00 from 2026-01-05: Dee",
            ["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Bo", "01-07T09:00 01-10T00:00 Dee"]
        },
        {
            "somebody twice", "UTC", "daily 09:00 from 2026-01-05: Ana Bo Ana Chen",
            ["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Bo", "01-07T09:00 01-08T09:00 Ana", "01-08T09:00 01-09T09:00 Chen", "01-09T09:00 01-10T00:00 Ana"]
        },
        {
            "a later hand-off: the next turn begins when the running one ends", "UTC", "daily 17:00 from 2026-01-05: Ana Bo Chen",
            [
                "01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Bo", "01-07T09:00 01-07T17:00 Chen",
                "01-07T17:00 01-08T17:00 Ana", "01-08T17:00 01-09T17:00 Bo", "01-09T17:00 01-10T00:00 Chen",
            ]
        },
        {
            "an earlier hand-off", "UTC", "daily 06:00 from 2026-01-05: Ana Bo Chen",
            ["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Bo", "01-07T09:00 01-08T06:00 Chen", "01-08T06:00 01-09T06:00 Ana", "01-09T06:00 01-10T00:00 Bo"]
        },
        {
            "weeks in place of days", "UTC", "weekly 09:00 from 2026-01-05: Ana Bo Chen",
            ["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Bo", "01-07T09:00 01-10T00:00 Chen"]
        },
        {
            "another zone", "America/New_York", Daily,
            [
                "01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Bo", "01-07T09:00 01-07T14:00 Chen",
                "01-07T14:00 01-08T14:00 Ana", "01-08T14:00 01-09T14:00 Bo", "01-09T14:00 01-10T00:00 Chen",
            ]
        },
        {
            "a start of long ago only says on which days turns change", "UTC", "daily 09:00 from 2025-06-01: Ana Bo Chen",
            ["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Bo", "01-07T09:00 01-08T09:00 Chen", "01-08T09:00 01-09T09:00 Ana", "01-09T09:00 01-10T00:00 Bo"]
        },
        {
            "a start that comes with the next hand-off says who has that turn", "UTC", "daily 09:00 from 2026-01-07: Bo Chen Ana",
            ["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-08T09:00 Bo", "01-08T09:00 01-09T09:00 Chen", "01-09T09:00 01-10T00:00 Ana"]
        },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_moves_neither_the_past_nor_the_shift_that_runs_and_goes_on_with_the_next_person(string change, string zone, string layer, string[] shifts) =>
        Rota.Of("UTC", Daily).Changed("2026-01-06T12:00", zone, layer).Shifts("2026-01-05", "2026-01-10").ShouldBe(shifts, change);

    [Fact]
    public void A_change_at_once_moves_the_shift_that_runs_and_no_earlier_one()
    {
        Rota.Of("UTC", Daily).ChangedAtOnce("2026-01-06T12:00", "UTC", "daily 09:00 from 2026-01-05: Ana Chen").Shifts("2026-01-05", "2026-01-08")
            .ShouldBe(["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-06T12:00 Bo", "01-06T12:00 01-07T09:00 Chen", "01-07T09:00 01-08T00:00 Ana"]);
        Rota.Of("UTC", Daily).ChangedAtOnce("2026-01-06T12:00", "UTC", "daily 09:00 from 2026-01-06: Dee Ana").Shifts("2026-01-05", "2026-01-08")
            .ShouldBe(
                ["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-06T12:00 Bo", "01-06T12:00 01-07T09:00 Dee", "01-07T09:00 01-08T00:00 Ana"],
                "today's turn is the first by the new start");
        Rota.Of("UTC", Daily).ChangedAtOnce("2026-01-06T12:00", "UTC", Daily + " Dee").Shifts("2026-01-06T10:00", "2026-01-08")
            .ShouldBe(["01-06T10:00 01-07T09:00 Bo", "01-07T09:00 01-08T00:00 Chen"], "who stays in the list stays on call");
    }

    [Fact]
    public void A_layer_that_is_taken_away_or_put_on_top_leaves_the_shift_that_runs()
    {
        var two = Rota.Of("UTC", "weekly 09:00 from 2026-01-05: Chen Dee", "daily 09:00 from 2026-01-05: Ana Bo");
        var upper = two.Layers[1].Id;
        two.Changed("2026-01-06T12:00", "UTC", "weekly 09:00 from 2026-01-05: Chen Dee").Shifts("2026-01-05", "2026-01-14")
            .ShouldBe(["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Bo", "01-07T09:00 01-12T09:00 Chen", "01-12T09:00 01-14T00:00 Dee"]);
        two.Layers.ShouldHaveSingleItem().Id.ShouldNotBe(upper);
        Rota.Of("UTC", Daily).Changed("2026-01-06T12:00", "UTC", Daily, "weekly 09:00 from 2026-01-05: Dee").Shifts("2026-01-05", "2026-01-08")
            .ShouldBe(["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Bo", "01-07T09:00 01-08T00:00 Dee"]);
        Rota.Of("UTC", Daily).Changed("2026-01-06T12:00", "UTC").Shifts("2026-01-05", "2026-01-08")
            .ShouldBe(["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Bo"]);
    }

    [Fact]
    public void Layers_that_change_places_keep_their_turns()
    {
        var schedule = Rota.Of("UTC", "daily 09:00 from 2026-01-05: Ana Bo", "daily 12:00 from 2026-01-05: Chen Dee");
        var (lower, upper) = (schedule.Layers[0].Id, schedule.Layers[1].Id);
        LayerSpec[] swapped = [Rota.Layer("daily 12:00 from 2026-01-05: Chen Dee") with { Id = upper }, Rota.Layer("daily 09:00 from 2026-01-05: Ana Bo") with { Id = lower }];
        schedule.Changed("2026-01-06T13:00", new ScheduleSpec("Shop", "UTC", swapped, null));
        schedule.Layers.Select(l => l.Id).ShouldBe([upper, lower]);
        schedule.Shifts("2026-01-06T12:00", "2026-01-09").ShouldBe(
            ["01-06T12:00 01-07T12:00 Dee", "01-07T12:00 01-08T09:00 Ana", "01-08T09:00 01-09T00:00 Bo"]);
    }

    [Fact]
    public void Where_nobody_is_on_call_a_change_counts_at_once()
    {
        Rota.Of("UTC", "daily 09:00 from 2026-02-01: Ana").Changed("2026-01-06T12:00", "UTC", "daily 09:00 from 2026-01-05: Ana Bo")
            .Shifts("2026-01-05", "2026-01-08").ShouldBe(["01-06T12:00 01-07T09:00 Bo", "01-07T09:00 01-08T00:00 Ana"]);
        var left = Rota.Of("UTC", Daily);
        left.Changed("2026-01-06T12:00", new ScheduleSpec("Shop", "UTC", [Rota.Layer("daily 09:00 from 2026-01-05: Ana Chen")], null), Rota.Bo);
        left.Shifts("2026-01-06", "2026-01-08", Rota.Bo).ShouldBe(["01-06T00:00 01-06T09:00 Ana", "01-06T12:00 01-07T09:00 Chen", "01-07T09:00 01-08T00:00 Ana"]);
    }

    [Fact]
    public void Changes_while_one_waits_replace_it_and_taking_it_back_leaves_no_trace()
    {
        var schedule = Rota.Of("UTC", Daily).Changed("2026-01-06T12:00", "UTC", "daily 09:00 from 2026-01-05: Dee");
        schedule.LayersFrom.ShouldBe(Rota.Utc("2026-01-07T09:00"));
        schedule.Changed("2026-01-06T13:00", "UTC", Daily + " Dee").Shifts("2026-01-05", "2026-01-09")
            .ShouldBe(["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Bo", "01-07T09:00 01-08T09:00 Chen", "01-08T09:00 01-09T00:00 Dee"]);
        schedule.Former.Count.ShouldBe(1);
        schedule.Changed("2026-01-06T14:00", "UTC", Daily);
        (schedule.Former.Count, schedule.LayersFrom).ShouldBe((0, Schedule.Create(Rota.NewId(), new("Shop", "UTC", [], null), Rota.NewId, null).LayersFrom));
        schedule.Shifts("2026-01-06", "2026-01-08").ShouldBe(["01-06T00:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Bo", "01-07T09:00 01-08T00:00 Chen"]);
    }

    [Fact]
    public void What_waits_for_the_next_hand_off_can_be_hurried()
    {
        var schedule = Rota.Of("UTC", Daily).Changed("2026-01-06T12:00", "UTC", "daily 09:00 from 2026-01-05: Dee");
        schedule.ChangedAtOnce("2026-01-06T13:00", "UTC", "daily 09:00 from 2026-01-05: Dee").Shifts("2026-01-06T10:00", "2026-01-08")
            .ShouldBe(["01-06T10:00 01-06T13:00 Bo", "01-06T13:00 01-08T00:00 Dee"]);
    }

    [Fact]
    public void Another_name_of_the_schedule_or_of_a_layer_waits_for_nothing()
    {
        var schedule = Rota.Of("UTC", Daily);
        schedule.Changed("2026-01-06T12:00", new ScheduleSpec("Store", "UTC", [Rota.Layer(Daily) with { Name = "Days" }], null));
        (schedule.Name, schedule.Layers[0].Name, schedule.Former.Count).ShouldBe(("Store", "Days", 0));
    }

    [Fact]
    public void Overrides_stay_through_a_change_and_the_turn_under_one_ends_when_it_would_have()
    {
        Rota.Of("UTC", Daily).With("2026-01-06T10:00 2026-01-06T14:00 Dee", "2026-01-07T10:00 2026-01-07T11:00 Dee")
            .Changed("2026-01-06T12:00", "UTC", "daily 09:00 from 2026-01-05: Ana Chen").Shifts("2026-01-06T09:00", "2026-01-08").ShouldBe(
            [
                "01-06T09:00 01-06T10:00 Bo", "01-06T10:00 01-06T14:00 Dee*", "01-06T14:00 01-07T09:00 Bo",
                "01-07T09:00 01-07T10:00 Chen", "01-07T10:00 01-07T11:00 Dee*", "01-07T11:00 01-08T00:00 Chen",
            ]);
    }

    [Fact]
    public void A_person_alone_keeps_the_turn_that_runs_and_not_the_whole_row_of_them() =>
        Rota.Of("UTC", "daily 09:00 from 2026-01-05: Ana").Changed("2026-01-06T12:00", "UTC", "daily 09:00 from 2026-01-05: Ana Bo")
            .Shifts("2026-01-05", "2026-01-09").ShouldBe(["01-05T09:00 01-07T09:00 Ana", "01-07T09:00 01-08T09:00 Bo", "01-08T09:00 01-09T00:00 Ana"]);

    [Fact]
    public void A_lane_goes_on_through_a_change_and_one_that_was_taken_away_shows_what_it_gave()
    {
        var schedule = Rota.Of("UTC", "weekly 09:00 from 2026-01-05: Chen Dee", "daily 09:00 from 2026-01-05: Ana Bo")
            .Changed("2026-01-06T12:00", "UTC", "weekly 09:00 from 2026-01-05: Chen Dee");
        var lanes = ShiftCalculator.Lanes(schedule, Rota.Utc("2026-01-05"), Rota.Utc("2026-01-13"));
        lanes.Select(lane => lane.Shifts.Select(Rota.Line).ToArray()).ShouldBe(
            [["01-05T09:00 01-12T09:00 Chen", "01-12T09:00 01-13T00:00 Dee"], ["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Bo"]]);
    }
}
