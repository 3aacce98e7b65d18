using IncidentDesk.Catalog;
using IncidentDesk.Jobs;
using IncidentDesk.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Incidents;

/// <summary>Registers this folder.</summary>
public static class IncidentServices
{
    public static IServiceCollection AddIncidents(this IServiceCollection services) => services
        .AddSingleton<IncidentActions>()
        .AddSingleton<IncidentRoleActions>()
        .AddSingleton<IncidentTaskActions>()
        .AddSingleton<StatusUpdateActions>()
        .AddSingleton<PinActions>()
        .AddSingleton<WatchActions>()
        .AddSingleton(IncidentTopics.OneMark)
        .AddSingleton(IncidentTopics.ListMark)
        .AddSingleton<IUseOf<Service>, ServiceUsedByIncidents>()
        .AddJobHandler<AcknowledgementTimeoutJob>()
        .AddJobHandler<MitigateLaterJob>()
        .AddJobHandler<ResolveLaterJob>()
        .AddJobHandler<NewsJob>();
}
