using IncidentDesk.OnCall;

namespace IncidentDesk.Tests.OnCall;

/// <summary>Turns of one layer through plain days, changed clocks and skipped days. All expected instants are UTC.</summary>
public sealed class RotationTests
{
    public static TheoryData<string, string, string, string, string[]> Turns => new()
    {
        // plain days, and a zone whose offset is not a whole hour
        {
            "Asia/Kathmandu", "daily 09:00 from 2026-01-01: Ana Bo", "2026-01-01", "2026-01-03T12:00",
            ["01-01T03:15 01-02T03:15 Ana", "01-02T03:15 01-03T03:15 Bo", "01-03T03:15 01-03T12:00 Ana"]
        },
        {
            "UTC", "weekly 09:00 from 2026-01-05: Ana Bo Chen", "2026-01-01", "2026-02-01",
            ["01-05T09:00 01-12T09:00 Ana", "01-12T09:00 01-19T09:00 Bo", "01-19T09:00 01-26T09:00 Chen", "01-26T09:00 02-01T00:00 Ana"]
        },
        // a week with a changed clock in it keeps its local hand-off, an hour shorter or longer
        {
            "Europe/Berlin", "weekly 09:00 from 2026-03-23: Ana Bo", "2026-03-20", "2026-04-06",
            ["03-23T08:00 03-30T07:00 Ana", "03-30T07:00 04-06T00:00 Bo"]
        },
        {
            "Europe/Berlin", "weekly 09:00 from 2026-10-19: Ana Bo", "2026-10-12", "2026-11-02",
            ["10-19T07:00 10-26T08:00 Ana", "10-26T08:00 11-02T00:00 Bo"]
        },
        // the hand-off is skipped: it is at the jump
        {
            "Europe/Berlin", "daily 02:30 from 2026-03-28: Ana Bo Chen", "2026-03-28", "2026-03-31",
            ["03-28T01:30 03-29T01:00 Ana", "03-29T01:00 03-30T00:30 Bo", "03-30T00:30 03-31T00:00 Chen"]
        },
        {
            "America/New_York", "daily 02:30 from 2026-03-07: Ana Bo", "2026-03-07", "2026-03-10",
            ["03-07T07:30 03-08T07:00 Ana", "03-08T07:00 03-09T06:30 Bo", "03-09T06:30 03-10T00:00 Ana"]
        },
        {
            "Australia/Lord_Howe", "daily 02:15 from 2026-10-03: Ana Bo", "2026-10-01", "2026-10-05",
            ["10-02T15:45 10-03T15:30 Ana", "10-03T15:30 10-04T15:15 Bo", "10-04T15:15 10-05T00:00 Ana"]
        },
        // the hand-off occurs twice: the incoming person has the whole repeated stretch
        {
            "Europe/Berlin", "daily 02:30 from 2026-10-24: Ana Bo", "2026-10-24", "2026-10-27",
            ["10-24T00:30 10-25T00:30 Ana", "10-25T00:30 10-26T01:30 Bo", "10-26T01:30 10-27T00:00 Ana"]
        },
        {
            "America/New_York", "daily 01:30 from 2026-10-31: Ana Bo", "2026-10-31", "2026-11-03",
            ["10-31T05:30 11-01T05:30 Ana", "11-01T05:30 11-02T06:30 Bo", "11-02T06:30 11-03T00:00 Ana"]
        },
        {
            "Australia/Lord_Howe", "daily 01:45 from 2026-04-04: Ana Bo", "2026-04-01", "2026-04-06",
            ["04-03T14:45 04-04T14:45 Ana", "04-04T14:45 04-05T15:15 Bo", "04-05T15:15 04-06T00:00 Ana"]
        },
        // in Ramadan Morocco sets its clocks back and then forward again
        {
            "Africa/Casablanca", "daily 02:30 from 2025-02-22: Ana Bo", "2025-02-22", "2025-02-25",
            ["02-22T01:30 02-23T01:30 Ana", "02-23T01:30 02-24T02:30 Bo", "02-24T02:30 02-25T00:00 Ana"]
        },
        {
            "Africa/Casablanca", "daily 02:30 from 2025-04-05: Ana Bo", "2025-04-05", "2025-04-08",
            ["04-05T02:30 04-06T02:00 Ana", "04-06T02:00 04-07T01:30 Bo", "04-07T01:30 04-08T00:00 Ana"]
        },
        // clocks go back over midnight, so that the date itself goes back: 25 October 23:00 to 24:00 occurs twice
        {
            "Asia/Beirut", "daily 23:30 from 2025-10-24: Ana Bo", "2025-10-24", "2025-10-27",
            ["10-24T20:30 10-25T20:30 Ana", "10-25T20:30 10-26T21:30 Bo", "10-26T21:30 10-27T00:00 Ana"]
        },
        {
            "Asia/Beirut", "daily 00:00 from 2025-10-25: Ana Bo", "2025-10-24", "2025-10-27",
            ["10-24T21:00 10-25T22:00 Ana", "10-25T22:00 10-26T22:00 Bo", "10-26T22:00 10-27T00:00 Ana"]
        },
        // here even the first minute of 7 November occurs before the last hour of the 6th is repeated
        {
            "America/St_Johns", "daily 00:00 from 2010-11-06: Ana Bo", "2010-11-06", "2010-11-09",
            ["11-06T02:30 11-07T02:30 Ana", "11-07T02:30 11-08T03:30 Bo", "11-08T03:30 11-09T00:00 Ana"]
        },
        // Samoa had no 30 December 2011: that day's turn lasts from the jump to the next hand-off, or not at all
        {
            "Pacific/Apia", "daily 09:00 from 2011-12-28: Ana Bo Chen", "2011-12-28", "2012-01-01",
            ["12-28T19:00 12-29T19:00 Ana", "12-29T19:00 12-30T10:00 Bo", "12-30T10:00 12-30T19:00 Chen", "12-30T19:00 12-31T19:00 Ana", "12-31T19:00 01-01T00:00 Bo"]
        },
        {
            "Pacific/Apia", "daily 00:00 from 2011-12-29: Ana Bo Chen", "2011-12-28", "2012-01-01",
            ["12-29T10:00 12-30T10:00 Ana", "12-30T10:00 12-31T10:00 Chen", "12-31T10:00 01-01T00:00 Ana"]
        },
        {
            "Pacific/Apia", "daily 09:00 from 2011-12-30: Ana Bo", "2011-12-28", "2012-01-01",
            ["12-30T10:00 12-30T19:00 Ana", "12-30T19:00 12-31T19:00 Bo", "12-31T19:00 01-01T00:00 Ana"]
        },
        // one person alone: one shift; nobody: none
        { "Europe/Berlin", "daily 02:30 from 2026-03-28: Ana", "2026-03-01", "2026-04-01", ["03-28T01:30 04-01T00:00 Ana"] },
        { "Europe/Berlin", "daily 02:30 from 2026-03-28:", "2026-03-01", "2026-04-01", [] },
        // a stretch long after the start, and one before it
        { "UTC", "weekly 09:00 from 2026-01-05: Ana Bo Chen", "2126-01-01", "2126-01-02", ["01-01T00:00 01-02T00:00 Ana"] },
        { "UTC", "weekly 09:00 from 2026-01-05: Ana Bo Chen", "2025-01-01", "2026-01-05T09:00", [] },
    };

    [Theory]
    [MemberData(nameof(Turns))]
    public void Turns_change_at_the_local_hand_off(string zone, string layer, string from, string to, string[] shifts) =>
        Rota.Of(zone, layer).Shifts(from, to).ShouldBe(shifts);

    [Theory]
    [MemberData(nameof(Turns))]
    public void The_person_at_an_instant_is_the_one_of_the_shift_list(string zone, string layer, string from, string to, string[] shifts)
    {
        var schedule = Rota.Of(zone, layer);
        var list = ShiftCalculator.Final(schedule, Rota.Utc(from), Rota.Utc(to));
        list.Count.ShouldBe(shifts.Length);
        for (var at = Rota.Utc(from); at < Rota.Utc(to); at += (Rota.Utc(to) - Rota.Utc(from)) / 997)
        {
            var shift = list.SingleOrDefault(s => s.Start <= at && at < s.End);
            (ShiftCalculator.OnCallAt(schedule, at)?.PersonId).ShouldBe(shift?.PersonId, $"{at:O}");
        }
    }

    [Fact]
    public void A_lane_shows_each_turn_even_when_one_person_has_them_all()
    {
        var schedule = Rota.Of("UTC", "daily 09:00 from 2026-01-05: Ana", "weekly 09:00 from 2026-01-06: Bo");
        var lanes = ShiftCalculator.Lanes(schedule, Rota.Utc("2026-01-05"), Rota.Utc("2026-01-07T10:00"));
        lanes.Select(lane => lane.Layer.Position).ShouldBe([0, 1]);
        lanes[0].Shifts.Select(Rota.Line).ShouldBe(["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Ana", "01-07T09:00 01-07T10:00 Ana"]);
        lanes[1].Shifts.Select(Rota.Line).ShouldBe(["01-06T09:00 01-07T10:00 Bo"]);
    }

    [Fact]
    public void A_later_layer_covers_an_earlier_one_from_its_start_on()
    {
        var schedule = Rota.Of(
            "UTC", "daily 09:00 from 2026-01-05: Ana Bo", "daily 12:00 from 2026-01-06: Chen", "daily 00:00 from 2026-01-01:");
        schedule.Shifts("2026-01-05", "2026-01-08").ShouldBe(
            ["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-06T12:00 Bo", "01-06T12:00 01-08T00:00 Chen"]);
    }
}
