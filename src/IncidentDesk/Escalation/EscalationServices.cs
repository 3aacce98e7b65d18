using IncidentDesk.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Escalation;

/// <summary>Registers this folder.</summary>
public static class EscalationServices
{
    public static IServiceCollection AddEscalation(this IServiceCollection services, DeadManSettings deadMan) => services
        .AddSingleton(deadMan)
        .AddSingleton<EscalationActions>()
        .AddSingleton<SafetyWatch>()
        .AddHostedService(provider => provider.GetRequiredService<SafetyWatch>())
        .AddJobHandler<TriggeredJob>()
        .AddJobHandler<ClimbJob>()
        .AddJobHandler<RegradedJob>()
        .AddJobHandler<PageUnreachableJob>();
}
