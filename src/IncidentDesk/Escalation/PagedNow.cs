using IncidentDesk.Catalog;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Escalation;

/// <summary>Whom a press would page, as things stand: by name, in the order in which they are paged. <paramref name="Fallback"/>: the administrators are among them.</summary>
public sealed record PagedNow(IReadOnlyList<string> Names, bool Fallback);

/// <summary>
/// Answers before a press whom it pages, by the rules of the escalation itself (<see cref="Targets"/>, <see cref="ClimbPlan"/>): who confirms a question has read the
/// names of those whom they wake.
/// </summary>
public static class PagedNowQueries
{
    /// <summary>Whom <see cref="EscalationActions.PageAgainAsync"/> pages first: the first step of the service's policy as it is now. Null when it is refused.</summary>
    public static async Task<PagedNow?> PagedAgainAsync(this DeskDb db, Guid incidentId, DateTimeOffset now, CancellationToken cancellation)
    {
        var incident = await db.Set<Incident>().AsNoTracking().FirstAsync(i => i.Id == incidentId, cancellation);
        if (incident.Status != IncidentStatus.Triggered)
        {
            return null;
        }
        var policy = await db.Set<EscalationPolicy>().AsNoTracking()
            .FirstOrDefaultAsync(p => p.DeletedAt == null && db.Set<Service>().Any(s => s.Id == incident.ServiceId && s.EscalationPolicyId == p.Id), cancellation);
        return await WalkAsync(db, policy?.Steps ?? [], policy?.Repeats ?? 0, new ClimbPlace(0, 0), _ => false, now, cancellation);
    }

    /// <summary>Whom <see cref="EscalationActions.EscalateAsync"/> pages when <paramref name="by"/> asks for help. Null when it is refused: also where no one else is left.</summary>
    public static async Task<PagedNow?> PagedForHelpAsync(this DeskDb db, Guid incidentId, Caller by, DateTimeOffset now, CancellationToken cancellation)
    {
        var incident = await db.Set<Incident>().AsNoTracking().FirstAsync(i => i.Id == incidentId, cancellation);
        var run = await db.Set<EscalationRun>().AsNoTracking().Where(r => r.IncidentId == incidentId)
            .OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id).FirstOrDefaultAsync(cancellation);
        if (!incident.IsOpen || run is null or { EndedAt: not null })
        {
            return null;
        }
        var paged = await WalkAsync(db, run.Steps, run.Repeats, new ClimbPlace(run.NextRound, run.NextStep), person => Climb.IsThere(incident, by, person), now, cancellation);
        return paged.Names.Count > 0 ? paged : null;
    }

    private static async Task<PagedNow> WalkAsync(
        DeskDb db, IReadOnlyList<PolicyStep> steps, int repeats, ClimbPlace place, Func<Guid, bool> isThere, DateTimeOffset now, CancellationToken cancellation)
    {
        var names = new List<string>();
        for (var missed = 0; ClimbPlan.Holds(steps, repeats, place);)
        {
            var meant = await Targets.ResolveAsync(db, steps[place.Step].Targets, now, cancellation);
            var people = meant.People.Where(p => !isThere(p.PersonId)).ToList();
            names.AddRange(people.Select(p => p.Name));
            var reached = (await db.ReachableAsync(people.ConvertAll(p => p.PersonId), cancellation)).Count > 0;
            missed = reached ? 0 : missed + 1;
            switch (ClimbPlan.Decide(steps, repeats, place, reached, missed))
            {
                case ClimbMove.Wait:
                    return new PagedNow([.. names.Distinct()], false);
                case ClimbMove.GoOn on:
                    place = on.Next;
                    break;
                default:
                    return await FallbackAsync(db, names, isThere, cancellation);
            }
        }
        return await FallbackAsync(db, names, isThere, cancellation);
    }

    private static async Task<PagedNow> FallbackAsync(DeskDb db, List<string> names, Func<Guid, bool> isThere, CancellationToken cancellation)
    {
        var administrators = await Targets.AdministratorsAsync(db, cancellation);
        return new PagedNow([.. names.Concat(administrators.Where(a => !isThere(a.PersonId)).Select(a => a.Name)).Distinct()], true);
    }
}
