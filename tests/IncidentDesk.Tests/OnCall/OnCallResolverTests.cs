using IncidentDesk.OnCall;

namespace IncidentDesk.Tests.OnCall;

public sealed class OnCallResolverTests
{
    [Fact]
    public void Whoever_has_the_turn_is_on_call_with_the_version_that_says_so()
    {
        var schedule = Rota.Of("UTC", "daily 09:00 from 2026-01-05: Ana Bo").With("2026-01-06T10:00 2026-01-06T12:00 Chen");
        var layer = OnCallResolver.Resolve(schedule, Rota.Utc("2026-01-06T09:00"));
        layer.PersonIds.ShouldBe([Rota.Bo]);
        (layer.Reason, layer.SourceId, layer.ScheduleVersion).ShouldBe((OnCallReason.Layer, schedule.Layers[0].Id, 2));

        var cover = OnCallResolver.Resolve(schedule, Rota.Utc("2026-01-06T10:00"));
        cover.PersonIds.ShouldBe([Rota.Chen]);
        (cover.Reason, cover.SourceId).ShouldBe((OnCallReason.Override, schedule.Overrides.Single().Id));

        OnCallResolver.Resolve(schedule, Rota.Utc("2026-01-06T12:00")).PersonIds.ShouldBe([Rota.Bo]);
    }

    [Fact]
    public void Nobody_by_a_schedule_without_layers_or_people()
    {
        Nobody(Rota.Of("UTC"), OnCallReason.EmptyRotation);
        Nobody(Rota.Of("UTC", "daily 09:00 from 2026-01-01:"), OnCallReason.EmptyRotation);
    }

    [Fact]
    public void Nobody_before_the_first_shift_of_any_layer() =>
        Nobody(Rota.Of("UTC", "daily 12:01 from 2026-01-05: Ana", "daily 09:00 from 2026-02-01: Bo"), OnCallReason.BeforeStart);

    [Fact]
    public void Nobody_by_a_deleted_schedule()
    {
        var schedule = Rota.Of("UTC", "daily 09:00 from 2026-01-01: Ana").With("2026-01-01 2026-02-01 Bo");
        schedule.Delete(Rota.Utc("2026-01-05T11:00"));
        Nobody(schedule, OnCallReason.Deleted);
        schedule.Shifts("2026-01-01", "2026-02-01").ShouldBeEmpty();
    }

    [Fact]
    public void Someone_who_left_leaves_a_gap_in_their_own_turns_only()
    {
        var schedule = Rota.Of("UTC", "daily 09:00 from 2026-01-05: Ana Bo Chen");
        Nobody(schedule, OnCallReason.Gap, Rota.Ana);
        schedule.Shifts("2026-01-05", "2026-01-09", Rota.Bo).ShouldBe(
            ["01-05T09:00 01-06T09:00 Ana", "01-07T09:00 01-08T09:00 Chen", "01-08T09:00 01-09T00:00 Ana"]);
    }

    [Fact]
    public void What_someone_who_left_would_have_covered_falls_to_the_layer_below()
    {
        var schedule = Rota.Of("UTC", "daily 09:00 from 2026-01-05: Ana", "daily 09:00 from 2026-01-05: Bo")
            .With("2026-01-05T11:00 2026-01-05T13:00 Chen");
        var at = Rota.Utc("2026-01-05T12:00");
        OnCallResolver.Resolve(schedule, at).PersonIds.ShouldBe([Rota.Chen]);
        OnCallResolver.Resolve(schedule, at, Rota.Gone(Rota.Chen)).PersonIds.ShouldBe([Rota.Bo]);
        OnCallResolver.Resolve(schedule, at, Rota.Gone(Rota.Chen, Rota.Bo)).PersonIds.ShouldBe([Rota.Ana]);
    }

    [Fact]
    public void Whoever_leaves_keeps_the_shifts_before_that()
    {
        var schedule = Rota.Of("UTC", "daily 09:00 from 2026-01-05: Ana Bo").With("2026-01-06T10:00 2026-01-06T18:00 Ana");
        var gone = new Dictionary<Guid, DateTimeOffset> { [Rota.Ana] = Rota.Utc("2026-01-06T12:00") };
        ShiftCalculator.Final(schedule, Rota.Utc("2026-01-05"), Rota.Utc("2026-01-08"), gone).Select(Rota.Line).ShouldBe(
            ["01-05T09:00 01-06T09:00 Ana", "01-06T09:00 01-06T10:00 Bo", "01-06T10:00 01-06T12:00 Ana*", "01-06T12:00 01-07T09:00 Bo"]);
        OnCallResolver.Resolve(schedule, Rota.Utc("2026-01-06T11:00"), gone).PersonIds.ShouldBe([Rota.Ana]);
        OnCallResolver.Resolve(schedule, Rota.Utc("2026-01-06T12:00"), gone).PersonIds.ShouldBe([Rota.Bo]);
    }

    private static void Nobody(Schedule schedule, OnCallReason why, params Guid[] gone)
    {
        var answer = OnCallResolver.Resolve(schedule, Rota.Utc("2026-01-05T12:00"), Rota.Gone(gone));
        answer.PersonIds.ShouldBeEmpty();
        (answer.Reason, answer.SourceId, answer.ScheduleVersion).ShouldBe((why, null, schedule.Version));
    }
}
