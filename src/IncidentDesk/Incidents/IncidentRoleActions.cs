using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Incidents;

/// <summary>
/// Roles are offered and accepted: only who says yes has one. Taking a role oneself needs nobody's yes; whoever held it before is named in the timeline.
/// </summary>
public sealed class IncidentRoleActions(Desk desk)
{
    /// <summary>Offers a role to a person, who is told; offered to oneself, it is taken. A newer offer replaces the one before.</summary>
    public Task<Outcome<Incident>> OfferAsync(Guid id, IncidentRole role, Guid personId, Caller by, long? version = null, CancellationToken cancellation = default) =>
        ChangeAsync(id, role, version, by, "incident.role-offered", async (work, incident, holding) =>
        {
            if (!incident.IsOpen)
            {
                return new Refusal.Conflict($"{incident.Reference} is resolved; its roles have ended.");
            }
            if (await work.Db.Set<Person>().Where(p => p.Id == personId && p.DisabledAt == null).Select(p => p.Name).FirstOrDefaultAsync(cancellation) is not { } name)
            {
                return new Refusal.Invalid("personId", "There is no such person.");
            }
            if (holding.PersonId == personId || (holding.OfferedTo == personId && by.PersonId != personId))
            {
                return false;
            }
            if (by.PersonId == personId)
            {
                await TakeAsync(work, incident, holding, by);
                return true;
            }
            (holding.OfferedTo, holding.OfferedBy) = (personId, by.Name);
            incident.Log(work, by, "role-offered", $"{by.Name} offered {name} the role of {role.Word()}.", new { role, personId });
            await work.NotifyAsync(personId, null, Urgency.Low, new NotificationSubject(
                "incident", incident.Id, $"{Text.Isolate(by.Name)} offers you the role of {role.Word()} in {incident.Reference}", $"/incidents/{incident.Number}",
                $"{Text.Isolate(incident.Title)}\nAccept or decline it in the incident's room. {Text.Isolate(by.Name)} selected you."));
            return true;
        }, cancellation);

    /// <summary>The person to whom the role is offered says yes.</summary>
    public Task<Outcome<Incident>> AcceptAsync(Guid id, IncidentRole role, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(id, role, null, by, "incident.role-accepted", async (work, incident, holding) =>
        {
            if (holding.PersonId == by.PersonId && by.PersonId is not null)
            {
                return false;
            }
            if (NotOffered(holding, by, role) is { } refusal)
            {
                return refusal;
            }
            await TakeAsync(work, incident, holding, by);
            return true;
        }, cancellation);

    /// <summary>The person to whom the role is offered says no; whoever holds it keeps it.</summary>
    public Task<Outcome<Incident>> DeclineAsync(Guid id, IncidentRole role, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(id, role, null, by, "incident.role-declined", (work, incident, holding) =>
        {
            if (NotOffered(holding, by, role) is { } refusal)
            {
                return Task.FromResult<Outcome<bool>>(refusal);
            }
            (holding.OfferedTo, holding.OfferedBy) = (null, null);
            incident.Log(work, by, "role-declined", $"{by.Name} declined the role of {role.Word()}.", new { role });
            return Task.FromResult<Outcome<bool>>(true);
        }, cancellation);

    /// <summary>Leaves the role with nobody, and takes an offer back.</summary>
    public Task<Outcome<Incident>> FreeAsync(Guid id, IncidentRole role, Caller by, long? version = null, CancellationToken cancellation = default) =>
        ChangeAsync(id, role, version, by, "incident.role-freed", (work, incident, holding) =>
        {
            if (holding is { PersonId: null, OfferedTo: null })
            {
                return Task.FromResult<Outcome<bool>>(false);
            }
            var own = holding.PersonId is not null && holding.PersonId == by.PersonId;
            (holding.PersonId, holding.OfferedTo, holding.OfferedBy) = (null, null, null);
            incident.Log(work, by, "role-freed", own ? $"{by.Name} stepped down as {role.Word()}." : $"{by.Name} unassigned the role of {role.Word()}.", new { role });
            return Task.FromResult<Outcome<bool>>(true);
        }, cancellation);

    private static Refusal? NotOffered(RoleHolding holding, Caller by, IncidentRole role) =>
        by.PersonId is not null && holding.OfferedTo == by.PersonId ? null : new Refusal.Conflict($"The role of {role.Word()} is not offered to you, or no longer.");

    private static async Task TakeAsync(DeskTransaction work, Incident incident, RoleHolding holding, Caller by)
    {
        var before = holding.PersonId is { } held ? await work.Db.Set<Person>().Where(p => p.Id == held).Select(p => p.Name).FirstOrDefaultAsync(work.Cancellation) : null;
        (holding.PersonId, holding.OfferedTo, holding.OfferedBy) = (by.PersonId, null, null);
        incident.Log(work, by, "role", $"{by.Name} took {holding.Role.Taken()}{(before is null ? "" : $" from {before}")}.", new { holding.Role, by.PersonId });
        await work.WatchAsync(incident, by, WatchReason.Role);
    }

    /// <summary>The incident's lock orders offers and answers; a role that nobody has and nobody is offered leaves no row.</summary>
    private Task<Outcome<Incident>> ChangeAsync(Guid id, IncidentRole role, long? version, Caller by, string action,
        Func<DeskTransaction, Incident, RoleHolding, Task<Outcome<bool>>> change, CancellationToken cancellation) =>
        desk.ChangeIncidentAsync(id, version, by, action, async (work, incident) =>
        {
            if (!Enum.IsDefined(role))
            {
                return new Refusal.Invalid("role", "The role is commander, communications or scribe.");
            }
            var known = await work.Db.Set<RoleHolding>().FirstOrDefaultAsync(r => r.IncidentId == id && r.Role == role, cancellation);
            var holding = known ?? new RoleHolding { IncidentId = id, Role = role };
            var outcome = await change(work, incident, holding);
            if (outcome is { Refusal: null, Value: true })
            {
                Keep(work.Db, holding, known is not null);
            }
            return outcome;
        }, cancellation);

    private static void Keep(DeskDb db, RoleHolding holding, bool known)
    {
        var empty = holding is { PersonId: null, OfferedTo: null };
        if (known && empty)
        {
            db.Remove(holding);
        }
        else if (!known && !empty)
        {
            db.Add(holding);
        }
    }
}
