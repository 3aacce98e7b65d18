using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.OnCall;

/// <summary>A schedule with the overrides and former layers that a stretch of time needs, and since when those of its people have left the desk who have.</summary>
internal sealed record LoadedSchedule(Schedule Schedule, IReadOnlyDictionary<Guid, DateTimeOffset> Gone, IReadOnlyDictionary<Guid, string> Names);

/// <summary>Reads what <see cref="OnCallResolver"/> needs and asks it; the way in for a verb that has a context of its own.</summary>
public static class OnCallLookup
{
    /// <summary>Whom the schedule means at an instant. One that never existed answers like a deleted one, with version 0.</summary>
    public static async Task<OnCallAnswer> ResolveAsync(DeskDb db, Guid schedule, DateTimeOffset at, CancellationToken cancellation = default)
    {
        at = at.ToUniversalTime();
        var found = await LoadAsync(db, s => s.Id == schedule, at, at, cancellation);
        return found is [var one]
            ? OnCallResolver.Resolve(one.Schedule, at, one.Gone)
            : new OnCallAnswer([], 0, OnCallReason.Deleted, null);
    }

    /// <summary>The schedules, by name, with their overrides and former layers that touch the time from one instant to another, both included and in UTC.</summary>
    internal static async Task<IReadOnlyList<LoadedSchedule>> LoadAsync(
        DeskDb db,
        System.Linq.Expressions.Expression<Func<Schedule, bool>> which,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellation)
    {
        var schedules = await db.Set<Schedule>().AsNoTracking().Where(which)
            .Include(s => s.Overrides.Where(o => o.To > from && o.From <= to).OrderBy(o => o.Sequence))
            .Include(s => s.Former.Where(f => f.To > from && f.From <= to))
            .AsSingleQuery().OrderBy(s => s.Name).ToListAsync(cancellation);
        var ids = schedules.SelectMany(s => s.People()).Distinct().ToList();
        var people = await db.Set<Person>().AsNoTracking().Where(p => ids.Contains(p.Id))
            .Select(p => new { p.Id, p.Name, p.DisabledAt }).ToListAsync(cancellation);
        var gone = people.Where(p => p.DisabledAt is not null).ToDictionary(p => p.Id, p => p.DisabledAt!.Value);
        var names = people.ToDictionary(p => p.Id, p => p.Name);
        return [.. schedules.Select(s => new LoadedSchedule(s, gone, names))];
    }

    /// <summary>Since when those of a schedule's people have left the desk who have.</summary>
    internal static async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> GoneAsync(DeskDb db, Schedule schedule, CancellationToken cancellation)
    {
        var ids = schedule.People().Distinct().ToList();
        return await db.Set<Person>().Where(p => ids.Contains(p.Id) && p.DisabledAt != null).ToDictionaryAsync(p => p.Id, p => p.DisabledAt!.Value, cancellation);
    }
}
