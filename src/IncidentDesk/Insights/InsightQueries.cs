using IncidentDesk.Catalog;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Timeline;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Insights;

/// <summary>Reads the facts of a period and computes its figures. Incidents come by their opening and resolution, their changes of state by (incident, seq).</summary>
public sealed class InsightQueries(Desk desk)
{
    private static readonly FigureOf NoTeam = new(null, "No team");

    public async Task<AvailabilityReport> AvailabilityAsync(Period period, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return Availability.Of(period, await ServicesAsync(db, cancellation), await IncidentsAsync(db, period, cancellation));
    }

    public async Task<ResponseReport> ResponseAsync(Period period, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return ResponseTimes.Of(period, await ServicesAsync(db, cancellation), await IncidentsAsync(db, period, cancellation));
    }

    public async Task<LoadReport> LoadAsync(Period period, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        var services = (await ServicesAsync(db, cancellation)).ToDictionary(s => s.Service.Id!.Value);
        var pages = await (from page in db.Set<Page>()
                           join person in db.Set<Person>() on page.PersonId equals person.Id
                           join incident in db.Set<Incident>() on page.IncidentId equals incident.Id
                           where page.CreatedAt >= period.From && page.CreatedAt < period.To
                           select new { incident.Number, incident.ServiceId, PersonId = person.Id, person.Name, person.TimeZone, page.CreatedAt }).ToListAsync(cancellation);
        return PageLoad.Of([.. pages.Select(p => new PageFact(
            p.Number, new(p.PersonId, p.Name), p.TimeZone, services.GetValueOrDefault(p.ServiceId)?.Team ?? NoTeam, p.CreatedAt))]);
    }

    private static async Task<List<ServiceFact>> ServicesAsync(DeskDb db, CancellationToken cancellation)
    {
        var teams = await db.Set<Team>().Select(t => new { t.Id, t.Name, t.DeletedAt }).ToDictionaryAsync(t => t.Id, t => new FigureOf(t.Id, t.Name, t.DeletedAt != null), cancellation);
        var services = await db.Set<Service>().Select(s => new { s.Id, s.Name, s.TeamId, s.CreatedAt, s.DeletedAt }).ToListAsync(cancellation);
        return [.. services.Select(s => new ServiceFact(
            new(s.Id, s.Name, s.DeletedAt is not null), s.TeamId is { } team ? teams.GetValueOrDefault(team, NoTeam) : NoTeam, s.CreatedAt, s.DeletedAt))];
    }

    /// <summary>Incidents that were open at some time of the period, with their changes of state up to now.</summary>
    private static async Task<List<IncidentFact>> IncidentsAsync(DeskDb db, Period period, CancellationToken cancellation)
    {
        var touching = db.Set<Incident>().Where(i => i.CreatedAt < period.To && (i.ResolvedAt == null || i.ResolvedAt >= period.From));
        var incidents = await touching.Select(i => new { i.Id, i.Number, i.ServiceId, i.Severity, i.CreatedAt }).ToListAsync(cancellation);
        var moments = (await (from entry in db.Set<TimelineEntry>()
                              join incident in touching on entry.IncidentId equals incident.Id
                              where Moment.Kinds.Contains(entry.Kind)
                              orderby entry.IncidentId, entry.Seq
                              select new { entry.IncidentId, entry.At, entry.Kind, ByPerson = entry.PersonId != null }).ToListAsync(cancellation))
            .ToLookup(m => m.IncidentId, m => new Moment(m.At, m.Kind, m.ByPerson));
        return [.. incidents.Select(i => new IncidentFact(i.Number, i.ServiceId, i.Severity, i.CreatedAt, [.. moments[i.Id]]))];
    }
}
