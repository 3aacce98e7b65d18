using IncidentDesk.Incidents;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Alerts;

/// <summary>An alert with the number of its incident.</summary>
public sealed record AlertView(Alert Alert, long? IncidentNumber);

/// <summary>The alerts of an incident by where they stand.</summary>
public sealed record AlertCounts(int Firing, int Resolved);

/// <summary>What pages and API read of alerts.</summary>
public static class AlertQueries
{
    /// <summary>Newest first, below the cursor's id; firing ones only if asked.</summary>
    public static Task<List<AlertView>> AlertsAsync(this DeskDb db, Guid? incident, Guid? integration, AlertStatus? status, Guid? before, int limit, CancellationToken cancellation)
    {
        var alerts = db.Set<Alert>().AsNoTracking();
        if (incident is not null)
        {
            alerts = alerts.Where(a => a.IncidentId == incident);
        }
        if (integration is not null)
        {
            alerts = alerts.Where(a => a.IntegrationId == integration);
        }
        if (status is not null)
        {
            alerts = alerts.Where(a => a.Status == status);
        }
        if (before is not null)
        {
            alerts = alerts.Where(a => a.Id < before);
        }
        return View(db, alerts.OrderByDescending(a => a.Id).Take(limit)).ToListAsync(cancellation);
    }

    /// <summary>Null when there is no such alert, or it is too old to be kept.</summary>
    public static Task<AlertView?> AlertAsync(this DeskDb db, Guid id, CancellationToken cancellation) =>
        View(db, db.Set<Alert>().AsNoTracking().Where(a => a.Id == id)).FirstOrDefaultAsync(cancellation);

    /// <summary>How many alerts of an incident fire, and how many have resolved.</summary>
    public static async Task<AlertCounts> AlertCountsAsync(this DeskDb db, Guid incident, CancellationToken cancellation)
    {
        var counts = await db.Set<Alert>().Where(a => a.IncidentId == incident).GroupBy(a => a.Status)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        return new AlertCounts(counts.GetValueOrDefault(AlertStatus.Firing), counts.GetValueOrDefault(AlertStatus.Resolved));
    }

    private static IQueryable<AlertView> View(DeskDb db, IQueryable<Alert> alerts) => alerts
        .Select(a => new AlertView(a, db.Set<Incident>().Where(i => i.Id == a.IncidentId).Select(i => (long?)i.Number).FirstOrDefault()));
}
