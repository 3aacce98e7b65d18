using System.Text.Json;
using IncidentDesk.Catalog;
using IncidentDesk.Incidents;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Escalation;

/// <summary>Which step a pending climb job fires; a job whose climb has moved on does nothing.</summary>
internal sealed record ClimbTicket(Guid Escalation, int Round, int Step);

/// <summary>
/// Carries out a climb inside a transaction that holds the incident's lock: resolves the step's people, makes their pages and notifications, and
/// sets the job of the next step, all at once.
/// </summary>
internal static class Climb
{
    /// <summary>Said while the fallback has reached no one.</summary>
    public const string NoAdministratorReached = "No one else is left to page, and no administrator can be reached outside the app: tell someone yourself.";

    /// <summary>Begins a climb by the service's policy as it is now, after <paramref name="first"/> if given, and fires its first step.</summary>
    public static async Task BeginAsync(DeskTransaction desk, Incident incident, ClimbStep? first = null)
    {
        var service = await desk.Db.Set<Service>().AsNoTracking().FirstAsync(s => s.Id == incident.ServiceId, desk.Cancellation);
        var policy = await desk.Db.Set<EscalationPolicy>().AsNoTracking()
            .FirstOrDefaultAsync(p => p.Id == service.EscalationPolicyId && p.DeletedAt == null, desk.Cancellation);
        var run = new EscalationRun
        {
            Id = desk.NewId(),
            IncidentId = incident.Id,
            PolicyId = policy?.Id,
            PolicyName = policy?.Name ?? "no policy",
            Repeats = policy?.Repeats ?? 0,
            FallbackEvery = policy?.FallbackEvery ?? EscalationPolicy.DefaultFallbackEvery,
            Steps = [.. first is null ? [] : new[] { first }, .. (policy?.Steps ?? []).Select(s => new ClimbStep(s.Delay, s.Targets))],
            StartedAt = desk.Now,
        };
        await desk.Db.Set<EscalationRun>().Where(r => r.IncidentId == incident.Id && r.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.EndedAt, desk.Now).SetProperty(r => r.EndReason, "A new escalation started."), desk.Cancellation);
        desk.Db.Add(run);
        await FireAsync(desk, incident, run);
    }

    /// <summary>The incident's latest climb, locked; null when there was none.</summary>
    public static async Task<EscalationRun?> LockLatestAsync(DeskTransaction desk, Guid incident) =>
        (await desk.Db.Set<EscalationRun>().FromSql(
            $"SELECT * FROM escalations WHERE incident_id = {incident} ORDER BY started_at DESC, id DESC LIMIT 1 FOR UPDATE").ToListAsync(desk.Cancellation)).FirstOrDefault();

    /// <summary>Fires the next place, and the ones after it for as long as nobody is reached.</summary>
    /// <param name="desk">The transaction.</param>
    /// <param name="incident">The incident, locked.</param>
    /// <param name="run">Its latest climb, locked.</param>
    /// <param name="asker">Who asked for it before its time; null when its time has come.</param>
    public static async Task FireAsync(DeskTransaction desk, Incident incident, EscalationRun run, Caller? asker = null)
    {
        await desk.CancelAsync(incident.Id, IncidentJobs.Climb);
        var missed = 0;
        for (var place = new ClimbPlace(run.NextRound, run.NextStep); ;)
        {
            if (!ClimbPlan.Holds(run.Steps, run.Repeats, place))
            {
                await LastResortAsync(desk, incident, run, run.Steps.Count == 0 ? "The service has no escalation policy." : Exhausted(run, asker is not null), asker);
                return;
            }
            var reached = await PageStepAsync(desk, incident, run, place, asker);
            missed = reached ? 0 : missed + 1;
            var move = ClimbPlan.Decide(run.Steps, run.Repeats, place, reached, missed);
            switch (move)
            {
                case ClimbMove.Wait wait:
                    SetNext(desk, incident, run, wait);
                    return;
                case ClimbMove.GoOn on:
                    place = on.Next;
                    break;
                default:
                    await LastResortAsync(desk, incident, run, asker is null ? move.Reason : "No one else in the policy could be paged.", asker);
                    return;
            }
        }
    }

    private static string Exhausted(EscalationRun run, bool asked) => asked ? "Every step of the policy has been notified."
        : run.Repeats == 0 ? "No one acknowledged after the last step." : $"No one acknowledged after {run.Repeats + 1} rounds.";

    /// <summary>Whoever has it, or stands at a page and asks for help, has been found: those who are asked are others. A program may ask in the name of somebody who sleeps.</summary>
    internal static bool IsThere(Incident incident, Caller? asker, Guid person) =>
        (incident.Status != IncidentStatus.Triggered && incident.AcknowledgedBy == person) || (asker is { Door: not "api" } && asker.PersonId == person);

    private static void SetNext(DeskTransaction desk, Incident incident, EscalationRun run, ClimbMove.Wait wait)
    {
        (run.NextRound, run.NextStep) = (wait.Next.Round, wait.Next.Step);
        if (incident.Status != IncidentStatus.Triggered)
        {
            run.NextAt = null;
            return;
        }
        run.NextAt = desk.Now + wait.Delay;
        desk.Enqueue(Lanes.Escalation, IncidentJobs.Climb, incident.Id, run.NextAt.Value,
            JsonSerializer.Serialize(new ClimbTicket(run.Id, wait.Next.Round, wait.Next.Step), JsonColumns.Options));
    }

    private static async Task<bool> PageStepAsync(DeskTransaction desk, Incident incident, EscalationRun run, ClimbPlace place, Caller? asker)
    {
        var step = run.Steps[place.Step];
        var meant = await Targets.ResolveAsync(desk.Db, step.Targets, desk.Now, desk.Cancellation);
        foreach (var skipped in meant.Skipped)
        {
            incident.Log(desk, Caller.Desk, "skipped", $"Step {place.Step + 1}: {skipped}");
        }
        var reached = false;
        foreach (var person in meant.People)
        {
            if (IsThere(incident, asker, person.PersonId))
            {
                incident.Log(desk, Caller.Desk, "skipped", $"Step {place.Step + 1}: {person.Name} is already involved.");
                continue;
            }
            var asked = step.ChosenBy is { } name ? person with { Why = $"reassigned by {name}", WhyYou = $"{Text.Isolate(name)} reassigned it to you" } : person;
            reached |= await PageAsync(desk, incident, run, place, asked);
        }
        if (!reached)
        {
            incident.Log(desk, Caller.Desk, "skipped", $"Step {place.Step + 1} reached no one: the next step is notified immediately.");
        }
        return reached;
    }

    /// <summary>Makes one page and its notifications; answers whether it reaches beyond the program.</summary>
    public static async Task<bool> PageAsync(DeskTransaction desk, Incident incident, EscalationRun run, ClimbPlace place, Meant person)
    {
        var page = new Page
        {
            Id = desk.NewId(),
            EscalationId = run.Id,
            IncidentId = incident.Id,
            Round = place.Round,
            Step = place.Step,
            PersonId = person.PersonId,
            Reason = person.Why,
            ScheduleId = person.ScheduleId,
            ScheduleVersion = person.ScheduleVersion,
            CreatedAt = desk.Now,
        };
        desk.Db.Add(page);
        var told = await desk.NotifyAsync(person.PersonId, page.Id, incident.Urgency, await PageText.ForAsync(desk, incident, person));
        incident.Log(desk, Caller.Desk, "paged", Sentence(person, told), new { page.Id, person.PersonId, person.Why, place.Round, place.Step, person.ScheduleId, person.ScheduleVersion });
        return told.Reaches;
    }

    private static string Sentence(Meant person, Told told) => (told.Reaches, told.Methods.Count) switch
    {
        (true, _) => $"Paged {person.Name} ({person.Why}) by {string.Join(" and ", told.Methods.Select(Word))}.",
        (_, 0) => $"Paged {person.Name} ({person.Why}) in-app only: no verified contact method.",
        _ => $"Paged {person.Name} ({person.Why}) by {string.Join(" and ", told.Methods.Select(Word))}, where the last message was rejected: the escalation does not wait for it.",
    };

    private static string Word(ContactKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>
    /// Pages the administrators. An incident of high urgency that no one has acknowledged has them paged again after the policy's time, for as long as it takes (design
    /// rule 2); at low urgency this is the end, and the incident says so.
    /// </summary>
    private static async Task LastResortAsync(DeskTransaction desk, Incident incident, EscalationRun run, string reason, Caller? asker)
    {
        var administrators = await Targets.AdministratorsAsync(desk.Db, desk.Cancellation);
        administrators.RemoveAll(a => IsThere(incident, asker, a.PersonId));
        var repeats = incident is { Status: IncidentStatus.Triggered, Urgency: Urgency.High };
        incident.Log(desk, Caller.Desk, "last-resort", (administrators.Count, run.FallbackPages, repeats) switch
        {
            (0, _, _) => $"{reason} Fallback: no other administrator can be paged.",
            (_, > 0, _) => $"No one has acknowledged yet: the administrators are paged again, and every {run.FallbackEvery.TotalMinutes:0} minutes until someone does.",
            _ => $"{reason} Fallback: the administrators are paged.",
        });
        var place = new ClimbPlace(run.NextRound, run.Steps.Count);
        var reached = false;
        foreach (var administrator in administrators)
        {
            reached |= await PageAsync(desk, incident, run, place, administrator);
        }
        run.FallbackPages++;
        if (repeats)
        {
            incident.AtRest = reached ? null : NoAdministratorReached;
            SetNext(desk, incident, run, new ClimbMove.Wait(new ClimbPlace(Math.Max(run.NextRound, run.Repeats) + 1, 0), run.FallbackEvery));
            return;
        }
        (run.EndedAt, run.NextAt, run.EndReason) = (desk.Now, null, reason);
        if (incident.Status == IncidentStatus.Triggered)
        {
            incident.AtRest = reached ? $"{reason} Escalation exhausted: the administrators were paged, and no one is left to notify." : NoAdministratorReached;
        }
    }
}
