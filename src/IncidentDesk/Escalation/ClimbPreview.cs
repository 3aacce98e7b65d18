using System.Globalization;
using IncidentDesk.Catalog;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.OnCall;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Escalation;

/// <summary>
/// Somebody whom a step would page, and the schedule that says so, if one does. <paramref name="Reachable"/> is false for a person without a verified
/// contact method; <paramref name="WaitsForMailServer"/> is true where all that they have is mail and no server is set, which the climb takes for reaching them.
/// </summary>
public sealed record PreviewPerson(Guid Id, string Name, string Why, bool Reachable, Guid? ScheduleId = null, bool WaitsForMailServer = false);

/// <summary>One step of the first round: how long after the trigger it goes, and whom it means then.</summary>
public sealed record PreviewStep(int Step, TimeSpan After, IReadOnlyList<PreviewPerson> People, IReadOnlyList<string> Skipped);

/// <summary>
/// What would happen if something broke at an instant and nobody answered: the first round, how many more would follow, and when the administrators
/// would be paged as the last resort, and why; at high urgency they are paged again every <paramref name="LastResortEvery"/> until someone acknowledges.
/// </summary>
public sealed record ClimbPreview(
    IReadOnlyList<PreviewStep> Steps, int MoreRounds, TimeSpan LastResortAfter, string LastResortReason, IReadOnlyList<PreviewPerson> LastResort, TimeSpan LastResortEvery);

/// <summary>The climb of a service by its policy as it is now; without a policy the administrators are asked at once.</summary>
public sealed record ServicePreview(Guid ServiceId, string ServiceName, Guid? PolicyId, string? PolicyName, ClimbPreview Climb);

/// <summary>Computes previews by the rules of the climb itself (<see cref="Targets"/>, <see cref="ClimbPlan"/>).</summary>
public sealed class ClimbPreviews(Desk desk, NotificationSettings settings)
{
    /// <summary>For steps that need not be stored yet.</summary>
    public async Task<ClimbPreview> ForStepsAsync(
        IReadOnlyList<PolicyStep> steps, int repeats, DateTimeOffset at, CancellationToken cancellation = default, TimeSpan? fallbackEvery = null)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await WalkAsync(db, steps, repeats, at.ToUniversalTime(), cancellation) with { LastResortEvery = fallbackEvery ?? EscalationPolicy.DefaultFallbackEvery };
    }

    /// <summary>For a service; not found when there is none, refused for a time that schedules are not about.</summary>
    public async Task<Outcome<ServicePreview>> ForServiceAsync(Guid serviceId, DateTimeOffset at, CancellationToken cancellation = default)
    {
        if (!ScheduleRules.IsInReach(at))
        {
            return new Refusal.Invalid("at", $"The time must be between {ScheduleRules.EarliestDate:yyyy} and {ScheduleRules.LatestDate:yyyy}.");
        }
        await using var db = await desk.ReadAsync(cancellation);
        var service = await db.Set<Service>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == serviceId && s.DeletedAt == null, cancellation);
        if (service is null)
        {
            return new Refusal.NotFound("The service");
        }
        var policy = await db.Set<EscalationPolicy>().AsNoTracking()
            .FirstOrDefaultAsync(p => p.Id == service.EscalationPolicyId && p.DeletedAt == null, cancellation);
        var climb = await WalkAsync(db, policy?.Steps ?? [], policy?.Repeats ?? 0, at.ToUniversalTime(), cancellation);
        return new ServicePreview(
            service.Id, service.Name, policy?.Id, policy?.Name, policy is null ? climb : climb with { LastResortEvery = policy.FallbackEvery });
    }

    private async Task<ClimbPreview> WalkAsync(DeskDb db, IReadOnlyList<PolicyStep> steps, int repeats, DateTimeOffset at, CancellationToken cancellation)
    {
        var walked = new List<PreviewStep>();
        var (after, missed) = (TimeSpan.Zero, 0);
        for (var place = new ClimbPlace(0, 0); ;)
        {
            if (place.Round > 0 || !ClimbPlan.Holds(steps, repeats, place))
            {
                return await EndAsync(db, walked, repeats, after * (repeats + 1), Reason(steps, repeats), cancellation);
            }
            var step = await StepAsync(db, steps, place.Step, after, at, cancellation);
            walked.Add(step);
            var reached = step.People.Any(p => p.Reachable);
            missed = reached ? 0 : missed + 1;
            switch (ClimbPlan.Decide(steps, repeats, place, reached, missed))
            {
                case ClimbMove.Wait wait:
                    (place, after) = (wait.Next, after + wait.Delay);
                    break;
                case ClimbMove.GoOn on:
                    place = on.Next;
                    break;
                case var end:
                    return await EndAsync(db, walked, 0, after, end.Reason, cancellation);
            }
        }
    }

    private async Task<PreviewStep> StepAsync(
        DeskDb db, IReadOnlyList<PolicyStep> steps, int step, TimeSpan after, DateTimeOffset at, CancellationToken cancellation)
    {
        var meant = await Targets.ResolveAsync(db, steps[step].Targets, at + after, cancellation);
        List<Guid> people = [.. meant.People.Select(p => p.PersonId)];
        var reachable = await db.ReachableAsync(people, cancellation);
        var carried = settings.Email is null ? await db.ReachableAsync(people, cancellation, byMail: false) : reachable;
        return new PreviewStep(
            step, after, [.. meant.People.Select(p => new PreviewPerson(p.PersonId, p.Name, p.Why, reachable.Contains(p.PersonId), p.ScheduleId,
                reachable.Contains(p.PersonId) && !carried.Contains(p.PersonId)))], meant.Skipped);
    }

    private static async Task<ClimbPreview> EndAsync(
        DeskDb db, List<PreviewStep> walked, int more, TimeSpan after, string reason, CancellationToken cancellation)
    {
        var administrators = await Targets.AdministratorsAsync(db, cancellation);
        var reachable = await db.ReachableAsync(administrators.ConvertAll(p => p.PersonId), cancellation);
        return new ClimbPreview(
            walked, more, after, reason, [.. administrators.Select(p => new PreviewPerson(p.PersonId, p.Name, p.Why, reachable.Contains(p.PersonId)))],
            EscalationPolicy.DefaultFallbackEvery);
    }

    private static string Reason(IReadOnlyList<PolicyStep> steps, int repeats) => (steps.Count, repeats) switch
    {
        (0, _) => PreviewTexts.NoPolicy,
        (_, 0) => PreviewTexts.NobodyAfterLastStep,
        _ => string.Format(CultureInfo.InvariantCulture, PreviewTexts.NobodyAfterRounds, repeats + 1),
    };
}
