using System.Linq.Expressions;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Catalog;

/// <summary>A service as pages and the API show it; its members are those of <see cref="Service"/>.</summary>
public sealed record ServiceView(
    Guid Id,
    string Name,
    Guid? TeamId,
    int Tier,
    Guid? EscalationPolicyId,
    TimeSpan GroupingWindow,
    TimeSpan ReopenWindow,
    bool AutoResolve,
    TimeSpan AcknowledgementTimeout,
    DateTimeOffset CreatedAt,
    long Version)
{
    internal static readonly Expression<Func<Service, ServiceView>> From = s => new ServiceView(s.Id, s.Name, s.TeamId, s.Tier, s.EscalationPolicyId,
        s.GroupingWindow, s.ReopenWindow, s.AutoResolve, s.AcknowledgementTimeout, s.CreatedAt, s.Version);

    internal static readonly Func<Service, ServiceView> Of = From.Compile();
}

/// <summary>Reads services.</summary>
public sealed class ServiceQueries(Desk desk)
{
    /// <summary>Services in the order in which they were made; <paramref name="search"/> looks into the name.</summary>
    public async Task<Page<ServiceView>> ListAsync(PageAsk ask, string? search = null, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        var services = db.Set<Service>().Where(s => s.DeletedAt == null && (ask.AfterId == null || s.Id > ask.AfterId));
        if (!string.IsNullOrWhiteSpace(search))
        {
            var pattern = Search.Containing(search);
            services = services.Where(s => EF.Functions.ILike(s.Name, pattern, "\\"));
        }
        return await services.OrderBy(s => s.Id).Select(ServiceView.From).PageAsync(ask, s => s.Id, cancellation);
    }

    /// <summary>Null when there is no such service.</summary>
    public async Task<ServiceView?> GetAsync(Guid id, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.Set<Service>().Where(s => s.Id == id && s.DeletedAt == null).Select(ServiceView.From).FirstOrDefaultAsync(cancellation);
    }
}
