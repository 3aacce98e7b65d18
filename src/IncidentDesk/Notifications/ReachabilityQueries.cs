using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Notifications;

/// <summary>The newest message over a contact method: how it stands, and why. <paramref name="IsTrouble"/>: it failed, or waits after a failed attempt.</summary>
public sealed record LastMessage(string SubjectKind, NotificationStatus Status, string Reason, DateTimeOffset At, bool IsTrouble);

/// <summary>A contact method as its owner sees it. <paramref name="CodeEndsAt"/> is the end of the code that is out; null when none is.</summary>
public sealed record OwnMethod(ContactMethodView Method, DateTimeOffset? CodeEndsAt, LastMessage? Last);

/// <summary>
/// How a person can be reached, and what will happen when they are paged, as the code that does it plans it. <paramref name="WaitsForMailServer"/>: all that would
/// reach them is mail, and no server is set that could take it.
/// </summary>
public sealed record Reachability(
    IReadOnlyList<OwnMethod> Methods, IReadOnlyList<NotificationRuleView> Rules, NotificationPlan High, NotificationPlan Low, NotificationPlan Updates, bool WaitsForMailServer);

/// <summary>Reads how people are reached.</summary>
public sealed class ReachabilityQueries(Desk desk, NotificationSettings settings)
{
    /// <summary>Whether email can leave at all.</summary>
    public bool HasMailServer => settings.Email is not null;

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
        var high = NotificationPlan.For(Urgency.High, methods, rules);
        return new Reachability(
            [.. methods.Select(m => View(m, last.GetValueOrDefault(m.Id)))],
            [.. rules.OrderBy(r => r.Urgency).ThenBy(r => r.After).Select(NotificationRuleView.Of)],
            high,
            NotificationPlan.For(Urgency.Low, methods, rules),
            NotificationPlan.ForUpdates(methods, rules),
            settings.Email is null && high.Reaches && high.Messages.All(m => m.Method is ContactKind.Email or ContactKind.InApp));
    }

    /// <summary>Which of these people can be reached outside the program: they have a verified method that a message can leave by.</summary>
    public async Task<HashSet<Guid>> ReachableAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.ReachableAsync(people, cancellation, byMail: settings.Email is not null);
    }

    /// <summary>Which of these people only a mail server is missing to: all that they have verified is mail, and no server is set that could take it.</summary>
    public async Task<HashSet<Guid>> WaitForMailServerAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellation = default)
    {
        if (settings.Email is not null)
        {
            return [];
        }
        await using var db = await desk.ReadAsync(cancellation);
        var verified = await db.ReachableAsync(people, cancellation);
        verified.ExceptWith(await db.ReachableAsync(people, cancellation, byMail: false));
        return verified;
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
    public static async Task<HashSet<Guid>> ReachableAsync(this DeskDb db, IReadOnlyCollection<Guid> people, CancellationToken cancellation = default, bool byMail = true) =>
        [.. await db.Set<ContactMethod>().Where(m => people.Contains(m.PersonId) && m.VerifiedAt != null && m.DeletedAt == null && (byMail || m.Kind != ContactKind.Email))
            .Select(m => m.PersonId).Distinct().ToListAsync(cancellation)];
}
