using IncidentDesk.Catalog;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Escalation;

/// <summary>An escalation policy as the contract carries it, not yet checked; <see cref="PolicyCheck"/> says what it must be.</summary>
public sealed record PolicyDraft(string Name, IReadOnlyList<PolicyStep> Steps, int Repeats = 0, TimeSpan? FallbackEvery = null);

/// <summary>
/// What managers do with escalation policies. Climbs that run keep the steps that they began with. A policy belongs to the teams whose services are escalated
/// by it; while there are such services it can't be deleted.
/// </summary>
public sealed class PolicyActions(Desk desk, IEnumerable<IUseOf<EscalationPolicy>> uses)
    : ConfigurationActions<EscalationPolicy, PolicyView>(desk, Right.ConfigurePolicies, new Noun("policy", "escalation policy"), uses)
{
    public Task<Outcome<PolicyView>> CreateAsync(PolicyDraft draft, Caller by, CancellationToken cancellation = default) =>
        CreateAsync(by, async work =>
        {
            var policy = new EscalationPolicy { Id = work.NewId(), Name = "", CreatedAt = work.Now };
            return await FillAsync(work, policy, draft) is { } refusal ? refusal : policy;
        }, cancellation);

    public Task<Outcome<PolicyView>> ChangeAsync(Guid id, PolicyDraft draft, long version, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(id, version, by, Deed.Change, (work, policy) => FillAsync(work, policy, draft), cancellation);

    protected override PolicyView ViewOf(EscalationPolicy row) => PolicyView.Of(row);

    protected override Task<Owner> OwnerOfAsync(DeskTransaction work, EscalationPolicy row) => work.Db.OwnerOfPolicyAsync(row.Id, work.Cancellation);

    private static async Task<Refusal?> FillAsync(DeskTransaction work, EscalationPolicy policy, PolicyDraft draft)
    {
        if (await PolicyCheck.RunAsync(work, draft, policy.Id) is { Failed: true } check)
        {
            return check.Refusal;
        }
        (policy.Name, policy.Repeats, policy.Steps) = (draft.Name.Trim(), draft.Repeats, draft.Steps);
        policy.FallbackEvery = draft.FallbackEvery ?? EscalationPolicy.DefaultFallbackEvery;
        return null;
    }
}

/// <summary>A policy that services are escalated by can't be deleted.</summary>
internal sealed class PolicyUsedByServices : IUseOf<EscalationPolicy>
{
    public async Task<IReadOnlyList<string>> FindAsync(DeskTransaction desk, Guid id) => await desk.Db.Set<Service>()
        .Where(s => s.EscalationPolicyId == id && s.DeletedAt == null).OrderBy(s => s.Name).Select(s => $"the service {s.Name}").ToListAsync(desk.Cancellation);
}
