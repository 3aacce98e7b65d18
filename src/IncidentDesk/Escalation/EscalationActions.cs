using IncidentDesk.Audit;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Escalation;

/// <summary>What people do to a climb.</summary>
public sealed class EscalationActions(Desk desk)
{
    /// <summary>Whoever is reassigned has this long to answer when the policy has no step to take the wait from.</summary>
    private static readonly TimeSpan DefaultWait = TimeSpan.FromMinutes(5);

    /// <summary>"I need help": the next step goes now. An acknowledged incident stays acknowledged, its helpers join it.</summary>
    public Task<Outcome<Incident>> EscalateAsync(Guid incidentId, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(incidentId, by, "incident.escalated", async (work, incident) =>
        {
            if (!incident.IsOpen)
            {
                return new Refusal.Conflict($"{incident.Reference} is resolved. Reopen it to page someone.");
            }
            var run = await Climb.LockLatestAsync(work, incident.Id);
            if (run is null)
            {
                return new Refusal.Conflict("The first step is already being notified.");
            }
            if (run.EndedAt is not null)
            {
                return new Refusal.Conflict("There is no further step to escalate to. Select a person instead.");
            }
            incident.Log(work, by, "escalated", $"{by.Name} requested help: escalated.");
            await Climb.FireAsync(work, incident, run, by);
            return work.Db.Set<Page>().Local.Count > 0 ? null : new Refusal.Conflict("The policy has no one else to page. Select a person instead.");
        }, cancellation);

    /// <summary>Nobody answers, and somebody sees it: pages once more from the first step on, by the policy as it is now.</summary>
    public Task<Outcome<Incident>> PageAgainAsync(Guid incidentId, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(incidentId, by, "incident.paged-again", async (work, incident) =>
        {
            if (incident.Status != IncidentStatus.Triggered)
            {
                return new Refusal.Conflict($"{incident.Reference} has been acknowledged, so no one is being paged. Request help or reassign it instead.");
            }
            await work.TriggerAsync(incident, by, "retriggered", $"{by.Name} paged again: the escalation restarts.");
            return null;
        }, cancellation, Right.WorkOnIncidents);

    /// <summary>"Not me": asks this person first, then the policy from its beginning.</summary>
    public Task<Outcome<Incident>> ReassignAsync(Guid incidentId, Guid personId, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(incidentId, by, "incident.reassigned", async (work, incident) =>
        {
            if (!incident.IsOpen)
            {
                return new Refusal.Conflict($"{incident.Reference} is resolved. Reopen it to page someone.");
            }
            var name = await work.Db.Set<Person>().Where(p => p.Id == personId && p.DisabledAt == null).Select(p => p.Name).FirstOrDefaultAsync(cancellation);
            if (name is null)
            {
                return new Refusal.Invalid("personId", "There is no such person.");
            }
            var latest = await Climb.LockLatestAsync(work, incident.Id);
            var wait = latest?.Steps.FirstOrDefault()?.Delay is { } delay && delay > TimeSpan.Zero ? delay : DefaultWait;
            await work.TriggerAsync(incident, by, "reassigned", $"{by.Name} reassigned it to {name}.");
            await Jobs.JobQueue.CancelAsync(work, incident.Id, IncidentJobs.Triggered);
            await Climb.BeginAsync(work, incident, new ClimbStep(wait, [new Target(TargetKind.Person, personId)], by.Name));
            return null;
        }, cancellation);

    private Task<Outcome<Incident>> ChangeAsync(Guid id, Caller by, string action, Func<DeskTransaction, Incident, Task<Refusal?>> change, CancellationToken cancellation,
        Right right = Right.AnswerPages) =>
        desk.DoAsync<Incident>(by, right, async work =>
        {
            if (await work.LockAsync(id) is not { } incident)
            {
                return new Refusal.NotFound("The incident");
            }
            if (await change(work, incident) is { } refusal)
            {
                return refusal;
            }
            await work.SeenByAsync(by, id);
            work.Audit(by, action, id);
            return incident;
        }, cancellation);
}
