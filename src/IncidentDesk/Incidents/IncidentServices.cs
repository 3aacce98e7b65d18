using IncidentDesk.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Incidents;

/// <summary>Registers this folder.</summary>
public static class IncidentServices
{
    public static IServiceCollection AddIncidents(this IServiceCollection services) => services
        .AddSingleton<IncidentActions>()
        .AddJobHandler<AcknowledgementTimeoutJob>()
        .AddJobHandler<ResolveLaterJob>();
}
