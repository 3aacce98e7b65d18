using IncidentDesk.Catalog;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Escalation;

/// <summary>What the climb does next: when, and whom it means as things stand. <paramref name="Names"/> is empty when it would skip to the step after.</summary>
public sealed record NextStep(DateTimeOffset At, int Round, int Step, IReadOnlyList<string> Names, IReadOnlyList<string> Skipped, bool LastResort)
{
    /// <summary>Whose names they are, in the same order.</summary>
    public IReadOnlyList<Guid> PersonIds { get; init; } = [];

    /// <summary>For the fallback of an incident of high urgency: how long after it, and after each next time, it is paged again until someone acknowledges. Else null.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>The names as this reader reads them: themselves first, by this word.</summary>
    public IReadOnlyList<string> NamesFor(Guid reader, string you) =>
        PersonIds.Contains(reader) ? [you, .. Names.Where((_, place) => PersonIds[place] != reader)] : Names;
}

/// <summary>A climb as it was or is.</summary>
public sealed record ClimbView(Guid Id, string PolicyName, int Rounds, int Steps, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? EndReason, NextStep? Next);

/// <summary>One page: who, why, and by which version of which schedule.</summary>
public sealed record PageView(Guid Id, Guid PersonId, string PersonName, int Round, int Step, string Reason, Guid? ScheduleId, long? ScheduleVersion, DateTimeOffset CreatedAt);

/// <summary>What pages and API read about climbs.</summary>
public static class EscalationQueries
{
    /// <summary>The incident's latest climb with its next step, computed by the code that will do it.</summary>
    public static async Task<ClimbView?> ClimbAsync(this DeskDb db, Guid incidentId, CancellationToken cancellation)
    {
        var run = await db.Set<EscalationRun>().AsNoTracking().Where(r => r.IncidentId == incidentId)
            .OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id).FirstOrDefaultAsync(cancellation);
        if (run is null)
        {
            return null;
        }
        var asking = await db.Set<Incident>().Where(i => i.Id == incidentId && i.Status == IncidentStatus.Triggered)
            .Select(i => (Urgency?)i.Urgency).FirstOrDefaultAsync(cancellation);
        var next = asking is not null && run is { EndedAt: null, NextAt: { } at } ? await NextAsync(db, run, at, cancellation) : null;
        return new ClimbView(run.Id, run.PolicyName, run.Repeats + 1, run.Steps.Count, run.StartedAt, run.EndedAt, run.EndReason,
            next is { LastResort: true } && asking == Urgency.High ? next with { Every = run.FallbackEvery } : next);
    }

    /// <summary>The next step of each of these incidents that is triggered and has one; for lists. Steps that mean the same in one minute are resolved once.</summary>
    public static async Task<Dictionary<Guid, NextStep>> NextStepsAsync(this DeskDb db, IReadOnlyCollection<Guid> incidents, CancellationToken cancellation)
    {
        var runs = await db.Set<EscalationRun>().AsNoTracking()
            .Where(r => incidents.Contains(r.IncidentId) && r.EndedAt == null && r.NextAt != null)
            .Where(r => db.Set<Incident>().Any(i => i.Id == r.IncidentId && i.Status == IncidentStatus.Triggered))
            .ToListAsync(cancellation);
        var next = new Dictionary<Guid, NextStep>();
        foreach (var alike in runs.GroupBy(r => (r.PolicyId, Meant(r), Minute: r.NextAt!.Value.Ticks / TimeSpan.TicksPerMinute)))
        {
            var first = alike.First();
            var step = await NextAsync(db, first, first.NextAt!.Value, cancellation);
            foreach (var run in alike)
            {
                next[run.IncidentId] = step with { At = run.NextAt!.Value, Round = run.NextRound, Step = run.NextStep };
            }
        }
        return next;
    }

    /// <summary>The schedules that policies ask for services of the teams that this person is in.</summary>
    public static async Task<IReadOnlyList<Guid>> SchedulesOfMemberAsync(this DeskDb db, Guid personId, CancellationToken cancellation)
    {
        var policies = await db.Set<EscalationPolicy>().AsNoTracking()
            .Where(p => p.DeletedAt == null && db.Set<Service>().Any(s => s.EscalationPolicyId == p.Id && s.DeletedAt == null
                && db.Set<Team>().Any(t => t.Id == s.TeamId && t.Members.Contains(personId))))
            .ToListAsync(cancellation);
        return [.. policies.SelectMany(p => p.Steps).SelectMany(s => s.Targets).Where(t => t.Kind == TargetKind.Schedule).Select(t => t.Id).Distinct()];
    }

    /// <summary>Who was paged, in order, with the reason.</summary>
    public static Task<List<PageView>> PagesAsync(this DeskDb db, Guid incidentId, CancellationToken cancellation) =>
        (from page in db.Set<Page>().AsNoTracking()
         join person in db.Set<Person>() on page.PersonId equals person.Id
         where page.IncidentId == incidentId
         orderby page.Id
         select new PageView(page.Id, person.Id, person.Name, page.Round, page.Step, page.Reason, page.ScheduleId, page.ScheduleVersion, page.CreatedAt))
        .ToListAsync(cancellation);

    /// <summary>The targets of the next step as a key; empty at the end of the climb.</summary>
    private static string Meant(EscalationRun run) => ClimbPlan.Holds(run.Steps, run.Repeats, new ClimbPlace(run.NextRound, run.NextStep))
        ? string.Join(' ', run.Steps[run.NextStep].Targets.Select(t => $"{t.Kind}:{t.Id:N}"))
        : "";

    private static async Task<NextStep> NextAsync(DeskDb db, EscalationRun run, DateTimeOffset at, CancellationToken cancellation)
    {
        var place = new ClimbPlace(run.NextRound, run.NextStep);
        if (!ClimbPlan.Holds(run.Steps, run.Repeats, place))
        {
            var administrators = await Targets.AdministratorsAsync(db, cancellation);
            return new NextStep(at, place.Round, place.Step, administrators.ConvertAll(p => p.Name), [], true) { PersonIds = administrators.ConvertAll(p => p.PersonId) };
        }
        var meant = await Targets.ResolveAsync(db, run.Steps[place.Step].Targets, at, cancellation);
        return new NextStep(at, place.Round, place.Step, [.. meant.People.Select(p => p.Name)], meant.Skipped, false) { PersonIds = [.. meant.People.Select(p => p.PersonId)] };
    }
}
