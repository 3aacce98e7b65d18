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

/// <summary>What managers do with services. One with open incidents, runbooks, or integrations whose sources would send in vain, can't be deleted.</summary>
public sealed class ServiceActions(Desk desk, IPolicyDirectory policies, IEnumerable<IUseOf<Service>> uses)
    : ConfigurationActions<Service, ServiceView>(desk, Right.ConfigureServices, new Noun("service"), uses)
{
    /// <summary>The longest window or time-out.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromHours(24);

    public Task<Outcome<ServiceView>> CreateAsync(ServiceDraft draft, Caller by, CancellationToken cancellation = default) =>
        CreateAsync(by, async work =>
        {
            var service = new Service { Id = work.NewId(), Name = "", CreatedAt = work.Now };
            return await FillAsync(work, service, draft) is { } refusal ? refusal : service;
        }, cancellation);

    public Task<Outcome<ServiceView>> ChangeAsync(Guid id, ServiceDraft draft, long version, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(id, version, by, Deed.Change, (work, service) => FillAsync(work, service, draft), cancellation);

    protected override ServiceView ViewOf(Service row) => ServiceView.Of(row);

    protected override Task<Owner> OwnerOfAsync(DeskTransaction work, Service row) => Task.FromResult(Owner.Team(row.TeamId));

    private async Task<Check> CheckAsync(DeskTransaction work, ServiceDraft draft, Guid current)
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

    private async Task<Refusal?> FillAsync(DeskTransaction work, Service service, ServiceDraft draft)
    {
        if (await CheckAsync(work, draft, service.Id) is { Failed: true } check)
        {
            return check.Refusal;
        }
        service.Name = draft.Name.Trim();
        service.TeamId = draft.TeamId;
        service.Tier = draft.Tier;
        service.EscalationPolicyId = draft.EscalationPolicyId;
        service.GroupingWindow = draft.GroupingWindow ?? Service.DefaultGroupingWindow;
        service.ReopenWindow = draft.ReopenWindow ?? Service.DefaultReopenWindow;
        service.AutoResolve = draft.AutoResolve;
        service.AcknowledgementTimeout = draft.AcknowledgementTimeout ?? Service.DefaultAcknowledgementTimeout;
        return null;
    }
}

/// <summary>A team that owns services can't be deleted.</summary>
internal sealed class TeamUsedByServices : IUseOf<Team>
{
    public async Task<IReadOnlyList<string>> FindAsync(DeskTransaction desk, Guid id) => await desk.Db.Set<Service>()
        .Where(s => s.TeamId == id && s.DeletedAt == null).OrderBy(s => s.Name).Select(s => $"the service {s.Name}").ToListAsync(desk.Cancellation);
}

/// <summary>Reads whose a service's parts are.</summary>
public static class ServiceOwners
{
    /// <summary>The team of a service; a service that is not there has none.</summary>
    public static async Task<Owner> OwnerOfServiceAsync(this DeskDb db, Guid service, CancellationToken cancellation) =>
        Owner.Team(await db.Set<Service>().Where(s => s.Id == service).Select(s => s.TeamId).FirstOrDefaultAsync(cancellation));
}
