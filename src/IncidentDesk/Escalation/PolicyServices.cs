using IncidentDesk.Catalog;
using IncidentDesk.OnCall;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Escalation;

/// <summary>Registers the verbs and queries of escalation policies.</summary>
public static class PolicyServices
{
    public static IServiceCollection AddPolicies(this IServiceCollection services) => services
        .AddSingleton<PolicyActions>()
        .AddSingleton<PolicyQueries>()
        .AddSingleton<ClimbPreviews>()
        .AddSingleton<IPolicyDirectory, PolicyDirectory>()
        .AddSingleton<IScheduleOwners, ScheduleDirectory>()
        .AddSingleton<IUseOf<EscalationPolicy>, PolicyUsedByServices>()
        .AddSingleton<IUseOf<Team>, TeamUsedByPolicies>()
        .AddSingleton<IUseOf<Schedule>, ScheduleUsedByPolicies>();
}
