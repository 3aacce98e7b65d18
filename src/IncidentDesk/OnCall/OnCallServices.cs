using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.OnCall;

/// <summary>Registers the verbs and queries of schedules.</summary>
public static class OnCallServices
{
    public static IServiceCollection AddOnCall(this IServiceCollection services) => services
        .AddSingleton<ScheduleActions>()
        .AddSingleton<ScheduleQueries>();
}
