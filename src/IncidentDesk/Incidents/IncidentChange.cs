using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;

namespace IncidentDesk.Incidents;

/// <summary>The frame of every verb on one incident. Whoever acts on it has seen what their bell says of it.</summary>
internal static class IncidentChange
{
    /// <summary>Locks the incident, refuses a stale version, applies the change, and audits it when it says that it changed something.</summary>
    public static Task<Outcome<Incident>> ChangeIncidentAsync(this Desk desk, Guid id, long? version, Caller by, string action,
        Func<DeskTransaction, Incident, Task<Outcome<bool>>> change, CancellationToken cancellation, Right right = Right.WorkOnIncidents) =>
        desk.DoAsync<Incident>(by, right, async work =>
        {
            if (await work.LockAsync(id) is not { } incident)
            {
                return new Refusal.NotFound("The incident");
            }
            if (version is not null && version != incident.Seq)
            {
                return await IncidentQueries.StaleAsync(work, incident);
            }
            var changed = await change(work, incident);
            if (changed.Refusal is { } refusal)
            {
                return refusal;
            }
            await work.SeenByAsync(by, id);
            if (changed.Value)
            {
                work.Audit(by, action, id);
            }
            return incident;
        }, cancellation);

    /// <summary>Counts the caller's notifications about this incident as seen; a caller who is nobody's person has none.</summary>
    public static Task SeenByAsync(this DeskTransaction work, Caller by, Guid incident) =>
        by.PersonId is { } person ? work.SeenAsync(person, incident) : Task.CompletedTask;
}
