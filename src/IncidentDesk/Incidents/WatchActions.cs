using IncidentDesk.Audit;
using IncidentDesk.Catalog;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Incidents;

/// <summary>Watching, each for oneself. Both verbs can be repeated; they answer whether something changed.</summary>
public sealed class WatchActions(Desk desk)
{
    /// <summary>From now on the caller hears of the status updates and the end of this incident, or of every incident of this service or team.</summary>
    public Task<Outcome<bool>> WatchAsync(WatchKind kind, Guid subject, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(kind, subject, by, "watch.added", (work, person) => work.SetWatchAsync(kind, subject, person, WatchReason.Chosen), cancellation);

    /// <summary>No longer. An incident is then left out also where its service or team is watched, and whatever the caller does in it.</summary>
    public Task<Outcome<bool>> UnwatchAsync(WatchKind kind, Guid subject, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(kind, subject, by, "watch.removed",
            (work, person) => kind == WatchKind.Incident ? work.MuteAsync(subject, person) : work.EndWatchAsync(kind, subject, person), cancellation);

    private Task<Outcome<bool>> ChangeAsync(
        WatchKind kind, Guid subject, Caller by, string action, Func<DeskTransaction, Guid, Task<int>> change, CancellationToken cancellation) =>
        desk.DoAsync<bool>(by, Right.ChangeOwnSettings, Owner.Person(by.PersonId), async work =>
        {
            if (!await IsThereAsync(work.Db, kind, subject, cancellation))
            {
                return new Refusal.NotFound($"The {kind.ToString().ToLowerInvariant()}");
            }
            var changed = await change(work, by.PersonId!.Value) > 0;
            if (changed)
            {
                work.Audit(by, action, subject, new { kind });
                work.Wake(IncidentTopics.One(subject));
            }
            return changed;
        }, cancellation);

    private static Task<bool> IsThereAsync(DeskDb db, WatchKind kind, Guid id, CancellationToken cancellation) => kind switch
    {
        WatchKind.Incident => db.Set<Incident>().AnyAsync(i => i.Id == id, cancellation),
        WatchKind.Service => db.Set<Service>().AnyAsync(s => s.Id == id && s.DeletedAt == null, cancellation),
        _ => db.Set<Team>().AnyAsync(t => t.Id == id && t.DeletedAt == null, cancellation),
    };
}

/// <summary>Writes watches inside somebody's transaction; each answers how many rows it changed.</summary>
internal static class WatchWriter
{
    /// <summary>Whoever works on an incident watches it from then on, unless they do already or have unwatched it.</summary>
    public static Task WatchAsync(this DeskTransaction work, Incident incident, Caller by, WatchReason reason) =>
        by.PersonId is { } person ? work.SetWatchAsync(WatchKind.Incident, incident.Id, person, reason) : Task.CompletedTask;

    public static Task<int> SetWatchAsync(this DeskTransaction work, WatchKind kind, Guid subject, Guid person, WatchReason reason) => work.Db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO watches (person_id, kind, subject_id, reason, muted, at) VALUES ({person}, {Word(kind)}, {subject}, {Word(reason)}, false, {work.Now})
        ON CONFLICT (person_id, kind, subject_id) DO UPDATE SET reason = excluded.reason, muted = false, at = excluded.at
        WHERE watches.muted AND excluded.reason = {Word(WatchReason.Chosen)}
        """, work.Cancellation);

    public static Task<int> MuteAsync(this DeskTransaction work, Guid incident, Guid person) => work.Db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO watches (person_id, kind, subject_id, reason, muted, at)
        VALUES ({person}, {Word(WatchKind.Incident)}, {incident}, {Word(WatchReason.Chosen)}, true, {work.Now})
        ON CONFLICT (person_id, kind, subject_id) DO UPDATE SET muted = true, at = excluded.at WHERE NOT watches.muted
        """, work.Cancellation);

    public static Task<int> EndWatchAsync(this DeskTransaction work, WatchKind kind, Guid subject, Guid person) =>
        work.Db.Set<Watch>().Where(w => w.PersonId == person && w.Kind == kind && w.SubjectId == subject).ExecuteDeleteAsync(work.Cancellation);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
