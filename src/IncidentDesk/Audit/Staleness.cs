using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Audit;

/// <summary>Tells who was faster, from the audit trail.</summary>
public static class Staleness
{
    /// <summary>The refusal of a change that was made to an older version: "Ana changed this a minute ago. ..."</summary>
    public static async Task<Refusal.Stale> StaleAsync(this DeskTransaction desk, Guid subject, long currentVersion)
    {
        var last = await desk.Db.Set<AuditEntry>().Where(e => e.SubjectId == subject)
            .OrderByDescending(e => e.At).Select(e => new { e.Actor, e.At }).FirstOrDefaultAsync(desk.Cancellation);
        return new Refusal.Stale(StaleText.For(last?.Actor, last is null ? null : desk.Now - last.At), currentVersion);
    }

    /// <summary>
    /// The one of these rows that a verb is about, or the refusal: not found, or changed since <paramref name="version"/>, where that is given.
    /// </summary>
    public static async Task<Outcome<T>> TakeAsync<T>(this DeskTransaction desk, IQueryable<T> rows, Guid id, long? version, string what)
        where T : class, IVersioned
    {
        var row = await rows.FirstOrDefaultAsync(r => r.Id == id, desk.Cancellation);
        if (row is null)
        {
            return new Refusal.NotFound(what);
        }
        return version is null || version == row.Version ? row : await desk.StaleAsync(id, row.Version);
    }
}
