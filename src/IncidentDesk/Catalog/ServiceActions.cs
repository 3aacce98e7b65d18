using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Catalog;

/// <summary>A service as the contract carries it, not yet checked.</summary>
/// <param name="Name">1 to 100 characters; no other service has it.</param>
/// <param name="TeamId">Who owns it; null for nobody.</param>
/// <param name="Tier">1 to 4.</param>
/// <param name="EscalationPolicyId">Who is asked; null asks the administrators at once.</param>
/// <param name="GroupingWindow">At most 24 hours; null is 10 minutes.</param>
/// <param name="ReopenWindow">At most 24 hours; null is 10 minutes.</param>
/// <param name="AutoResolve">Whether its incidents resolve when their alerts have.</param>
/// <param name="AcknowledgementTimeout">At most 24 hours; zero lets an acknowledgement hold for good; null is 30 minutes.</param>
public sealed record ServiceDraft(
    string Name,
    Guid? TeamId = null,
    int Tier = 3,
    Guid? EscalationPolicyId = null,
    TimeSpan? GroupingWindow = null,
    TimeSpan? ReopenWindow = null,
    bool AutoResolve = true,
    TimeSpan? AcknowledgementTimeout = null);

/// <summary>Knows the escalation policies, for the catalog, which lies below them.</summary>
public interface IPolicyDirectory
{
    /// <summary>Whether there is such a policy now.</summary>
    Task<bool> ExistsAsync(DeskTransaction desk, Guid id);
}

/// <summary>What managers do with services.</summary>
public sealed class ServiceActions(Desk desk, IPolicyDirectory policies, IEnumerable<IUseOf<Service>> uses)
{
    /// <summary>The longest window or time-out.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromHours(24);

    public Task<Outcome<ServiceView>> CreateAsync(ServiceDraft draft, Caller by, CancellationToken cancellation = default) =>
        desk.InTransactionAsync<Outcome<ServiceView>>(async work =>
        {
            await work.ChangeConfigurationAsync();
            var check = await CheckAsync(work, draft, null);
            if (check.Failed)
            {
                return check.Refusal;
            }
            var service = new Service { Id = work.NewId(), Name = "", CreatedAt = work.Now };
            Apply(service, draft);
            work.Db.Add(service);
            var view = ServiceView.Of(service);
            work.Audit(by, "service.created", service.Id, new { to = view });
            return view;
        }, cancellation);

    public Task<Outcome<ServiceView>> ChangeAsync(Guid id, ServiceDraft draft, long version, Caller by, CancellationToken cancellation = default) =>
        desk.InTransactionAsync<Outcome<ServiceView>>(async work =>
        {
            await work.ChangeConfigurationAsync();
            var found = await TakeAsync(work, id, version);
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }
            var service = found.Value;
            var check = await CheckAsync(work, draft, id);
            if (check.Failed)
            {
                return check.Refusal;
            }
            var before = ServiceView.Of(service);
            Apply(service, draft);
            service.Version++;
            var after = ServiceView.Of(service);
            work.Audit(by, "service.changed", id, new { from = before, to = after });
            return after;
        }, cancellation);

    /// <summary>
    /// Refused while it has open incidents, or integrations whose sources would then send in vain. A version, where given, must be the current one.
    /// </summary>
    public Task<Outcome<ServiceView>> DeleteAsync(Guid id, long? version, Caller by, CancellationToken cancellation = default) =>
        desk.InTransactionAsync<Outcome<ServiceView>>(async work =>
        {
            await work.ChangeConfigurationAsync();
            var found = await TakeAsync(work, id, version);
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }
            var service = found.Value;
            if (await uses.WhyNeededAsync(work, id, service.Name) is { } needed)
            {
                return needed;
            }
            service.DeletedAt = work.Now;
            service.Version++;
            var view = ServiceView.Of(service);
            work.Audit(by, "service.deleted", id, new { from = view });
            return view;
        }, cancellation);

    private static Task<Outcome<Service>> TakeAsync(DeskTransaction work, Guid id, long? version) =>
        work.TakeAsync(work.Db.Set<Service>().Where(x => x.DeletedAt == null), id, version, "The service");

    private async Task<Check> CheckAsync(DeskTransaction work, ServiceDraft draft, Guid? current)
    {
        var check = new Check();
        var name = check.Line("name", draft.Name);
        check.That(!await work.Db.Set<Service>().AnyAsync(s => s.Name == name && s.DeletedAt == null && s.Id != current, work.Cancellation),
            "name", "Another service has this name already.");
        check.Number("tier", draft.Tier, 1, 4);
        if (draft.TeamId is { } team)
        {
            check.That(await work.Db.Set<Team>().AnyAsync(t => t.Id == team && t.DeletedAt == null, work.Cancellation), "teamId", "There is no such team.");
        }
        if (draft.EscalationPolicyId is { } policy)
        {
            check.That(await policies.ExistsAsync(work, policy), "escalationPolicyId", "There is no such escalation policy.");
        }
        check.Span("groupingWindow", draft.GroupingWindow ?? Service.DefaultGroupingWindow, LongestWindow);
        check.Span("reopenWindow", draft.ReopenWindow ?? Service.DefaultReopenWindow, LongestWindow);
        check.Span("acknowledgementTimeout", draft.AcknowledgementTimeout ?? Service.DefaultAcknowledgementTimeout, LongestWindow);
        return check;
    }

    private static void Apply(Service service, ServiceDraft draft)
    {
        service.Name = draft.Name.Trim();
        service.TeamId = draft.TeamId;
        service.Tier = draft.Tier;
        service.EscalationPolicyId = draft.EscalationPolicyId;
        service.GroupingWindow = draft.GroupingWindow ?? Service.DefaultGroupingWindow;
        service.ReopenWindow = draft.ReopenWindow ?? Service.DefaultReopenWindow;
        service.AutoResolve = draft.AutoResolve;
        service.AcknowledgementTimeout = draft.AcknowledgementTimeout ?? Service.DefaultAcknowledgementTimeout;
    }
}

/// <summary>A team that owns services can't be deleted.</summary>
internal sealed class TeamUsedByServices : IUseOf<Team>
{
    public async Task<IReadOnlyList<string>> FindAsync(DeskTransaction desk, Guid id) => await desk.Db.Set<Service>()
        .Where(s => s.TeamId == id && s.DeletedAt == null).OrderBy(s => s.Name).Select(s => $"the service {s.Name}").ToListAsync(desk.Cancellation);
}
