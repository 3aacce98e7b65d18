using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.OnCall;

/// <summary>Knows the policies that page by schedules, for this folder, which lies below them.</summary>
public interface IScheduleOwners
{
    /// <summary>The teams whose services are escalated by the schedule; none while no policy pages by it.</summary>
    Task<Owner?> FindAsync(DeskTransaction desk, Guid id);
}

/// <summary>
/// The verbs of schedules. Each is one transaction with its audit entry, under the schedule's row lock. A climb that is under way feels a change with its next
/// step, because it asks who is on call only then.
/// </summary>
public sealed class ScheduleActions(Desk desk, IScheduleOwners owners, IEnumerable<IUseOf<Schedule>> uses)
{
    /// <summary>Makes a schedule, version 1.</summary>
    public Task<Outcome<ScheduleView>> CreateAsync(ScheduleDraft draft, Caller by, CancellationToken cancellation = default) =>
        WithSpecAsync<ScheduleSpec, ScheduleView>(by, Right.ConfigureSchedules, _ => Task.FromResult<Owner?>(Owner.None), ScheduleRules.Check(draft), async (spec, work) =>
        {
            await work.ChangeConfigurationAsync();
            var id = work.NewId();
            if (await ScheduleChecks.CheckAsync(work, id, spec, before: null) is { } refusal)
            {
                return refusal;
            }
            var schedule = Schedule.Create(id, spec, work.NewId, by.PersonId);
            work.Db.Add(schedule);
            var view = ScheduleView.Of(schedule, work.Now);
            work.Audit(by, "schedule.created", id, new { to = view });
            return view;
        }, cancellation);

    /// <summary>
    /// Makes the schedule what the draft says, if it still has the version that the caller saw. Without a list of overrides those that exist stay; a list
    /// stands from now on, and what was before now stays as it was. Changed layers take over at the next hand-off, unless the draft says at once.
    /// </summary>
    public Task<Outcome<ScheduleView>> ChangeAsync(Guid id, ScheduleDraft draft, long version, Caller by, CancellationToken cancellation = default) =>
        WithSpecAsync<ScheduleSpec, ScheduleView>(by, Right.ConfigureSchedules, work => owners.FindAsync(work, id), ScheduleRules.Check(draft), async (spec, work) =>
        {
            await work.ChangeConfigurationAsync();
            var found = await TakeAsync(work, id, version);
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }
            var schedule = found.Value;
            await LoadOverridesAsync(work, schedule, (spec.Overrides ?? []).Select(o => o.From).Append(work.Now).Min());
            await work.Db.Entry(schedule).Collection(s => s.Former).Query().Where(f => f.To > work.Now).LoadAsync(work.Cancellation);
            if (await ScheduleChecks.CheckAsync(work, id, spec, schedule) is { } wrong)
            {
                return wrong;
            }
            var before = ScheduleView.Of(schedule, work.Now);
            schedule.Change(spec, work.NewId, by.PersonId, work.Now, await OnCallLookup.GoneAsync(work.Db, schedule, work.Cancellation));
            var after = ScheduleView.Of(schedule, work.Now);
            work.Audit(by, "schedule.changed", id, new { from = before, to = after });
            return after;
        }, cancellation);

    /// <summary>Refused while an escalation policy needs the schedule. A version, where given, must be the current one.</summary>
    public Task<Outcome<ScheduleView>> DeleteAsync(Guid id, long? version, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<ScheduleView>(by, Right.ConfigureSchedules, work => owners.FindAsync(work, id), async (work, _) =>
        {
            await work.ChangeConfigurationAsync();
            var found = await TakeAsync(work, id, version);
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }
            var schedule = found.Value;
            if (await uses.WhyNeededAsync(work, id, schedule.Name) is { } needed)
            {
                return needed;
            }
            await LoadOverridesAsync(work, schedule, work.Now);
            schedule.Delete(work.Now);
            var view = ScheduleView.Of(schedule, work.Now);
            work.Audit(by, "schedule.deleted", id, new { from = view });
            return view;
        }, cancellation);

    /// <summary>Puts a person on call over all that the schedule says so far. Needs no version: it takes nothing back that others did.</summary>
    public Task<Outcome<OverrideView>> AddOverrideAsync(Guid id, OverrideDraft draft, Caller by, CancellationToken cancellation = default) =>
        WithSpecAsync<OverrideSpec, OverrideView>(by, Right.PutOnCall, work => OwnerOfNewAsync(work, id, draft.PersonId), ScheduleRules.Check(draft), async (spec, work) =>
        {
            var found = await TakeAsync(work, id, version: null);
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }
            var errors = await ScheduleChecks.CheckPeopleAsync(work, [("personId", spec.PersonId)], []);
            if (errors.Count > 0)
            {
                return new Refusal.Invalid(errors);
            }
            var view = OverrideView.Of(found.Value.AddOverride(work.NewId(), spec, by.PersonId));
            work.Audit(by, "schedule.override-added", id, new { to = view });
            return view;
        }, cancellation);

    /// <summary>Takes an override away and answers what it was; one that has begun ends now, one that has ended is refused.</summary>
    public Task<Outcome<OverrideView>> RemoveOverrideAsync(Guid id, Guid overrideId, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<OverrideView>(by, Right.PutOnCall, work => OwnerOfOverrideAsync(work, id, overrideId), async (work, _) =>
        {
            var found = await TakeAsync(work, id, version: null);
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }
            if (await work.Db.Set<Override>().FirstOrDefaultAsync(o => o.ScheduleId == id && o.Id == overrideId, work.Cancellation) is not { } removed)
            {
                return new Refusal.NotFound("The override");
            }
            var view = OverrideView.Of(removed);
            if (!found.Value.RemoveOverride(overrideId, work.Now))
            {
                return new Refusal.Conflict("The override has ended already.");
            }
            work.Audit(by, "schedule.override-removed", id, new { from = view });
            return view;
        }, cancellation);

    /// <summary>The right comes before what is wrong with the draft.</summary>
    private Task<Outcome<T>> WithSpecAsync<TSpec, T>(Caller by, Right right, Func<DeskTransaction, Task<Owner?>> ownerOf,
        Outcome<TSpec> spec, Func<TSpec, DeskTransaction, Task<Outcome<T>>> verb, CancellationToken cancellation) =>
        desk.DoAsync<T>(by, right, ownerOf, async (work, _) => spec.Refusal ?? await verb(spec.Value, work), cancellation);

    private async Task<Owner?> OwnerAsync(DeskTransaction work, Guid schedule, params IEnumerable<Guid?> people) =>
        await work.Db.Set<Schedule>().AnyAsync(s => s.Id == schedule && s.DeletedAt == null, work.Cancellation)
            ? (await owners.FindAsync(work, schedule) ?? Owner.None) with { People = [.. people.OfType<Guid>()] } : null;

    /// <summary>A draft that names nobody is wrong for whoever may put anybody on call.</summary>
    private async Task<Owner?> OwnerOfNewAsync(DeskTransaction work, Guid schedule, Guid? person) => person is null ? null : await OwnerAsync(work, schedule, person);

    private async Task<Owner?> OwnerOfOverrideAsync(DeskTransaction work, Guid schedule, Guid id)
    {
        var found = await work.Db.Set<Override>().Where(o => o.Id == id).Select(o => new { o.PersonId, o.CreatedBy }).FirstOrDefaultAsync(work.Cancellation);
        return found is null ? null : await OwnerAsync(work, schedule, found.PersonId, found.CreatedBy);
    }

    private static Task<Outcome<Schedule>> TakeAsync(DeskTransaction work, Guid id, long? version) => work.TakeAsync(
        work.Db.Set<Schedule>().FromSql($"SELECT * FROM schedules WHERE id = {id} AND deleted_at IS NULL FOR UPDATE"), id, version, "The schedule");

    private static Task LoadOverridesAsync(DeskTransaction work, Schedule schedule, DateTimeOffset since) =>
        work.Db.Entry(schedule).Collection(s => s.Overrides).Query().Where(o => o.To > since).LoadAsync(work.Cancellation);
}
