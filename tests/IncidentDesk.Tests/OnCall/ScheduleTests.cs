using IncidentDesk.OnCall;

namespace IncidentDesk.Tests.OnCall;

public sealed class ScheduleTests
{
    private static readonly DateTimeOffset Now = Rota.Utc("2026-01-10");
    private static readonly OverrideSpec Ended = new(Rota.Ana, Now.AddDays(-2), Now);
    private static readonly OverrideSpec Running = new(Rota.Bo, Now.AddDays(-1), Now.AddDays(1));
    private static readonly OverrideSpec Coming = new(Rota.Chen, Now.AddDays(2), Now.AddDays(3));

    [Fact]
    public void Every_change_is_a_new_version()
    {
        var schedule = Rota.Of("UTC");
        schedule.Version.ShouldBe(1);
        Change(schedule, null);
        schedule.AddOverride(Rota.NewId(), Coming, null);
        schedule.Delete(Now);
        schedule.Version.ShouldBe(4);
    }

    [Fact]
    public void A_layer_keeps_its_id_while_it_keeps_its_position()
    {
        var schedule = Rota.Of("UTC", "daily 09:00 from 2026-01-05: Ana");
        var first = schedule.Layers[0].Id;
        var two = new[] { Rota.Layer("weekly 10:00 from 2026-01-05: Bo"), Rota.Layer("daily 09:00 from 2026-01-05: Ana") };
        schedule.Change(new("Shop", "UTC", two, null), Rota.NewId, null, Now);
        schedule.Layers.Select(l => l.Position).ShouldBe([0, 1]);
        schedule.Layers[0].Id.ShouldBe(first);
        schedule.Layers[0].People.ShouldBe([Rota.Bo]);
        schedule.Layers[1].Id.ShouldNotBe(first);
    }

    [Fact]
    public void A_change_without_a_list_leaves_the_overrides()
    {
        var schedule = WithOverrides();
        Change(schedule, null);
        Specs(schedule).ShouldBe([Ended, Running, Coming]);
    }

    [Fact]
    public void An_empty_list_takes_away_what_is_to_come_and_ends_what_runs()
    {
        var schedule = WithOverrides();
        Change(schedule, []);
        Specs(schedule).ShouldBe([Ended, Running with { To = Now }]);
    }

    [Fact]
    public void The_same_list_again_keeps_the_same_overrides()
    {
        var schedule = WithOverrides();
        var before = Ids(schedule);
        Change(schedule, [Ended, Running, Coming]);
        Change(schedule, [Running, Coming]);
        Ids(schedule).ShouldBe(before);
    }

    [Fact]
    public void What_a_longer_or_shorter_list_still_has_stays_as_it_is()
    {
        var schedule = WithOverrides();
        var before = Ids(schedule);
        var more = Coming with { PersonId = Rota.Ana };
        Change(schedule, [Running, Coming, more]);
        Ids(schedule).Take(3).ShouldBe(before);
        var added = Ids(schedule)[3];
        Change(schedule, [Running, more]);
        Ids(schedule).ShouldBe([before[0], before[1], added]);
    }

    [Fact]
    public void Another_order_is_another_order_of_creation()
    {
        var schedule = WithOverrides();
        var late = Coming with { PersonId = Rota.Ana };
        Change(schedule, [Running, late, Coming]);
        Specs(schedule).ShouldBe([Ended, Running, late, Coming]);
        schedule.Overrides.Select(o => o.Sequence).ShouldBeUnique();
    }

    private static Schedule WithOverrides()
    {
        var schedule = Rota.Of("UTC");
        schedule.Change(new("Shop", "UTC", [], [Ended, Running, Coming]), Rota.NewId, null, Now);
        return schedule;
    }

    private static List<Guid> Ids(Schedule schedule) => [.. schedule.Overrides.OrderBy(o => o.Sequence).Select(o => o.Id)];

    private static void Change(Schedule schedule, OverrideSpec[]? overrides) =>
        schedule.Change(new("Shop", "UTC", [], overrides), Rota.NewId, null, Now);

    private static IEnumerable<OverrideSpec> Specs(Schedule schedule) =>
        schedule.Overrides.OrderBy(o => o.Sequence).Select(o => new OverrideSpec(o.PersonId, o.From, o.To));
}
