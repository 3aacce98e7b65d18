using IncidentDesk.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Alerts;

/// <summary>Registers this folder.</summary>
public static class AlertServices
{
    public static IServiceCollection AddAlerts(this IServiceCollection services) => services
        .AddSingleton<AlertMetrics>()
        .AddSingleton<IntegrationDirectory>()
        .AddSingleton(new DigestPace(TimeSpan.FromMilliseconds(100)))
        .AddSingleton<Intake>()
        .AddHostedService(provider => provider.GetRequiredService<Intake>())
        .AddSingleton<TestSignals>()
        .AddJobHandler<DigestJob>()
        .AddJobHandler<CloseAlertsJob>()
        .AddJobHandler<IntegrationRemovedJob>()
        .AddJobHandler<AlertHousekeeping>();
}
