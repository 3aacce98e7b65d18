using IncidentDesk.Catalog;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Escalation;

/// <summary>One step as it would go: after how long from the incident's start (first round), whom, and which targets mean nobody.</summary>
public sealed record WouldStep(int Step, TimeSpan After, IReadOnlyList<Meant> People, IReadOnlyList<string> Skipped);

/// <summary>Who would be paged for a service, step by step; without a policy the administrators at once.</summary>
public sealed record WouldPageView(Guid ServiceId, string ServiceName, Guid? PolicyId, string? PolicyName, IReadOnlyList<WouldStep> Steps);

/// <summary>Answers "who would be paged at ... for ...", by the code that will do it.</summary>
public sealed class WouldPage(Desk desk)
{
    /// <summary>Whom the service's policy means at the instant, step by step; not found where there is no such service.</summary>
    public async Task<Outcome<WouldPageView>> AskAsync(Guid serviceId, DateTimeOffset at, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        var service = await db.Set<Service>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == serviceId && s.DeletedAt == null, cancellation);
        if (service is null)
        {
            return new Refusal.NotFound("The service");
        }
        var policy = await db.Set<EscalationPolicy>().AsNoTracking()
            .FirstOrDefaultAsync(p => p.Id == service.EscalationPolicyId && p.DeletedAt == null, cancellation);
        return new WouldPageView(service.Id, service.Name, policy?.Id, policy?.Name,
            policy is null ? [await AdministratorsAsync(db, cancellation)] : await StepsAsync(db, policy, at, cancellation));
    }

    private static async Task<IReadOnlyList<WouldStep>> StepsAsync(DeskDb db, EscalationPolicy policy, DateTimeOffset at, CancellationToken cancellation)
    {
        var steps = new List<WouldStep>();
        var after = TimeSpan.Zero;
        foreach (var (i, step) in policy.Steps.Index())
        {
            var meant = await Targets.ResolveAsync(db, step.Targets, at + after, cancellation);
            steps.Add(new WouldStep(i, after, meant.People, meant.Skipped));
            // A step that means nobody is skipped, and the next goes at once.
            after += meant.People.Count == 0 ? TimeSpan.Zero : step.Delay;
        }
        return steps;
    }

    private static async Task<WouldStep> AdministratorsAsync(DeskDb db, CancellationToken cancellation)
    {
        var people = await db.Set<Person>().AsNoTracking().Where(p => p.Role == Role.Administrator && p.DisabledAt == null)
            .OrderBy(p => p.Name).Select(p => new { p.Id, p.Name }).ToListAsync(cancellation);
        return new WouldStep(0, TimeSpan.Zero, [.. people.Select(p => new Meant(p.Id, p.Name, "administrator, the last resort"))], ["The service has no escalation policy."]);
    }
}
