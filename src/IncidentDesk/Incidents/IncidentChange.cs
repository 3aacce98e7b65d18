using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;

namespace IncidentDesk.Incidents;

/// <summary>The frame of every verb on one incident.</summary>
internal static class IncidentChange
{
    /// <summary>Locks the incident, refuses a stale version, applies the change, and audits it when it says that it changed something.</summary>
    public static Task<Outcome<Incident>> ChangeIncidentAsync(this Desk desk, Guid id, long? version, Caller by, string action,
        Func<DeskTransaction, Incident, Task<Outcome<bool>>> change, CancellationToken cancellation) =>
        desk.InTransactionAsync<Outcome<Incident>>(async work =>
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
            if (changed.Value)
            {
                work.Audit(by, action, id);
            }
            return incident;
        }, cancellation);
}
