using IncidentDesk.Kernel;
using IncidentDesk.OnCall;
using IncidentDesk.Storage;

namespace IncidentDesk.Tests.OnCall;

public sealed class ScheduleQueriesTests
{
    private static readonly DateTimeOffset Noon = ScheduleDesk.Noon;
    private static readonly LayerDraft Daily = new([Rota.Ana, Rota.Bo], "daily", "09:00", "2026-01-05");

    [Fact]
    public async Task Lists_go_on_where_the_last_page_ended()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        foreach (var name in new[] { "Shop", "Bank", "Cart" })
        {
            await desk.CreateAsync(name, Daily);
        }
        var first = await desk.Queries.ListAsync(new PageAsk(Limit: 2));
        var second = await desk.Queries.ListAsync(new PageAsk(first.NextCursor, 2));
        (first.Items.Count, second.NextCursor).ShouldBe((2, null));
        first.Items.Concat(second.Items).Select(s => (s.Name, s.TimeZone, s.Layers, s.Version)).ShouldBe(
            [("Shop", "UTC", 1, 1), ("Bank", "UTC", 1, 1), ("Cart", "UTC", 1, 1)], ignoreOrder: true);
    }

    [Fact]
    public async Task Who_is_on_call_now_is_known_for_each_schedule_with_name_and_end_of_the_shift()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var shop = await desk.CreateAsync("Shop", Daily);
        var bank = await desk.CreateAsync("Bank", Daily with { People = [Rota.Bo] });
        var later = await desk.CreateAsync("Later", Daily with { Start = "2026-02-01" });
        await desk.Actions.AddOverrideAsync(shop, new(Rota.Chen, Noon.AddHours(3), Noon.AddHours(4)), ScheduleDesk.By);

        var now = (await desk.Queries.OnCallAsync(Noon)).Value;
        now.Select(o => (o.ScheduleName, o.Names.SingleOrDefault(), o.Answer.Reason, o.Until)).ShouldBe(
        [
            ("Bank", "Bo", OnCallReason.Layer, null),
            ("Later", null, OnCallReason.BeforeStart, null),
            ("Shop", "Ana", OnCallReason.Layer, Noon.AddHours(3)),
        ]);
        (await desk.Queries.OnCallAsync(Noon.AddHours(3), [shop])).Value.Single().Names.ShouldBe(["Chen"]);
        (await desk.Queries.OnCallAsync(Noon, [bank, later, Rota.NewId()])).Value.Select(o => o.ScheduleId).ShouldBe([bank, later]);
    }

    [Fact]
    public async Task A_shift_that_an_override_cuts_ends_where_the_override_starts_and_whoever_overrides_is_next()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var shop = await desk.CreateAsync("Shop", Daily);
        await desk.Actions.AddOverrideAsync(shop, new(Rota.Chen, Noon.AddHours(3), Noon.AddHours(4)), ScheduleDesk.By);
        (await desk.Queries.OnCallAsync(Noon)).Value.Single().Until.ShouldBe(Noon.AddHours(3));
        (await desk.Queries.NextShiftsOfAsync(Rota.Ana, Noon))[0].Shift.End.ShouldBe(Noon.AddHours(3));
        (await desk.Queries.NextShiftsOfAsync(Rota.Chen, Noon)).ShouldHaveSingleItem().Shift.Start.ShouldBe(Noon.AddHours(3));
    }

    [Fact]
    public async Task Someone_who_left_is_on_call_nowhere()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var shop = await desk.CreateAsync("Shop", Daily);
        await desk.LeaveAsync(Rota.Ana);
        (await desk.ResolveAsync(shop, Noon)).Reason.ShouldBe(OnCallReason.Gap);
        (await desk.Queries.OnCallAsync(Noon)).Value.Single().Names.ShouldBeEmpty();
        (await desk.Queries.CoverageAsync(shop, Noon, Noon.AddHours(42))).Value.Gaps.ShouldBe([new Gap(Noon, Noon.AddHours(21))]);
    }

    [Fact]
    public async Task Shifts_come_with_their_lanes_and_names()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var shop = await desk.CreateAsync("Shop", Daily);
        await desk.Actions.AddOverrideAsync(shop, new(Rota.Chen, Noon.AddHours(-1), Noon.AddHours(1)), ScheduleDesk.By);
        await desk.Actions.AddOverrideAsync(shop, new(Rota.Chen, Noon.AddHours(50), Noon.AddHours(51)), ScheduleDesk.By);
        var shifts = (await desk.Queries.ShiftsAsync(shop, Noon, Noon.AddHours(24))).Value;
        shifts.Final.Select(Rota.Line).ShouldBe(["01-05T12:00 01-05T13:00 Chen*", "01-05T13:00 01-06T09:00 Ana", "01-06T09:00 01-06T12:00 Bo"]);
        shifts.Lanes.Single().Shifts.Select(Rota.Line).ShouldBe(["01-05T12:00 01-06T09:00 Ana", "01-06T09:00 01-06T12:00 Bo"]);
        shifts.Names.Values.ShouldBe(["Ana", "Bo", "Chen"], ignoreOrder: true);
        shifts.Version.ShouldBe(3);

        var inBerlin = (await desk.Queries.ShiftsAsync(shop, Noon.ToOffset(TimeSpan.FromHours(1)), Noon.AddHours(24).ToOffset(TimeSpan.FromHours(1)))).Value;
        inBerlin.Final.ShouldBe(shifts.Final);
        inBerlin.Final.ShouldAllBe(s => s.Start.Offset == TimeSpan.Zero && s.End.Offset == TimeSpan.Zero);
    }

    [Fact]
    public async Task Times_in_no_order_too_far_apart_or_out_of_reach_are_refused_by_field()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var shop = await desk.CreateAsync("Shop", Daily);
        Field(await desk.Queries.ShiftsAsync(shop, Noon, Noon)).ShouldBe("to");
        Field(await desk.Queries.ShiftsAsync(shop, Noon, Noon.AddDays(367))).ShouldBe("to");
        Field(await desk.Queries.CoverageAsync(shop, DateTimeOffset.MinValue, Noon)).ShouldBe("from");
        Field(await desk.Queries.CoverageAsync(shop, Noon, DateTimeOffset.MaxValue)).ShouldBe("to");
        Field(await desk.Queries.OnCallAsync(DateTimeOffset.MaxValue)).ShouldBe("at");
        (await desk.Queries.ShiftsAsync(Rota.NewId(), Noon, Noon.AddDays(1))).Refusal.ShouldBeOfType<Refusal.NotFound>();
    }

    [Fact]
    public async Task A_persons_own_shifts_come_from_every_schedule_in_order_covers_included()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var shop = await desk.CreateAsync("Shop", Daily);
        var bank = await desk.CreateAsync("Bank", Daily with { People = [Rota.Bo, Rota.Ana] });
        await desk.Actions.AddOverrideAsync(bank, new(Rota.Ana, Noon.AddHours(2), Noon.AddHours(3)), ScheduleDesk.By);
        var own = (await desk.Queries.ShiftsOfAsync(Rota.Ana, Noon, Noon.AddHours(24))).Value;
        own.Select(o => $"{o.ScheduleName} {Rota.Line(o.Shift)}").ShouldBe(
            ["Shop 01-05T12:00 01-06T09:00 Ana", "Bank 01-05T14:00 01-05T15:00 Ana*", "Bank 01-06T09:00 01-06T12:00 Ana"]);
        own.Select(o => o.ScheduleId).ShouldBe([shop, bank, bank]);
        Field(await desk.Queries.ShiftsOfAsync(Rota.Ana, Noon, Noon)).ShouldBe("to");
    }

    [Fact]
    public async Task The_next_shifts_of_a_person_end_where_they_end_also_beyond_four_weeks()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        await desk.CreateAsync("Shop", Daily);
        var next = (await desk.Queries.NextShiftsOfAsync(Rota.Ana, Noon)).Select(own => Rota.Line(own.Shift)).ToList();
        next.Count.ShouldBe(15);
        (next[0], next[^1]).ShouldBe(("01-05T12:00 01-06T09:00 Ana", "02-02T09:00 02-03T09:00 Ana"));

        await desk.CreateAsync("Bank", Daily with { People = [Rota.Chen] });
        (await desk.Queries.NextShiftsOfAsync(Rota.Chen, Noon)).ShouldHaveSingleItem().GoesOn.ShouldBeTrue();
        (await desk.Queries.NextShiftsOfAsync(Rota.Ana, Noon)).ShouldAllBe(own => !own.GoesOn);
    }

    [Fact]
    public void A_draft_shows_its_shifts_before_it_is_stored_or_what_is_wrong_with_it()
    {
        var draft = new ScheduleDraft("Shop", "UTC", [Daily]);
        ScheduleQueries.Preview(draft, Noon, Noon.AddHours(24)).Value.Shifts.Select(Rota.Line).ShouldBe(["01-05T12:00 01-06T09:00 Ana", "01-06T09:00 01-06T12:00 Bo"]);
        Field(ScheduleQueries.Preview(draft with { TimeZone = "Mars" }, Noon, Noon.AddHours(24))).ShouldBe("timeZone");
        Field(ScheduleQueries.Preview(draft, Noon, Noon)).ShouldBe("to");
    }

    private static string Field<T>(Outcome<T> outcome) => outcome.Refusal.ShouldBeOfType<Refusal.Invalid>().Errors.Single().Field;
}
