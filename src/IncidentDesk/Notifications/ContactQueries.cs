using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Notifications;

/// <summary>A contact method as pages and API show it; <paramref name="VerifiedAt"/> is null until its code was typed in or somebody vouched for it.</summary>
public sealed record ContactMethodView(Guid Id, Guid PersonId, ContactKind Kind, string Address, DateTimeOffset CreatedAt, DateTimeOffset? VerifiedAt)
{
    public static ContactMethodView Of(ContactMethod m) => new(m.Id, m.PersonId, m.Kind, m.Address, m.CreatedAt, m.VerifiedAt);
}

/// <summary>A notification rule as pages and API show it.</summary>
public sealed record NotificationRuleView(Guid Id, Guid PersonId, RuleFor Urgency, TimeSpan After, Guid ContactMethodId)
{
    public static NotificationRuleView Of(NotificationRule r) => new(r.Id, r.PersonId, r.Urgency, r.After, r.ContactMethodId);
}

/// <summary>Reads how people are reached. A person has few methods and rules: the lists are whole.</summary>
public static class ContactQueries
{
    /// <summary>A person's methods in the order in which they were added.</summary>
    public static async Task<IReadOnlyList<ContactMethodView>> ContactMethodsAsync(this DeskDb db, Guid personId, CancellationToken cancellation) =>
        [.. (await db.Set<ContactMethod>().AsNoTracking().Where(m => m.PersonId == personId && m.DeletedAt == null).OrderBy(m => m.Id).ToListAsync(cancellation))
            .Select(ContactMethodView.Of)];

    /// <summary>A person's rules: high urgency first, then low, then updates; the soonest first.</summary>
    public static async Task<IReadOnlyList<NotificationRuleView>> NotificationRulesAsync(this DeskDb db, Guid personId, CancellationToken cancellation) =>
        [.. (await db.Set<NotificationRule>().AsNoTracking().Where(r => r.PersonId == personId).OrderBy(r => r.Urgency).ThenBy(r => r.After).ThenBy(r => r.Id)
            .ToListAsync(cancellation)).Select(NotificationRuleView.Of)];
}
