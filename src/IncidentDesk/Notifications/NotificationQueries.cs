using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Notifications;

/// <summary>One try, as people see it.</summary>
public sealed record AttemptView(int Number, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, AttemptOutcome Outcome, string? Answer);

/// <summary>Who was told, how, with what result and why.</summary>
public sealed record NotificationView(
    Guid Id, Guid PersonId, string PersonName, ContactKind Method, string? Address, NotificationStatus Status, string Reason, string Title, string Link, Guid SubjectId,
    DateTimeOffset CreatedAt, DateTimeOffset DueAt, DateTimeOffset? SentAt, DateTimeOffset? SeenAt, IReadOnlyList<AttemptView> Attempts, Guid? PageId)
{
    /// <summary>True when a crash left an attempt whose fate nobody knows.</summary>
    public bool FateUnknown => Attempts.Any(a => a.Outcome == AttemptOutcome.Unknown);

    /// <summary>As this reader may see it: where a person is reached is for that person and administrators, also where a server's answer names it.</summary>
    public NotificationView SeenBy(Standing? reader) => Address is not { Length: > 0 } address || reader?.May(Right.SeeAddresses, Owner.Person(PersonId)) == true ? this : this with
    {
        Address = null,
        Reason = PrivateAddress.Hide(Reason, address),
        Attempts = [.. Attempts.Select(a => a with { Answer = a.Answer is { } answer ? PrivateAddress.Hide(answer, address) : null })],
    };
}

/// <summary>Keeps where a person is reached out of what everybody reads.</summary>
public static class PrivateAddress
{
    /// <summary>The sentence without the address.</summary>
    public static string Hide(string text, string? address) =>
        string.IsNullOrEmpty(address) ? text : text.Replace(address, "their address", StringComparison.OrdinalIgnoreCase);
}

/// <summary>What pages and API read of notifications.</summary>
public static class NotificationQueries
{
    /// <summary>About one subject, newest first, those before the one given; all of them, or only pages.</summary>
    public static async Task<List<NotificationView>> NotificationsAboutAsync(
        this DeskDb db, Guid subjectId, CancellationToken cancellation, int limit = 500, Guid? before = null, bool pagesOnly = false) =>
        await ViewAsync(db, db.Set<Notification>()
            .Where(n => n.SubjectId == subjectId && (before == null || n.Id < before) && (!pagesOnly || n.PageId != null)).OrderByDescending(n => n.Id).Take(limit), cancellation);

    /// <summary>A person's bell: what the program shows them, newest first.</summary>
    public static async Task<List<NotificationView>> BellAsync(this DeskDb db, Guid personId, int limit, CancellationToken cancellation) =>
        await ViewAsync(db, db.Set<Notification>().Where(n => n.PersonId == personId && n.Method == ContactKind.InApp).OrderByDescending(n => n.Id).Take(limit), cancellation);

    /// <summary>How many in the bell the person has not seen.</summary>
    public static Task<int> UnseenAsync(this DeskDb db, Guid personId, CancellationToken cancellation) =>
        db.Set<Notification>().CountAsync(n => n.PersonId == personId && n.Method == ContactKind.InApp && n.SeenAt == null && n.Status == NotificationStatus.Sent, cancellation);

    private static async Task<List<NotificationView>> ViewAsync(DeskDb db, IQueryable<Notification> notifications, CancellationToken cancellation)
    {
        var rows = await (from n in notifications.AsNoTracking()
                          join p in db.Set<Person>() on n.PersonId equals p.Id
                          select new { n, p.Name, Address = db.Set<ContactMethod>().Where(m => m.Id == n.ContactMethodId).Select(m => m.Address).FirstOrDefault() })
            .ToListAsync(cancellation);
        var ids = rows.Select(r => r.n.Id).ToList();
        var attempts = (await db.Set<NotificationAttempt>().AsNoTracking().Where(a => ids.Contains(a.NotificationId)).OrderBy(a => a.Number).ToListAsync(cancellation))
            .ToLookup(a => a.NotificationId, a => new AttemptView(a.Number, a.StartedAt, a.EndedAt, a.Outcome, a.Answer));
        return [.. rows.Select(r => new NotificationView(r.n.Id, r.n.PersonId, r.Name, r.n.Method, r.Address, r.n.Status, r.n.Reason, r.n.Title, r.n.Link, r.n.SubjectId,
            r.n.CreatedAt, r.n.DueAt, r.n.SentAt, r.n.SeenAt, [.. attempts[r.n.Id]], r.n.PageId))];
    }
}
