using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Notifications;

/// <summary>How status updates reach many people, read at once.</summary>
public static class UpdatePlans
{
    /// <summary>A plan for each of these people.</summary>
    public static async Task<IReadOnlyDictionary<Guid, NotificationPlan>> UpdatePlansAsync(this DeskDb db, IReadOnlyCollection<Guid> people, CancellationToken cancellation)
    {
        var methods = (await db.Set<ContactMethod>().AsNoTracking().Where(m => people.Contains(m.PersonId) && m.DeletedAt == null)
            .OrderBy(m => m.CreatedAt).ToListAsync(cancellation)).ToLookup(m => m.PersonId);
        var rules = (await db.Set<NotificationRule>().AsNoTracking().Where(r => people.Contains(r.PersonId) && r.Urgency == RuleFor.Updates)
            .ToListAsync(cancellation)).ToLookup(r => r.PersonId);
        return people.ToDictionary(p => p, p => NotificationPlan.ForUpdates([.. methods[p]], [.. rules[p]]));
    }
}
