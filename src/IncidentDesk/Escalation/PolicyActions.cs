using IncidentDesk.Audit;
using IncidentDesk.Catalog;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Escalation;

/// <summary>An escalation policy as the contract carries it, not yet checked; <see cref="PolicyCheck"/> says what it must be.</summary>
public sealed record PolicyDraft(string Name, IReadOnlyList<PolicyStep> Steps, int Repeats = 0, TimeSpan? FallbackEvery = null);

/// <summary>What managers do with escalation policies. Climbs that run keep the steps that they began with.</summary>
public sealed class PolicyActions(Desk desk, IEnumerable<IUseOf<EscalationPolicy>> uses)
{
    public Task<Outcome<PolicyView>> CreateAsync(PolicyDraft draft, Caller by, CancellationToken cancellation = default) =>
        desk.InTransactionAsync<Outcome<PolicyView>>(async work =>
        {
            await work.ChangeConfigurationAsync();
            var check = await PolicyCheck.RunAsync(work, draft, null);
            if (check.Failed)
            {
                return check.Refusal;
            }
            var policy = new EscalationPolicy { Id = work.NewId(), Name = draft.Name.Trim(), Repeats = draft.Repeats, Steps = draft.Steps, FallbackEvery = Fallback(draft), CreatedAt = work.Now };
            work.Db.Add(policy);
            var view = PolicyView.Of(policy);
            work.Audit(by, "policy.created", policy.Id, new { to = view });
            return view;
        }, cancellation);

    public Task<Outcome<PolicyView>> ChangeAsync(Guid id, PolicyDraft draft, long version, Caller by, CancellationToken cancellation = default) =>
        desk.InTransactionAsync<Outcome<PolicyView>>(async work =>
        {
            await work.ChangeConfigurationAsync();
            var found = await TakeAsync(work, id, version);
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }
            var check = await PolicyCheck.RunAsync(work, draft, id);
            if (check.Failed)
            {
                return check.Refusal;
            }
            var policy = found.Value;
            var before = PolicyView.Of(policy);
            (policy.Name, policy.Repeats, policy.Steps, policy.FallbackEvery) = (draft.Name.Trim(), draft.Repeats, draft.Steps, Fallback(draft));
            policy.Version++;
            var after = PolicyView.Of(policy);
            work.Audit(by, "policy.changed", id, new { from = before, to = after });
            return after;
        }, cancellation);

    /// <summary>Refused while a service is escalated by it. A version, where given, must be the current one.</summary>
    public Task<Outcome<PolicyView>> DeleteAsync(Guid id, long? version, Caller by, CancellationToken cancellation = default) =>
        desk.InTransactionAsync<Outcome<PolicyView>>(async work =>
        {
            await work.ChangeConfigurationAsync();
            var found = await TakeAsync(work, id, version);
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }
            var policy = found.Value;
            if (await uses.WhyNeededAsync(work, id, policy.Name) is { } needed)
            {
                return needed;
            }
            policy.DeletedAt = work.Now;
            policy.Version++;
            var view = PolicyView.Of(policy);
            work.Audit(by, "policy.deleted", id, new { from = view });
            return view;
        }, cancellation);

    private static TimeSpan Fallback(PolicyDraft draft) => draft.FallbackEvery ?? EscalationPolicy.DefaultFallbackEvery;

    private static Task<Outcome<EscalationPolicy>> TakeAsync(DeskTransaction work, Guid id, long? version) =>
        work.TakeAsync(work.Db.Set<EscalationPolicy>().Where(p => p.DeletedAt == null), id, version, "The escalation policy");
}

/// <summary>A policy that services are escalated by can't be deleted.</summary>
internal sealed class PolicyUsedByServices : IUseOf<EscalationPolicy>
{
    public async Task<IReadOnlyList<string>> FindAsync(DeskTransaction desk, Guid id) => await desk.Db.Set<Service>()
        .Where(s => s.EscalationPolicyId == id && s.DeletedAt == null).OrderBy(s => s.Name).Select(s => $"the service {s.Name}").ToListAsync(desk.Cancellation);
}
