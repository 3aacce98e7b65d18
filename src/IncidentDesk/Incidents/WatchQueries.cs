using IncidentDesk.Catalog;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Incidents;

/// <summary>One reason why somebody hears of an incident; <paramref name="Name"/> is that of the service or team, null for the incident itself.</summary>
public sealed record WatchSource(WatchKind Kind, WatchReason Reason, string? Name);

/// <summary>A person who hears how it stands: for what reasons, the nearest first, and how a status update reaches them.</summary>
public sealed record Watcher(Guid PersonId, string Name, IReadOnlyList<WatchSource> Why, NotificationPlan Plan)
{
    /// <summary>Whether an update goes to a verified email address of theirs.</summary>
    public bool ByEmail => Plan.Messages.Any(m => m.Method == ContactKind.Email);
}

/// <summary>Something that a person watches; <paramref name="Number"/> is an incident's.</summary>
public sealed record Watched(WatchKind Kind, Guid Id, long? Number, string Name, WatchReason Reason, DateTimeOffset Since);

/// <summary>Who watches: asked by the job that tells them, and by pages and API that say whom it will tell.</summary>
public static class WatchQueries
{
    /// <summary>Who hears of this incident, by name: nobody twice, and no one whose account is deactivated.</summary>
    public static async Task<IReadOnlyList<Watcher>> WatchersAsync(this DeskDb db, Guid incident, CancellationToken cancellation)
    {
        var about = await (from i in db.Set<Incident>()
                           join s in db.Set<Service>() on i.ServiceId equals s.Id
                           where i.Id == incident
                           select new { Service = s.Id, s.TeamId }).FirstAsync(cancellation);
        return await GatherAsync(db, db.Set<Watch>().Where(w =>
            (w.Kind == WatchKind.Incident && w.SubjectId == incident)
            || (w.Kind == WatchKind.Service && w.SubjectId == about.Service)
            || (w.Kind == WatchKind.Team && w.SubjectId == about.TeamId)), cancellation);
    }

    /// <summary>Who watches this service or team, by name.</summary>
    public static Task<IReadOnlyList<Watcher>> WatchersOfAsync(this DeskDb db, WatchKind kind, Guid subject, CancellationToken cancellation) =>
        GatherAsync(db, db.Set<Watch>().Where(w => w.Kind == kind && w.SubjectId == subject), cancellation);

    /// <summary>What a person watches: teams and services by name, then open incidents, the newest first.</summary>
    public static async Task<IReadOnlyList<Watched>> WatchedByAsync(this DeskDb db, Guid person, CancellationToken cancellation)
    {
        var watches = db.Set<Watch>().AsNoTracking().Where(w => w.PersonId == person && !w.Muted);
        var teams = from w in watches
                    join t in db.Set<Team>() on w.SubjectId equals t.Id
                    where w.Kind == WatchKind.Team && t.DeletedAt == null
                    orderby t.Name
                    select new Watched(w.Kind, t.Id, null, t.Name, w.Reason, w.At);
        var services = from w in watches
                       join s in db.Set<Service>() on w.SubjectId equals s.Id
                       where w.Kind == WatchKind.Service && s.DeletedAt == null
                       orderby s.Name
                       select new Watched(w.Kind, s.Id, null, s.Name, w.Reason, w.At);
        var incidents = from w in watches
                        join i in db.Set<Incident>() on w.SubjectId equals i.Id
                        where w.Kind == WatchKind.Incident && i.Status != IncidentStatus.Resolved
                        orderby i.Number descending
                        select new Watched(w.Kind, i.Id, i.Number, i.Title, w.Reason, w.At);
        return [.. await teams.ToListAsync(cancellation), .. await services.ToListAsync(cancellation), .. await incidents.ToListAsync(cancellation)];
    }

    private static async Task<IReadOnlyList<Watcher>> GatherAsync(DeskDb db, IQueryable<Watch> watches, CancellationToken cancellation)
    {
        var rows = await (from w in watches.AsNoTracking()
                          join p in db.Set<Person>() on w.PersonId equals p.Id
                          where p.DisabledAt == null
                          orderby p.Name, p.Id
                          select new
                          {
                              w.PersonId,
                              Person = p.Name,
                              w.Kind,
                              w.Reason,
                              w.Muted,
                              Name = w.Kind == WatchKind.Team ? db.Set<Team>().Where(t => t.Id == w.SubjectId).Select(t => t.Name).FirstOrDefault()
                                  : w.Kind == WatchKind.Service ? db.Set<Service>().Where(s => s.Id == w.SubjectId).Select(s => s.Name).FirstOrDefault()
                                  : null,
                          }).ToListAsync(cancellation);
        var people = rows.GroupBy(r => (r.PersonId, r.Person)).Where(g => !g.Any(r => r.Muted)).ToList();
        var plans = await db.UpdatePlansAsync(people.ConvertAll(g => g.Key.PersonId), cancellation);
        return people.ConvertAll(g => new Watcher(
            g.Key.PersonId, g.Key.Person, [.. g.OrderBy(r => r.Kind).Select(r => new WatchSource(r.Kind, r.Reason, r.Name))], plans[g.Key.PersonId]));
    }
}
