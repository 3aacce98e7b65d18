using IncidentDesk.Audit;
using IncidentDesk.Escalation;
using IncidentDesk.Kernel;
using IncidentDesk.OnCall;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Tests.OnCall;

public sealed class ScheduleActionsTests
{
    private static readonly DateTimeOffset Noon = ScheduleDesk.Noon;
    private static readonly LayerDraft Daily = new([Rota.Ana, Rota.Bo], "daily", "09:00", "2026-01-05");
    private static readonly ScheduleDraft Shop = new("Shop", "Europe/Berlin", [Daily]);

    [Fact]
    public async Task A_new_schedule_is_read_back_as_it_was_sent()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var cover = new OverrideDraft(Rota.Chen, Noon, Noon.AddHours(2));
        var layers = new[] { Daily, new LayerDraft([Rota.Chen], "weekly", "23:30", "2026-02-02", "Night") };
        var id = (await desk.Actions.CreateAsync(new("Shop", "Europe/Berlin", layers, [cover]), ScheduleDesk.By)).Value.Id;

        var view = (await desk.Queries.GetAsync(id, Noon)).Value;
        (view.Name, view.TimeZone, view.Version).ShouldBe(("Shop", "Europe/Berlin", 1));
        view.Layers.Select(l => (l.Name, l.Rotation, l.Handoff, l.Start)).ShouldBe(
            [(null, Rotation.Daily, "09:00", new DateOnly(2026, 1, 5)), ("Night", Rotation.Weekly, "23:30", new DateOnly(2026, 2, 2))]);
        view.Layers[0].People.ShouldBe([Rota.Ana, Rota.Bo]);
        view.Overrides.Select(o => (o.PersonId, o.From, o.To, o.CreatedBy)).ShouldBe([(Rota.Chen, Noon, Noon.AddHours(2), Rota.Ana)]);
    }

    [Fact]
    public async Task An_update_makes_a_new_version_and_a_stale_one_is_told_who_was_first()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var id = (await desk.Actions.CreateAsync(Shop, ScheduleDesk.By)).Value.Id;
        (await desk.Actions.ChangeAsync(id, Shop with { Name = "Store" }, 1, ScheduleDesk.By)).Value.Version.ShouldBe(2);

        await desk.MoveClockAsync(Noon.AddMinutes(5));
        var stale = (await desk.Actions.ChangeAsync(id, Shop, 1, ScheduleDesk.By)).Refusal.ShouldBeOfType<Refusal.Stale>();
        stale.CurrentVersion.ShouldBe(2);
        stale.Message.ShouldStartWith("Ana changed this 5 minutes ago");
        (await desk.Queries.GetAsync(id, Noon)).Value.Name.ShouldBe("Store");
    }

    [Fact]
    public async Task An_update_replaces_the_overrides_from_now_on_and_keeps_what_was()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        OverrideDraft[] covers = [Cover(-3, -1), Cover(-1, 1), Cover(2, 3)];
        var id = (await desk.Actions.CreateAsync(Shop with { Overrides = covers }, ScheduleDesk.By)).Value.Id;
        await desk.Actions.ChangeAsync(id, Shop with { Overrides = [covers[0], Cover(4, 5)] }, 1, ScheduleDesk.By);

        var now = (await desk.Queries.GetAsync(id, Noon.AddMinutes(10))).Value;
        now.Overrides.Select(o => o.From).ShouldBe([Noon.AddHours(4)]);
        var shifts = (await desk.Queries.ShiftsAsync(id, Noon.AddHours(-4), Noon.AddHours(6))).Value.Final;
        shifts.Where(s => s.Source == ShiftSource.Override).Select(s => s.Start).ShouldBe([Noon.AddHours(-3), Noon.AddHours(-1), Noon.AddHours(4)]);
    }

    [Fact]
    public async Task An_override_comes_and_goes_each_with_a_version()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var id = await desk.CreateAsync("Shop", Daily);
        var added = (await desk.Actions.AddOverrideAsync(id, Cover(1, 3), ScheduleDesk.By)).Value;
        (await desk.ResolveAsync(id, Noon.AddHours(2))).PersonIds.ShouldBe([Rota.Chen]);

        (await desk.Actions.RemoveOverrideAsync(id, added.Id, ScheduleDesk.By)).Value.ShouldBe(added);
        (await desk.Queries.GetAsync(id, Noon)).Value.Version.ShouldBe(3);
        (await desk.ResolveAsync(id, Noon.AddHours(2))).PersonIds.ShouldBe([Rota.Ana]);
        (await desk.Actions.RemoveOverrideAsync(id, added.Id, ScheduleDesk.By)).Refusal.ShouldBeOfType<Refusal.NotFound>();
    }

    [Fact]
    public async Task An_override_removed_while_it_runs_ends_and_can_not_be_removed_again()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var id = await desk.CreateAsync("Shop", Daily);
        var added = (await desk.Actions.AddOverrideAsync(id, Cover(-2, 3), ScheduleDesk.By)).Value;
        (await desk.Actions.RemoveOverrideAsync(id, added.Id, ScheduleDesk.By)).Succeeded.ShouldBeTrue();
        (await desk.ResolveAsync(id, Noon.AddHours(-1))).PersonIds.ShouldBe([Rota.Chen]);
        (await desk.ResolveAsync(id, Noon.AddHours(1))).PersonIds.ShouldBe([Rota.Ana]);
        (await desk.Actions.RemoveOverrideAsync(id, added.Id, ScheduleDesk.By)).Refusal.ShouldBeOfType<Refusal.Conflict>();
    }

    [Fact]
    public async Task A_deleted_schedule_is_gone_and_its_name_is_free()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var id = await desk.CreateAsync("Shop", Daily);
        (await desk.Actions.DeleteAsync(id, null, ScheduleDesk.By)).Succeeded.ShouldBeTrue();

        (await desk.Queries.GetAsync(id, Noon)).Refusal.ShouldBeOfType<Refusal.NotFound>();
        (await desk.Actions.DeleteAsync(id, null, ScheduleDesk.By)).Refusal.ShouldBeOfType<Refusal.NotFound>();
        (await desk.Actions.ChangeAsync(id, Shop, 2, ScheduleDesk.By)).Refusal.ShouldBeOfType<Refusal.NotFound>();
        (await desk.Actions.AddOverrideAsync(id, Cover(1, 2), ScheduleDesk.By)).Refusal.ShouldBeOfType<Refusal.NotFound>();
        var answer = await desk.ResolveAsync(id, Noon);
        (answer.Reason, answer.ScheduleVersion).ShouldBe((OnCallReason.Deleted, 2));
        (await desk.ResolveAsync(Rota.NewId(), Noon)).Reason.ShouldBe(OnCallReason.Deleted);
        (await desk.Actions.CreateAsync(Shop, ScheduleDesk.By)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_schedule_that_a_policy_pages_stays_and_a_stale_delete_is_refused()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var id = await desk.CreateAsync("Shop", Daily);
        (await desk.Actions.DeleteAsync(id, 7, ScheduleDesk.By)).Refusal.ShouldBeOfType<Refusal.Stale>();
        await using var db = await desk.ReadAsync();
        db.Add(new EscalationPolicy
        {
            Id = Rota.NewId(),
            Name = "Night watch",
            Steps = [new PolicyStep(TimeSpan.FromMinutes(5), [new Target(TargetKind.Schedule, id)])],
        });
        await db.SaveChangesAsync();
        var needed = (await desk.Actions.DeleteAsync(id, 1, ScheduleDesk.By)).Refusal.ShouldBeOfType<Refusal.Conflict>();
        needed.Message.ShouldContain("Night watch");
        (await desk.ResolveAsync(id, Noon)).PersonIds.ShouldBe([Rota.Ana]);
    }

    [Fact]
    public async Task A_name_is_given_once_even_when_two_ask_at_once()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var both = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => desk.Actions.CreateAsync(Shop, ScheduleDesk.By)));
        both.Count(o => o.Succeeded).ShouldBe(1);
        both.Where(o => !o.Succeeded).ShouldAllBe(o => ((Refusal.Invalid)o.Refusal!).Errors.Single().Field == "name");
    }

    [Fact]
    public async Task Changes_at_once_all_count()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var id = await desk.CreateAsync("Shop", Daily);
        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => desk.Actions.AddOverrideAsync(id, Cover(i, i + 1), ScheduleDesk.By)));
        added.ShouldAllBe(o => o.Succeeded);
        var view = (await desk.Queries.GetAsync(id, Noon)).Value;
        (view.Version, view.Overrides.Count).ShouldBe((9, 8));
    }

    [Fact]
    public async Task Unknown_people_are_named_by_their_field_and_nothing_is_stored()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var draft = Shop with { Layers = [Daily, Daily with { People = [Rota.Bo, Rota.NewId()] }], Overrides = [Cover(1, 2) with { PersonId = Rota.NewId() }] };
        Fields(await desk.Actions.CreateAsync(draft, ScheduleDesk.By)).ShouldBe(["layers[1].people[1]", "overrides[0].personId"]);
        (await desk.Queries.ListAsync(new())).Items.ShouldBeEmpty();

        var id = await desk.CreateAsync("Shop", Daily);
        Fields(await desk.Actions.AddOverrideAsync(id, Cover(1, 2) with { PersonId = Rota.NewId() }, ScheduleDesk.By)).ShouldBe(["personId"]);
        Fields(await desk.Actions.AddOverrideAsync(id, Cover(2, 1), ScheduleDesk.By)).ShouldBe(["to"]);
        (await desk.Queries.GetAsync(id, Noon)).Value.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Someone_who_left_may_stay_where_they_were_and_come_nowhere_new()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var id = await desk.CreateAsync("Shop", Daily);
        await desk.LeaveAsync(Rota.Bo);
        (await desk.Actions.ChangeAsync(id, Shop with { Name = "Store" }, 1, ScheduleDesk.By)).Succeeded.ShouldBeTrue();
        Fields(await desk.Actions.CreateAsync(Shop, ScheduleDesk.By)).ShouldBe(["layers[0].people[1]"]);
    }

    [Fact]
    public async Task Every_verb_that_changed_something_left_an_audit_entry_and_no_other_did()
    {
        await using var desk = await ScheduleDesk.StartAsync();
        var id = await desk.CreateAsync("Shop", Daily);
        await desk.Actions.ChangeAsync(id, Shop, 1, ScheduleDesk.By);
        await desk.Actions.ChangeAsync(id, Shop, 1, ScheduleDesk.By);
        var added = (await desk.Actions.AddOverrideAsync(id, Cover(1, 2), ScheduleDesk.By)).Value;
        await desk.Actions.RemoveOverrideAsync(id, added.Id, ScheduleDesk.By);
        await desk.Actions.DeleteAsync(id, null, ScheduleDesk.By);

        await using var db = await desk.ReadAsync();
        var entries = await db.Set<AuditEntry>().OrderBy(e => e.At).ToListAsync();
        entries.Select(e => e.Action).ShouldBe(
            ["schedule.created", "schedule.changed", "schedule.override-added", "schedule.override-removed", "schedule.deleted"]);
        entries.ShouldAllBe(e => e.SubjectId == id && e.Actor == "Ana" && e.Door == "api");
    }

    private static OverrideDraft Cover(double fromHour, double toHour) => new(Rota.Chen, Noon.AddHours(fromHour), Noon.AddHours(toHour));

    private static IEnumerable<string> Fields<T>(Outcome<T> outcome) => outcome.Refusal.ShouldBeOfType<Refusal.Invalid>().Errors.Select(e => e.Field);
}
