using IncidentDesk.Catalog;
using IncidentDesk.Incidents;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Timeline;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Escalation;

/// <summary>How often a problem of this name was here before, and how it ended last; null members when it never was.</summary>
public sealed record SeenBefore(int Times, DateTimeOffset LastAt, string? ResolvedBy, TimeSpan? Lasted, long Number);

/// <summary>One of somebody's open pages.</summary>
public sealed record OpenPage(Guid IncidentId, long Number, string Title, Severity Severity, string ServiceName, DateTimeOffset TriggeredAt);

/// <summary>What somebody said by a button of the page that acknowledges, when, and who was paged for it.</summary>
/// <param name="Kind">The timeline's <c>arrival</c> or <c>escalated</c>.</param>
/// <param name="At">When.</param>
/// <param name="Paged">Names.</param>
public sealed record Said(string Kind, DateTimeOffset At, IReadOnlyList<string> Paged);

/// <summary>What the page that acknowledges reads: whom a page asks, what else waits for them, and what was here before.</summary>
public static class PageQueries
{
    /// <summary>How long after its incident was resolved a link still opens.</summary>
    public static readonly TimeSpan LinkLife = TimeSpan.FromHours(24);

    /// <summary>Whom the notification asks, and about which incident; null when it is no page or its link's life is over.</summary>
    public static async Task<(Person Person, IncidentView Incident)?> PageOfNotificationAsync(this DeskDb db, Guid notificationId, DateTimeOffset now, CancellationToken cancellation)
    {
        var found = await (from n in db.Set<Notification>()
                           join p in db.Set<Person>() on n.PersonId equals p.Id
                           where n.Id == notificationId && n.PageId != null && p.DisabledAt == null
                           select new { Person = p, n.SubjectId }).AsNoTracking().FirstOrDefaultAsync(cancellation);
        if (found is null || await db.IncidentAsync(found.SubjectId, cancellation) is not { } incident)
        {
            return null;
        }
        return incident.ResolvedAt is { } resolved && resolved + LinkLife < now ? null : (found.Person, incident);
    }

    /// <summary>Whether the notification's person has a deactivated account: its link no longer acts.</summary>
    public static Task<bool> IsOfDeactivatedAsync(this DeskDb db, Guid notificationId, CancellationToken cancellation) =>
        db.Set<Notification>().AnyAsync(n => n.Id == notificationId && db.Set<Person>().Any(p => p.Id == n.PersonId && p.DisabledAt != null), cancellation);

    /// <summary>Triggered incidents that this person was paged for, the worst and oldest first.</summary>
    public static Task<List<OpenPage>> OpenPagesAsync(this DeskDb db, Guid personId, CancellationToken cancellation) =>
        (from i in db.Set<Incident>().AsNoTracking()
         join s in db.Set<Service>() on i.ServiceId equals s.Id
         where i.Status == IncidentStatus.Triggered && db.Set<Page>().Any(p => p.IncidentId == i.Id && p.PersonId == personId && p.CreatedAt >= i.TriggeredAt)
         orderby i.Number
         select new OpenPage(i.Id, i.Number, i.Title, i.Severity, s.Name, i.TriggeredAt)).Take(100).ToListAsync(cancellation);

    /// <summary>Earlier resolved incidents of the same service and title.</summary>
    public static async Task<SeenBefore?> SeenBeforeAsync(this DeskDb db, IncidentView incident, CancellationToken cancellation)
    {
        var earlier = db.Set<Incident>().Where(i => i.ServiceId == incident.ServiceId && i.Title == incident.Title && i.Number < incident.Number && i.Status == IncidentStatus.Resolved);
        var last = await earlier.OrderByDescending(i => i.Number).FirstOrDefaultAsync(cancellation);
        return last is null ? null
            : new SeenBefore(await earlier.CountAsync(cancellation), last.CreatedAt, last.ResolvedBy, last.ResolvedAt - last.CreatedAt, last.Number);
    }

    /// <summary>What this person has said since the incident was triggered, the latest of each kind.</summary>
    public static async Task<IReadOnlyList<Said>> SaidAsync(this DeskDb db, IncidentView incident, Guid personId, CancellationToken cancellation)
    {
        var said = await db.Set<TimelineEntry>().AsNoTracking()
            .Where(e => e.IncidentId == incident.Id && e.PersonId == personId && e.At >= incident.TriggeredAt && (e.Kind == "arrival" || e.Kind == "escalated"))
            .OrderBy(e => e.Seq).Select(e => new { e.Kind, e.At }).ToListAsync(cancellation);
        var latest = said.GroupBy(e => e.Kind).Select(g => g.Last()).ToList();
        var times = latest.ConvertAll(e => e.At);
        var paged = await (from page in db.Set<Page>()
                           join person in db.Set<Person>() on page.PersonId equals person.Id
                           where page.IncidentId == incident.Id && times.Contains(page.CreatedAt)
                           orderby person.Name
                           select new { page.CreatedAt, person.Name }).ToListAsync(cancellation);
        return [.. latest.Select(e => new Said(e.Kind, e.At, [.. paged.Where(p => p.CreatedAt == e.At).Select(p => p.Name)]))];
    }

    /// <summary>Everybody who can be asked, by name.</summary>
    public static async Task<IReadOnlyList<KeyValuePair<Guid, string>>> AskableAsync(this DeskDb db, CancellationToken cancellation) =>
        [.. (await db.Set<Person>().Where(p => p.DisabledAt == null).OrderBy(p => p.Name).Select(p => new { p.Id, p.Name }).Take(500).ToListAsync(cancellation))
            .Select(p => KeyValuePair.Create(p.Id, p.Name))];
}
