using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Notifications;

/// <summary>The newest message over a contact method: how it stands, and why. <paramref name="IsTrouble"/>: it failed, or waits after a failed attempt.</summary>
public sealed record LastMessage(string SubjectKind, NotificationStatus Status, string Reason, DateTimeOffset At, bool IsTrouble);

/// <summary>A contact method as its owner sees it. <paramref name="CodeEndsAt"/> is the end of the code that is out; null when none is.</summary>
public sealed record OwnMethod(ContactMethodView Method, DateTimeOffset? CodeEndsAt, LastMessage? Last);

/// <summary>How a person can be reached, and what will happen when they are paged, as the code that does it plans it.</summary>
public sealed record Reachability(
    IReadOnlyList<OwnMethod> Methods, IReadOnlyList<NotificationRuleView> Rules, NotificationPlan High, NotificationPlan Low);

/// <summary>Reads how people are reached.</summary>
public sealed class ReachabilityQueries(Desk desk)
{
    /// <summary>The methods in the order in which they were added, and the rules by urgency and wait.</summary>
    public async Task<Reachability> OfAsync(Guid personId, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        var methods = await db.Set<ContactMethod>().AsNoTracking().Where(m => m.PersonId == personId && m.DeletedAt == null)
            .OrderBy(m => m.CreatedAt).ToListAsync(cancellation);
        var rules = await db.Set<NotificationRule>().AsNoTracking().Where(r => r.PersonId == personId).ToListAsync(cancellation);
        var ids = methods.ConvertAll(m => (Guid?)m.Id);
        var last = await db.Set<Notification>().AsNoTracking().Where(n => n.PersonId == personId && ids.Contains(n.ContactMethodId))
            .GroupBy(n => n.ContactMethodId).Select(g => g.OrderByDescending(n => n.Id).First()).ToDictionaryAsync(n => n.ContactMethodId!.Value, cancellation);
        return new Reachability(
            [.. methods.Select(m => View(m, last.GetValueOrDefault(m.Id)))],
            [.. rules.OrderBy(r => r.Urgency).ThenBy(r => r.After).Select(NotificationRuleView.Of)],
            NotificationPlan.For(Urgency.High, methods, rules),
            NotificationPlan.For(Urgency.Low, methods, rules));
    }

    /// <summary>Which of these people can be reached outside the program: they have a verified method.</summary>
    public async Task<HashSet<Guid>> ReachableAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.ReachableAsync(people, cancellation);
    }

    /// <summary>Whether a message has gone out to the person beyond the program: a test that they asked for, or a page.</summary>
    public async Task<bool> WasToldAsync(Guid personId, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.Set<Notification>().AnyAsync(n => n.PersonId == personId && n.Method != ContactKind.InApp && n.SubjectKind != "verification"
            && (n.Status == NotificationStatus.Sent || n.Status == NotificationStatus.Delivered), cancellation);
    }

    private static OwnMethod View(ContactMethod method, Notification? last) => new(
        ContactMethodView.Of(method), method.CodeHash is null ? null : method.CodeEndsAt,
        last is null ? null : new LastMessage(last.SubjectKind, last.Status, last.Reason, last.SentAt ?? last.CreatedAt,
            last.Status == NotificationStatus.Failed || (last is { Attempts: > 0, Status: NotificationStatus.Queued })));
}

/// <summary>The same question for those who have a context of their own.</summary>
public static class Reachable
{
    /// <summary>Which of these people have a verified method: by <see cref="NotificationPlan"/>, each of them is reached outside the program.</summary>
    public static async Task<HashSet<Guid>> ReachableAsync(this DeskDb db, IReadOnlyCollection<Guid> people, CancellationToken cancellation = default) =>
        [.. await db.Set<ContactMethod>().Where(m => people.Contains(m.PersonId) && m.VerifiedAt != null && m.DeletedAt == null)
            .Select(m => m.PersonId).Distinct().ToListAsync(cancellation)];
}
