using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Jobs;

/// <summary>Registers the engine and, for each folder, its handlers.</summary>
public static class JobServices
{
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<JobMetrics>();
        services.AddSingleton<JobEngine>();
        services.AddHostedService(provider => provider.GetRequiredService<JobEngine>());
        return services;
    }

    public static IServiceCollection AddJobHandler<T>(this IServiceCollection services)
        where T : class, IJobHandler => services.AddSingleton<IJobHandler, T>();
}
