using IncidentDesk.Kernel;
using IncidentDesk.OnCall;

namespace IncidentDesk.Tests.OnCall;

/// <summary>Changes of layers as they are stored and read back: 5 January 2026, noon, is in Ana's turn.</summary>
public sealed class ScheduleChangeTests
{
    private static readonly DateTimeOffset Noon = ScheduleDesk.Noon;
    private static readonly DateTimeOffset Tomorrow = Rota.Utc("2026-01-06T09:00");
    private static readonly LayerDraft Daily = new([Rota.Ana, Rota.Bo], "daily", "09:00", "2026-01-01");
    private static readonly ScheduleDraft Reversed = new("Shop", "UTC", [Daily with { People = [Rota.Chen, Rota.Bo, Rota.Ana] }]);

    [Fact]
    public async Task Whoever_is_on_call_stays_until_the_next_handoff_and_the_past_stays_as_it_was()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var id = await desk.CreateAsync("Shop", Daily);
        var before = await LinesAsync(desk, id, "2026-01-01", "2026-01-06T09:00");
        var changed = (await desk.Actions.ChangeAsync(id, Reversed, 1, ScheduleDesk.By)).Value;

        (changed.Version, changed.EffectiveFrom).ShouldBe((2, Tomorrow));
        (await LinesAsync(desk, id, "2026-01-01", "2026-01-06T09:00")).ShouldBe(before);
        (await desk.ResolveAsync(id, Noon)).PersonIds.ShouldBe([Rota.Ana]);
        (await desk.Queries.OnCallAsync(Noon)).Value.Single().Until.ShouldBe(Tomorrow);
        (await LinesAsync(desk, id, "2026-01-06T00:00", "2026-01-09")).ShouldBe(
            ["01-06T00:00 01-06T09:00 Ana", "01-06T09:00 01-07T09:00 Chen", "01-07T09:00 01-08T09:00 Bo", "01-08T09:00 01-09T00:00 Ana"]);
        (await desk.Queries.GetAsync(id, Tomorrow)).Value.EffectiveFrom.ShouldBeNull();
    }

    [Fact]
    public async Task A_change_that_says_now_counts_now()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var id = await desk.CreateAsync("Shop", Daily);
        var without = Reversed with { Layers = [Daily with { People = [Rota.Chen, Rota.Bo] }], TakesEffect = "now" };
        (await desk.Actions.ChangeAsync(id, without, 1, ScheduleDesk.By)).Value.EffectiveFrom.ShouldBeNull();
        (await desk.ResolveAsync(id, Noon.AddHours(1))).PersonIds.ShouldBe([Rota.Bo]);
        (await desk.ResolveAsync(id, Noon.AddHours(-1))).PersonIds.ShouldBe([Rota.Ana]);
        var refused = await desk.Actions.ChangeAsync(id, without with { TakesEffect = "soon" }, 2, ScheduleDesk.By);
        refused.Refusal.ShouldBeOfType<Refusal.Invalid>().Errors.Single().Field.ShouldBe("takesEffect");
    }

    [Fact]
    public async Task Changes_that_follow_each_other_each_keep_what_was()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var id = await desk.CreateAsync("Shop", Daily);
        var first = (await desk.Actions.ChangeAsync(id, Reversed, 1, ScheduleDesk.By)).Value;
        var again = (await desk.Actions.ChangeAsync(id, Reversed with { Layers = [Daily with { Handoff = "10:00" }] }, first.Version, ScheduleDesk.By)).Value;
        await desk.MoveClockAsync(Noon.AddDays(3));
        await desk.Actions.ChangeAsync(id, Reversed, again.Version, ScheduleDesk.By);
        (await LinesAsync(desk, id, "2026-01-04T12:00", "2026-01-11")).ShouldBe(
            [
                "01-04T12:00 01-05T09:00 Bo", "01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-06T10:00 Bo", "01-06T10:00 01-07T10:00 Ana",
                "01-07T10:00 01-08T10:00 Bo", "01-08T10:00 01-09T10:00 Ana", "01-09T10:00 01-10T09:00 Chen", "01-10T09:00 01-11T00:00 Bo",
            ]);
    }

    [Fact]
    public async Task What_reads_a_schedule_agrees_at_a_thousand_instants_through_changes_and_overrides()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var id = await desk.CreateAsync("Shop", Daily);
        var changed = (await desk.Actions.ChangeAsync(id, Reversed, 1, ScheduleDesk.By)).Value;
        await desk.Actions.AddOverrideAsync(id, new(Rota.Chen, Noon.AddHours(3), Noon.AddHours(30)), ScheduleDesk.By);
        await desk.MoveClockAsync(Noon.AddDays(4));
        await desk.Actions.ChangeAsync(id, Reversed with { TimeZone = "America/New_York" }, changed.Version + 1, ScheduleDesk.By);

        var (from, to) = (Noon.AddDays(-5), Noon.AddDays(20));
        var shifts = (await desk.Queries.ShiftsAsync(id, from, to)).Value.Final;
        var own = (await desk.Queries.ShiftsOfAsync(Rota.Chen, from, to)).Value.Select(o => o.Shift).ToList();
        var random = new Random(8);
        for (var i = 0; i < 1000; i++)
        {
            var at = from + TimeSpan.FromSeconds(random.Next((int)(to - from).TotalSeconds));
            var shift = shifts.SingleOrDefault(s => s.Start <= at && at < s.End);
            var person = (await desk.ResolveAsync(id, at)).PersonIds.Select(p => (Guid?)p).SingleOrDefault();
            person.ShouldBe(shift?.PersonId, $"{at:O}");
            own.Any(s => s.Start <= at && at < s.End).ShouldBe(person == Rota.Chen, $"{at:O}");
            if (i % 50 == 0)
            {
                (await desk.Queries.OnCallAsync(at, [id])).Value.Single().Answer.PersonIds.SingleOrDefault().ShouldBe(person ?? default, $"{at:O}");
            }
        }
    }

    [Fact]
    public async Task A_change_is_previewed_with_the_shift_that_runs_and_the_overrides_and_nothing_is_stored()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var id = await desk.CreateAsync("Shop", Daily);
        await desk.Actions.AddOverrideAsync(id, new(Rota.Bo, Tomorrow.AddHours(1), Tomorrow.AddHours(2)), ScheduleDesk.By);
        var preview = (await desk.Queries.PreviewChangeAsync(id, Reversed, Noon, TimeSpan.FromDays(1))).Value;
        preview.Shifts.Select(Rota.Line).ShouldBe(
            ["01-05T12:00 01-06T09:00 Ana", "01-06T09:00 01-06T10:00 Chen", "01-06T10:00 01-06T11:00 Bo*", "01-06T11:00 01-06T12:00 Chen"]);
        (preview.OnCallBefore, preview.OnCallNow!.PersonId).ShouldBe((Rota.Ana, Rota.Ana));
        (await LinesAsync(desk, id, "2026-01-06T12:00", "2026-01-07")).ShouldBe(["01-06T12:00 01-07T00:00 Bo"]);

        (await desk.Queries.PreviewChangeAsync(Rota.NewId(), Reversed, Noon, TimeSpan.FromDays(1))).Refusal.ShouldBeOfType<Refusal.NotFound>();
        (await desk.Queries.PreviewChangeAsync(id, Reversed with { TimeZone = "Mars" }, Noon, TimeSpan.FromDays(1))).Refusal.ShouldBeOfType<Refusal.Invalid>();
    }

    [Fact]
    public async Task A_change_that_fills_the_turn_of_somebody_who_left_counts_at_once()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var id = await desk.CreateAsync("Shop", Daily);
        await desk.LeaveAsync(Rota.Ana);
        await desk.Actions.ChangeAsync(id, Reversed with { Layers = [Daily with { People = [Rota.Chen, Rota.Bo] }] }, 1, ScheduleDesk.Root);
        (await desk.ResolveAsync(id, Noon.AddMinutes(1))).PersonIds.ShouldBe([Rota.Bo]);
        (await LinesAsync(desk, id, "2026-01-05T10:00", "2026-01-05T12:00")).ShouldBe(["01-05T10:00 01-05T12:00 Ana"], "who left at noon was on call until then");
    }

    private static async Task<string[]> LinesAsync(ScheduleDesk desk, Guid id, string from, string to) =>
        [.. (await desk.Queries.ShiftsAsync(id, Rota.Utc(from), Rota.Utc(to))).Value.Final.Select(Rota.Line)];
}
