using IncidentDesk.Catalog;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Timeline;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Incidents;

/// <summary>A row of the incidents list, and the head of the room. <see cref="AcknowledgedBy"/> and <see cref="Commander"/> are names with ids.</summary>
public sealed record IncidentView(
    Guid Id,
    long Number,
    string Title,
    Severity Severity,
    Urgency Urgency,
    IncidentStatus Status,
    Guid ServiceId,
    string ServiceName,
    Guid? TeamId,
    int AlertCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset TriggeredAt,
    Guid? AcknowledgedById,
    string? AcknowledgedBy,
    DateTimeOffset? AcknowledgedAt,
    Guid? CommanderId,
    string? Commander,
    DateTimeOffset? MitigatedAt,
    DateTimeOffset? ResolvedAt,
    string? ResolvedBy,
    long? RecurrenceOfNumber,
    string? AtRest,
    DateTimeOffset? NextUpdateAt,
    long Version)
{
    public string Reference => $"INC-{Number}";

    public bool IsOpen => Status != IncidentStatus.Resolved;
}

/// <summary>What the list shows. Text is looked for as <see cref="IncidentSearch"/> says.</summary>
public sealed record IncidentFilter(
    IReadOnlyList<IncidentStatus>? Statuses = null, Guid? ServiceId = null, Severity? Severity = null, string? Text = null,
    Guid? TeamMember = null, Guid? ConcernsPerson = null, long? BeforeNumber = null, int Limit = 50, IReadOnlyList<long>? Numbers = null);

/// <summary>What pages and API read of incidents.</summary>
public static class IncidentQueries
{
    public static readonly IncidentStatus[] Open = [IncidentStatus.Triggered, IncidentStatus.Acknowledged, IncidentStatus.Mitigated];

    /// <summary>Newest first, below the cursor's number.</summary>
    public static async Task<List<IncidentView>> IncidentsAsync(this DeskDb db, IncidentFilter filter, CancellationToken cancellation)
    {
        var incidents = Wanted(db, filter);
        if (string.IsNullOrWhiteSpace(filter.Text))
        {
            return await NewestAsync(db, incidents, filter.Limit, cancellation);
        }
        await using var planned = await db.PlanEachAsync(cancellation);
        return await NewestAsync(db, await db.SearchAsync(incidents, filter.Text, cancellation), filter.Limit, cancellation);
    }

    /// <summary>How many there are, counted up to the filter's limit; its text is passed over.</summary>
    public static Task<int> CountIncidentsAsync(this DeskDb db, IncidentFilter filter, CancellationToken cancellation) =>
        Wanted(db, filter).OrderBy(i => i.CreatedAt).Take(filter.Limit).CountAsync(cancellation);

    public static Task<IncidentView?> IncidentAsync(this DeskDb db, long number, CancellationToken cancellation) =>
        View(db, db.Set<Incident>().AsNoTracking().Where(i => i.Number == number)).FirstOrDefaultAsync(cancellation);

    public static Task<IncidentView?> IncidentAsync(this DeskDb db, Guid id, CancellationToken cancellation) =>
        View(db, db.Set<Incident>().AsNoTracking().Where(i => i.Id == id)).FirstOrDefaultAsync(cancellation);

    /// <summary>When the acknowledgement times out and the climb starts anew; null when nothing waits for that.</summary>
    public static Task<DateTimeOffset?> TimesOutAtAsync(this DeskDb db, Guid id, CancellationToken cancellation) =>
        db.Set<Jobs.Job>().Where(j => j.Subject == id && j.Kind == IncidentJobs.AcknowledgementTimeout).Select(j => (DateTimeOffset?)j.DueAt).FirstOrDefaultAsync(cancellation);

    /// <summary>"Ana changed this a minute ago", from the latest timeline entry.</summary>
    internal static async Task<Refusal> StaleAsync(DeskTransaction work, Incident incident)
    {
        var last = await work.Db.Set<TimelineEntry>().AsNoTracking().Where(e => e.IncidentId == incident.Id)
            .OrderByDescending(e => e.Seq).FirstOrDefaultAsync(work.Cancellation);
        return new Refusal.Stale(StaleText.For(last?.Actor, last is null ? null : work.Now - last.At), incident.Seq);
    }

    private static Task<List<IncidentView>> NewestAsync(DeskDb db, IQueryable<Incident> incidents, int limit, CancellationToken cancellation) =>
        View(db, incidents.OrderByDescending(i => i.Number).Take(limit)).ToListAsync(cancellation);

    private static IQueryable<Incident> Wanted(DeskDb db, IncidentFilter filter)
    {
        var incidents = db.Set<Incident>().AsNoTracking();
        if (filter.Statuses is { Count: > 0 } statuses)
        {
            incidents = incidents.Where(i => statuses.Contains(i.Status));
        }
        if (filter.Numbers is { } numbers)
        {
            incidents = incidents.Where(i => numbers.Contains(i.Number));
        }
        if (filter.ServiceId is { } service)
        {
            incidents = incidents.Where(i => i.ServiceId == service);
        }
        if (filter.Severity is { } severity)
        {
            incidents = incidents.Where(i => i.Severity == severity);
        }
        if (filter.BeforeNumber is { } before)
        {
            incidents = incidents.Where(i => i.Number < before);
        }
        if (filter.TeamMember is { } member)
        {
            incidents = incidents.Where(i => db.Set<Service>().Any(s => s.Id == i.ServiceId && db.Set<Team>().Any(t => t.Id == s.TeamId && t.Members.Contains(member))));
        }
        if (filter.ConcernsPerson is { } person)
        {
            incidents = incidents.Where(i => i.AcknowledgedBy == person || db.Set<RoleHolding>().Any(r => r.IncidentId == i.Id && (r.PersonId == person || r.OfferedTo == person))
                || db.Set<Notifications.Notification>().Any(n => n.SubjectId == i.Id && n.SubjectKind == IncidentTopics.Name && n.PersonId == person));
        }
        return incidents;
    }

    private static IQueryable<IncidentView> View(DeskDb db, IQueryable<Incident> incidents) =>
        from i in incidents
        join s in db.Set<Service>() on i.ServiceId equals s.Id
        select new IncidentView(
            i.Id, i.Number, i.Title, i.Severity, i.Urgency, i.Status, s.Id, s.Name, s.TeamId, i.AlertCount, i.CreatedAt, i.TriggeredAt, i.AcknowledgedBy,
            db.Set<Person>().Where(p => p.Id == i.AcknowledgedBy).Select(p => p.Name).FirstOrDefault(), i.AcknowledgedAt,
            db.Set<RoleHolding>().Where(r => r.IncidentId == i.Id && r.Role == IncidentRole.Commander).Select(r => r.PersonId).FirstOrDefault(),
            (from r in db.Set<RoleHolding>() join p in db.Set<Person>() on r.PersonId equals p.Id where r.IncidentId == i.Id && r.Role == IncidentRole.Commander select p.Name).FirstOrDefault(),
            i.MitigatedAt, i.ResolvedAt, i.ResolvedBy,
            db.Set<Incident>().Where(r => r.Id == i.RecurrenceOf).Select(r => (long?)r.Number).FirstOrDefault(), i.AtRest, i.NextUpdateAt, i.Seq);
}
