using IncidentDesk.Catalog;
using IncidentDesk.OnCall;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Escalation;

/// <summary>An escalation policy as pages and the API show it; its members are those of <see cref="EscalationPolicy"/>.</summary>
public sealed record PolicyView(Guid Id, string Name, int Repeats, IReadOnlyList<PolicyStep> Steps, TimeSpan FallbackEvery, DateTimeOffset CreatedAt, long Version)
{
    internal static PolicyView Of(EscalationPolicy p) => new(p.Id, p.Name, p.Repeats, p.Steps, p.FallbackEvery, p.CreatedAt, p.Version);
}

/// <summary>Reads escalation policies.</summary>
public sealed class PolicyQueries(Desk desk)
{
    /// <summary>Policies in the order in which they were made.</summary>
    public async Task<Page<PolicyView>> ListAsync(PageAsk ask, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.Set<EscalationPolicy>().Where(p => p.DeletedAt == null && (ask.AfterId == null || p.Id > ask.AfterId)).OrderBy(p => p.Id)
            .Select(p => new PolicyView(p.Id, p.Name, p.Repeats, p.Steps, p.FallbackEvery, p.CreatedAt, p.Version)).PageAsync(ask, p => p.Id, cancellation);
    }

    /// <summary>Null when there is no such policy.</summary>
    public async Task<PolicyView?> GetAsync(Guid id, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        var policy = await db.Set<EscalationPolicy>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id && p.DeletedAt == null, cancellation);
        return policy is null ? null : PolicyView.Of(policy);
    }

    /// <summary>Whose a policy is.</summary>
    public async Task<Owner> OwnerAsync(Guid id, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.OwnerOfPolicyAsync(id, cancellation);
    }

    /// <summary>Whose a schedule is.</summary>
    public async Task<Owner> OwnerOfScheduleAsync(Guid id, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.OwnerOfScheduleAsync(id, cancellation);
    }
}

/// <summary>Answers the catalog, which lies below.</summary>
internal sealed class PolicyDirectory : IPolicyDirectory
{
    public Task<bool> ExistsAsync(DeskTransaction desk, Guid id) =>
        desk.Db.Set<EscalationPolicy>().AnyAsync(p => p.Id == id && p.DeletedAt == null, desk.Cancellation);
}

/// <summary>Reads whose policies and schedules are: the teams' whose services page by them.</summary>
public static class PolicyOwners
{
    public static async Task<Owner> OwnerOfPolicyAsync(this DeskDb db, Guid policy, CancellationToken cancellation) =>
        await db.OwnerOfPoliciesAsync([policy], cancellation);

    public static async Task<Owner> OwnerOfScheduleAsync(this DeskDb db, Guid schedule, CancellationToken cancellation) =>
        await db.OwnerOfPoliciesAsync(await PolicyTargets.In(db, TargetKind.Schedule, schedule).Select(p => p.Id).ToListAsync(cancellation), cancellation);

    private static async Task<Owner> OwnerOfPoliciesAsync(this DeskDb db, List<Guid> policies, CancellationToken cancellation) => new([], await db.Set<Service>()
        .Where(s => s.DeletedAt == null && s.TeamId != null && policies.Contains(s.EscalationPolicyId!.Value)).Select(s => s.TeamId!.Value).Distinct().ToListAsync(cancellation));
}

/// <summary>Answers the schedules, which lie below.</summary>
internal sealed class ScheduleDirectory : IScheduleOwners
{
    public async Task<Owner?> FindAsync(DeskTransaction desk, Guid id) => await desk.Db.OwnerOfScheduleAsync(id, desk.Cancellation);
}

/// <summary>What policies point at can't be deleted; steps are one jsonb value, searched by containment.</summary>
internal static class PolicyTargets
{
    public static async Task<IReadOnlyList<string>> FindAsync(DeskTransaction desk, TargetKind kind, Guid id) =>
        await In(desk.Db, kind, id).OrderBy(p => p.Name).Select(p => $"the escalation policy {p.Name}").ToListAsync(desk.Cancellation);

    /// <summary>The policies that point at this.</summary>
    public static IQueryable<EscalationPolicy> In(DeskDb db, TargetKind kind, Guid id)
    {
        var needle = $$"""[{"targets":[{"kind":"{{kind.ToString().ToLowerInvariant()}}","id":"{{id}}"}]}]""";
        return db.Set<EscalationPolicy>().FromSql($"SELECT * FROM escalation_policies WHERE deleted_at IS NULL AND steps @> {needle}::jsonb");
    }
}

/// <summary>A team that policies page can't be deleted.</summary>
internal sealed class TeamUsedByPolicies : IUseOf<Team>
{
    public Task<IReadOnlyList<string>> FindAsync(DeskTransaction desk, Guid id) => PolicyTargets.FindAsync(desk, TargetKind.Team, id);
}

/// <summary>A schedule that policies page can't be deleted.</summary>
internal sealed class ScheduleUsedByPolicies : IUseOf<Schedule>
{
    public Task<IReadOnlyList<string>> FindAsync(DeskTransaction desk, Guid id) => PolicyTargets.FindAsync(desk, TargetKind.Schedule, id);
}
