using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Timeline;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Incidents;

/// <summary>
/// Pins and unpins entries of an incident's timeline. Each change is itself an entry, so that the incident's <see cref="Incident.Seq"/> rises and every open
/// room hears of it. Repeating one that was carried out changes nothing and succeeds.
/// </summary>
public sealed class PinActions(Desk desk)
{
    /// <summary>Most pins of one incident: a postmortem is begun from them, and people read that.</summary>
    public const int AtMost = 100;

    private const int Quoted = 120;
    private static readonly string[] Own = ["pinned", "unpinned"];

    /// <summary>Marks an entry as worth finding again.</summary>
    public Task<Outcome<Incident>> PinAsync(Guid incident, long seq, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(incident, seq, by, async (work, row, entry, pins) =>
        {
            if (pins.Contains(seq))
            {
                return null;
            }
            if (pins.Count >= AtMost)
            {
                return new Refusal.Conflict($"An incident has at most {AtMost} pins. Remove one first.");
            }
            work.Db.Add(new TimelinePin { IncidentId = incident, Seq = seq, At = work.Now, PersonId = by.PersonId, Actor = by.Name });
            Note(work, row, entry, by, "pinned");
            await work.Db.SaveChangesAsync(cancellation);
            return null;
        }, cancellation);

    /// <summary>Takes the mark away.</summary>
    public Task<Outcome<Incident>> UnpinAsync(Guid incident, long seq, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(incident, seq, by, async (work, row, entry, pins) =>
        {
            if (pins.Contains(seq))
            {
                await work.Db.Set<TimelinePin>().Where(p => p.IncidentId == incident && p.Seq == seq).ExecuteDeleteAsync(cancellation);
                Note(work, row, entry, by, "unpinned");
            }
            return null;
        }, cancellation);

    private static void Note(DeskTransaction work, Incident incident, TimelineEntry entry, Caller by, string kind)
    {
        var words = Text.Cut(entry.Text.ReplaceLineEndings(" "), Quoted);
        incident.Log(work, by, kind, $"{by.Name} {kind} entry {entry.Seq}: {words}", new { entry.Seq });
        work.Audit(by, $"incident.{kind}", incident.Id, new { entry.Seq });
    }

    private Task<Outcome<Incident>> ChangeAsync(Guid id, long seq, Caller by,
        Func<DeskTransaction, Incident, TimelineEntry, HashSet<long>, Task<Refusal?>> change, CancellationToken cancellation) =>
        desk.DoAsync<Incident>(by, Right.WorkOnIncidents, async work =>
        {
            if (await work.LockAsync(id) is not { } incident)
            {
                return new Refusal.NotFound("The incident");
            }
            var entry = await work.Db.Set<TimelineEntry>().AsNoTracking().FirstOrDefaultAsync(e => e.IncidentId == id && e.Seq == seq, cancellation);
            if (entry is null)
            {
                return new Refusal.NotFound("The timeline entry");
            }
            if (Own.Contains(entry.Kind))
            {
                return new Refusal.Conflict("This entry only says that another one was pinned. Pin that one.");
            }
            var refusal = await change(work, incident, entry, await work.Db.PinsAsync(id, cancellation));
            return refusal is null ? incident : refusal;
        }, cancellation);
}
