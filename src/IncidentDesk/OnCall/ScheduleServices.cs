using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.OnCall;

/// <summary>Registers this folder.</summary>
public static class ScheduleServices
{
    public static IServiceCollection AddOnCall(this IServiceCollection services) => services
        .AddSingleton<ScheduleActions>()
        .AddSingleton<ScheduleQueries>();
}
