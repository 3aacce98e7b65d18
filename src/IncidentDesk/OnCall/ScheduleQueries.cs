using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.OnCall;

/// <summary>A schedule's shifts between two instants, the lanes under them, and the names of the people in them.</summary>
public sealed record ScheduleShifts(IReadOnlyList<Shift> Final, IReadOnlyList<Lane> Lanes, IReadOnlyDictionary<Guid, string> Names, long Version);

/// <summary>Who is on call by one schedule.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="ScheduleName">Its name.</param>
/// <param name="Answer">What the resolver says.</param>
/// <param name="Names">The names of the people on call, in the answer's order.</param>
/// <param name="Until">When this shift ends, UTC; null when nobody is on call or it lasts more than two weeks more.</param>
public sealed record OnCallNow(Guid ScheduleId, string ScheduleName, OnCallAnswer Answer, IReadOnlyList<string> Names, DateTimeOffset? Until);

/// <summary>A turn of one person by one schedule. <paramref name="GoesOn"/>: it ends later than was looked.</summary>
public sealed record OwnShift(Guid ScheduleId, string ScheduleName, Shift Shift, bool GoesOn = false);

/// <summary>What pages and API read about schedules. Who is on call comes from <see cref="OnCallResolver"/> alone.</summary>
public sealed class ScheduleQueries(Desk desk)
{
    /// <summary>The longest time that one question about shifts may span.</summary>
    public static readonly TimeSpan LongestSpan = TimeSpan.FromDays(366);

    /// <summary>How far ahead a person's next shifts are looked for.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(28);

    private static readonly TimeSpan LookAhead = TimeSpan.FromDays(14);

    /// <summary>Schedules in the order in which they were made.</summary>
    public async Task<Page<ScheduleRow>> ListAsync(PageAsk ask, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        var page = await db.Set<Schedule>().AsNoTracking().Where(s => s.DeletedAt == null && (ask.AfterId == null || s.Id > ask.AfterId))
            .OrderBy(s => s.Id).Select(s => new { s.Id, s.Name, s.TimeZone, s.Layers, s.Version }).PageAsync(ask, s => s.Id, cancellation);
        return new([.. page.Items.Select(s => new ScheduleRow(s.Id, s.Name, s.TimeZone, s.Layers.Count, s.Version))], page.NextCursor);
    }

    /// <summary>One schedule, with the overrides that have not ended by <paramref name="now"/>.</summary>
    public async Task<Outcome<ScheduleView>> GetAsync(Guid id, DateTimeOffset now, CancellationToken cancellation = default)
    {
        now = now.ToUniversalTime();
        await using var db = await desk.ReadAsync(cancellation);
        var found = await db.Set<Schedule>().AsNoTracking()
            .Include(s => s.Overrides.Where(o => o.To > now).OrderBy(o => o.Sequence))
            .SingleOrDefaultAsync(s => s.Id == id && s.DeletedAt == null, cancellation);
        return found is null ? NotFound() : ScheduleView.Of(found, now);
    }

    /// <summary>The final shifts and the lanes between two instants; refused when they are in no order or more than a year apart.</summary>
    public Task<Outcome<ScheduleShifts>> ShiftsAsync(Guid id, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation = default) =>
        OverAsync(id, from.ToUniversalTime(), to.ToUniversalTime(), (loaded, start, end) => new ScheduleShifts(
            ShiftCalculator.Final(loaded.Schedule, start, end, loaded.Gone),
            ShiftCalculator.Lanes(loaded.Schedule, start, end, loaded.Gone),
            loaded.Names,
            loaded.Schedule.Version), cancellation);

    /// <summary>What a draft would give between two instants, without storing anything; refused when the draft is, or as <see cref="ShiftsAsync"/> is.</summary>
    public static Outcome<ChangePreview> Preview(ScheduleDraft draft, DateTimeOffset from, DateTimeOffset to)
    {
        var spec = ScheduleRules.Check(draft);
        if ((spec.Refusal ?? CheckSpan(from, to)) is { } refusal)
        {
            return refusal;
        }
        var schedule = Schedule.Create(Guid.Empty, spec.Value, Guid.NewGuid, createdBy: null);
        return new ChangePreview(from.ToUniversalTime(), null, ShiftCalculator.Final(schedule, from.ToUniversalTime(), to.ToUniversalTime()));
    }

    /// <summary>
    /// Who would be on call from <paramref name="now"/> on if the schedule were changed now, covers included, without storing anything; refused when the draft
    /// is, or when there is no such schedule.
    /// </summary>
    public async Task<Outcome<ChangePreview>> PreviewChangeAsync(
        Guid id, ScheduleDraft draft, DateTimeOffset now, TimeSpan ahead, CancellationToken cancellation = default)
    {
        var spec = ScheduleRules.Check(draft);
        if (spec.Refusal is { } refusal)
        {
            return refusal;
        }
        await using var db = await desk.ReadAsync(cancellation);
        var found = await OnCallLookup.LoadAsync(db, s => s.Id == id && s.DeletedAt == null, now, now + ahead, cancellation);
        if (found is not [var (schedule, gone, _)])
        {
            return NotFound();
        }
        var before = OnCallResolver.Resolve(schedule, now, gone).PersonIds;
        schedule.Change(spec.Value with { Overrides = null }, Guid.NewGuid, createdBy: null, now, gone);
        return new ChangePreview(now, before.Count == 0 ? null : before[0], ShiftCalculator.Final(schedule, now, now + ahead, gone));
    }

    /// <summary>The gaps between two instants; refused when they are in no order or more than a year apart.</summary>
    public Task<Outcome<Coverage>> CoverageAsync(Guid id, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation = default) =>
        OverAsync(
            id, from.ToUniversalTime(), to.ToUniversalTime(), (loaded, start, end) => ShiftCalculator.Coverage(loaded.Schedule, start, end, loaded.Gone), cancellation);

    /// <summary>Who is on call at an instant: by each schedule named, or by all; deleted and unknown ones are left out.</summary>
    public async Task<Outcome<IReadOnlyList<OnCallNow>>> OnCallAsync(
        DateTimeOffset at, IReadOnlyCollection<Guid>? schedules = null, CancellationToken cancellation = default)
    {
        if (!ScheduleRules.IsInReach(at))
        {
            return OutOfReach("at");
        }
        at = at.ToUniversalTime();
        await using var db = await desk.ReadAsync(cancellation);
        var loaded = schedules is null
            ? await OnCallLookup.LoadAsync(db, s => s.DeletedAt == null, at, at + LookAhead, cancellation)
            : await OnCallLookup.LoadAsync(db, s => s.DeletedAt == null && schedules.Contains(s.Id), at, at + LookAhead, cancellation);
        return loaded.Select(one => Now(one, at)).ToList();
    }

    /// <summary>A person's shifts between two instants by all schedules, the earliest first; refused as <see cref="ShiftsAsync"/> is.</summary>
    public async Task<Outcome<IReadOnlyList<OwnShift>>> ShiftsOfAsync(Guid personId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation = default)
    {
        (from, to) = (from.ToUniversalTime(), to.ToUniversalTime());
        if (CheckSpan(from, to) is { } refusal)
        {
            return refusal;
        }
        await using var db = await desk.ReadAsync(cancellation);
        var loaded = await OnCallLookup.LoadAsync(db, s => s.DeletedAt == null, from, to, cancellation);
        return loaded.SelectMany(one => ShiftCalculator.Final(one.Schedule, from, to, one.Gone)
                .Where(shift => shift.PersonId == personId).Select(shift => new OwnShift(one.Schedule.Id, one.Schedule.Name, shift)))
            .OrderBy(own => own.Shift.Start).ToList();
    }

    /// <summary>A person's shift of now, from now, and those that begin within four weeks, each to its own end.</summary>
    public async Task<IReadOnlyList<OwnShift>> NextShiftsOfAsync(Guid personId, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var looked = now + (2 * Ahead);
        var wide = await ShiftsOfAsync(personId, now, looked, cancellation);
        return wide.Succeeded
            ? [.. wide.Value.Where(own => own.Shift.Start < now + Ahead).Select(own => own with { GoesOn = own.Shift.End >= looked })]
            : [];
    }

    private async Task<Outcome<T>> OverAsync<T>(
        Guid id, DateTimeOffset from, DateTimeOffset to, Func<LoadedSchedule, DateTimeOffset, DateTimeOffset, T> compute, CancellationToken cancellation)
    {
        if (CheckSpan(from, to) is { } refusal)
        {
            return refusal;
        }
        await using var db = await desk.ReadAsync(cancellation);
        var found = await OnCallLookup.LoadAsync(db, s => s.Id == id && s.DeletedAt == null, from, to, cancellation);
        return found is [var one] ? compute(one, from, to) : NotFound();
    }

    private static Refusal? CheckSpan(DateTimeOffset from, DateTimeOffset to) => (from, to) switch
    {
        _ when !ScheduleRules.IsInReach(from) => OutOfReach("from"),
        _ when !ScheduleRules.IsInReach(to) => OutOfReach("to"),
        _ when to <= from => new Refusal.Invalid("to", "The end must be after the start."),
        _ when to - from > LongestSpan => new Refusal.Invalid("to", $"At most {LongestSpan.Days} days can be shown at once."),
        _ => null,
    };

    private static OnCallNow Now(LoadedSchedule loaded, DateTimeOffset at)
    {
        var answer = OnCallResolver.Resolve(loaded.Schedule, at, loaded.Gone);
        var horizon = at + LookAhead;
        var current = answer.PersonIds.Count == 0 ? null : ShiftCalculator.Final(loaded.Schedule, at, horizon, loaded.Gone)[0];
        return new OnCallNow(
            loaded.Schedule.Id,
            loaded.Schedule.Name,
            answer,
            [.. answer.PersonIds.Select(id => loaded.Names[id])],
            current?.End == horizon ? null : current?.End);
    }

    private static Refusal NotFound() => new Refusal.NotFound("The schedule");

    private static Refusal OutOfReach(string field) => new Refusal.Invalid(
        field, $"The time must be between {ScheduleRules.EarliestDate:yyyy} and {ScheduleRules.LatestDate:yyyy}.");
}
