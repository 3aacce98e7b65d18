using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Postmortems;

/// <summary>An action item as pages and API show it. <paramref name="Due"/> is a local day wherever the owner is.</summary>
public sealed record ActionItemView(
    Guid Id, string Title, Guid OwnerId, string Owner, bool OwnerLeft, DateOnly Due, ActionPriority Priority, ActionType Type, ActionStatus Status, string? Reason,
    Guid PostmortemId, long IncidentNumber, Guid? FactorId, DateTimeOffset CreatedAt, DateTimeOffset? ClosedAt, long Version)
{
    public bool IsOpen => Status is ActionStatus.Open or ActionStatus.InProgress;

    /// <summary>How many days it is late on this day; 0 when it is not, or no longer open.</summary>
    public int DaysLate(DateOnly today) => IsOpen ? Math.Max(0, today.DayNumber - Due.DayNumber) : 0;
}

/// <summary>Which action items a list holds. <paramref name="Open"/>: only those that are open or in progress, or only the others.</summary>
public sealed record ActionItemFilter(Guid? OwnerId = null, Guid? PostmortemId = null, ActionStatus? Status = null, ActionPriority? Priority = null,
    ActionType? Type = null, bool? Open = null, DateOnly? DueBefore = null);

/// <summary>What pages and API read of action items.</summary>
public static class ActionItemQueries
{
    /// <summary>In the order in which they were added, after the id given.</summary>
    public static Task<List<ActionItemView>> ActionItemsAsync(this DeskDb db, ActionItemFilter filter, Guid? after, int limit, CancellationToken cancellation) =>
        View(db, Wanted(db, filter).Where(a => after == null || a.Id > after).OrderBy(a => a.Id).Take(limit)).ToListAsync(cancellation);

    /// <summary>What is due first comes first; of one day the most urgent.</summary>
    public static async Task<List<ActionItemView>> ActionItemsByDueAsync(this DeskDb db, ActionItemFilter filter, int limit, CancellationToken cancellation) =>
        [.. (await View(db, Wanted(db, filter).OrderBy(a => a.Due).ThenBy(a => a.Id).Take(limit)).ToListAsync(cancellation))
            .OrderBy(a => a.Due).ThenBy(a => a.Priority).ThenBy(a => a.Id)];

    /// <summary>Null when there is none.</summary>
    public static Task<ActionItemView?> ActionItemAsync(this DeskDb db, Guid id, CancellationToken cancellation) =>
        View(db, db.Set<ActionItem>().Where(a => a.Id == id)).FirstOrDefaultAsync(cancellation);

    /// <summary>How many there are, counted up to a limit.</summary>
    public static Task<int> CountActionItemsAsync(this DeskDb db, ActionItemFilter filter, int limit, CancellationToken cancellation) =>
        Wanted(db, filter).OrderBy(a => a.Id).Take(limit).CountAsync(cancellation);

    private static IQueryable<ActionItem> Wanted(DeskDb db, ActionItemFilter filter)
    {
        var wanted = db.Set<ActionItem>().AsNoTracking();
        if (filter.OwnerId is { } owner)
        {
            wanted = wanted.Where(a => a.OwnerId == owner);
        }
        if (filter.PostmortemId is { } postmortem)
        {
            wanted = wanted.Where(a => a.PostmortemId == postmortem);
        }
        if (filter.Status is { } status)
        {
            wanted = wanted.Where(a => a.Status == status);
        }
        if (filter.Priority is { } priority)
        {
            wanted = wanted.Where(a => a.Priority == priority);
        }
        if (filter.Type is { } type)
        {
            wanted = wanted.Where(a => a.Type == type);
        }
        if (filter.Open is { } open)
        {
            wanted = wanted.Where(a => (a.Status == ActionStatus.Open || a.Status == ActionStatus.InProgress) == open);
        }
        return filter.DueBefore is { } day ? wanted.Where(a => a.Due < day) : wanted;
    }

    private static IQueryable<ActionItemView> View(DeskDb db, IQueryable<ActionItem> items) =>
        from a in items
        join person in db.Set<Person>() on a.OwnerId equals person.Id
        join p in db.Set<Postmortem>() on a.PostmortemId equals p.Id
        select new ActionItemView(a.Id, a.Title, a.OwnerId, person.Name, person.DisabledAt != null, a.Due, a.Priority, a.Type, a.Status, a.Reason,
            a.PostmortemId, p.IncidentNumber, a.FactorId, a.CreatedAt, a.ClosedAt, a.Version);
}
