using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentDesk.OnCall;

/// <summary>
/// The verbs of schedules. Each is one transaction with its audit entry, under the schedule's row lock. A climb that is under way feels a change with its next
/// step, because it asks who is on call only then.
/// </summary>
public sealed class ScheduleActions(Desk desk)
{
    /// <summary>Makes a schedule, version 1.</summary>
    public Task<Outcome<Schedule>> CreateAsync(ScheduleDraft draft, Caller by, CancellationToken cancellation = default) =>
        WithSpecAsync(ScheduleRules.Check(draft), (spec, work) => CreateAsync(spec, by, work), cancellation);

    /// <summary>Makes the schedule what the draft says, if it still has the version that the caller saw.</summary>
    public Task<Outcome<Schedule>> UpdateAsync(
        Guid id, long version, ScheduleDraft draft, Caller by, CancellationToken cancellation = default) =>
        WithSpecAsync(ScheduleRules.Check(draft), (spec, work) => UpdateAsync(id, version, spec, by, work), cancellation);

    /// <summary>Deletes the schedule; policies that name it skip it, with that reason.</summary>
    public Task<Outcome<Schedule>> DeleteAsync(Guid id, Caller by, CancellationToken cancellation = default) =>
        desk.InTransactionAsync<Outcome<Schedule>>(async work =>
        {
            if (await LockAsync(work, id) is not { } schedule)
            {
                return new Refusal.NotFound("The schedule");
            }
            schedule.Delete(work.Now);
            work.Audit(by, "schedule.deleted", id, new { schedule.Name, schedule.Version });
            return schedule;
        }, cancellation);

    /// <summary>Puts a person on call over all that the schedule says so far. Needs no version: it takes nothing back that others did.</summary>
    public Task<Outcome<Override>> AddOverrideAsync(Guid id, OverrideDraft draft, Caller by, CancellationToken cancellation = default) =>
        WithSpecAsync(ScheduleRules.Check(draft), (spec, work) => AddOverrideAsync(id, spec, by, work), cancellation);

    /// <summary>Takes an override away; one that has begun ends now, one that has ended is refused.</summary>
    public Task<Outcome<Schedule>> RemoveOverrideAsync(Guid id, Guid overrideId, Caller by, CancellationToken cancellation = default) =>
        desk.InTransactionAsync<Outcome<Schedule>>(async work =>
        {
            if (await LockAsync(work, id) is not { } schedule)
            {
                return new Refusal.NotFound("The schedule");
            }
            if (await work.Db.Set<Override>().SingleOrDefaultAsync(o => o.ScheduleId == id && o.Id == overrideId, work.Cancellation) is not { } found)
            {
                return new Refusal.NotFound("The override");
            }
            var spec = found.ToSpec();
            if (!schedule.RemoveOverride(overrideId, work.Now))
            {
                return new Refusal.Conflict("The override has ended already.");
            }
            work.Audit(by, "schedule.override-removed", id, new { schedule.Version, Override = spec });
            return schedule;
        }, cancellation);

    private async Task<Outcome<T>> WithSpecAsync<TSpec, T>(
        Outcome<TSpec> spec, Func<TSpec, DeskTransaction, Task<Outcome<T>>> verb, CancellationToken cancellation)
    {
        try
        {
            return spec.Refusal ?? await desk.InTransactionAsync(work => verb(spec.Value, work), cancellation);
        }
        catch (DbUpdateException error) when (error.InnerException is PostgresException
        {
            SqlState: PostgresErrorCodes.UniqueViolation,
            ConstraintName: ScheduleMapping.NameIndex,
        })
        {
            return ScheduleChecks.NameRace;
        }
    }

    private static async Task<Outcome<Schedule>> CreateAsync(ScheduleSpec spec, Caller by, DeskTransaction work)
    {
        var id = work.NewId();
        if (await ScheduleChecks.CheckAsync(work, id, spec, before: null) is { } refusal)
        {
            return refusal;
        }
        var schedule = Schedule.Create(id, spec, work.NewId, by.PersonId);
        work.Db.Add(schedule);
        work.Audit(by, "schedule.created", id, Detail(schedule));
        return schedule;
    }

    private static async Task<Outcome<Schedule>> UpdateAsync(Guid id, long version, ScheduleSpec spec, Caller by, DeskTransaction work)
    {
        if (await LockAsync(work, id) is not { } schedule)
        {
            return new Refusal.NotFound("The schedule");
        }
        if (schedule.Version != version)
        {
            return await work.StaleAsync(id, schedule.Version);
        }
        var since = (spec.Overrides ?? []).Select(o => o.From).Append(work.Now).Min();
        await work.Db.Entry(schedule).Collection(s => s.Overrides).Query().Where(o => o.To > since).LoadAsync(work.Cancellation);
        if (await ScheduleChecks.CheckAsync(work, id, spec, schedule) is { } refusal)
        {
            return refusal;
        }
        schedule.Change(spec, work.NewId, by.PersonId, work.Now);
        work.Audit(by, "schedule.changed", id, Detail(schedule));
        return schedule;
    }

    private static async Task<Outcome<Override>> AddOverrideAsync(Guid id, OverrideSpec spec, Caller by, DeskTransaction work)
    {
        if (await LockAsync(work, id) is not { } schedule)
        {
            return new Refusal.NotFound("The schedule");
        }
        var errors = await ScheduleChecks.CheckPeopleAsync(work, [("personId", spec.PersonId)], []);
        if (errors.Count > 0)
        {
            return new Refusal.Invalid(errors);
        }
        var added = schedule.AddOverride(work.NewId(), spec, by.PersonId);
        work.Db.Add(added);
        work.Audit(by, "schedule.override-added", id, new { schedule.Version, Override = spec });
        return added;
    }

    private static Task<Schedule?> LockAsync(DeskTransaction work, Guid id) => work.Db.Set<Schedule>()
        .FromSql($"SELECT * FROM schedules WHERE id = {id} AND deleted_at IS NULL FOR UPDATE").SingleOrDefaultAsync(work.Cancellation);

    private static object Detail(Schedule schedule) => new { schedule.Name, schedule.TimeZone, schedule.Layers, schedule.Version };
}
