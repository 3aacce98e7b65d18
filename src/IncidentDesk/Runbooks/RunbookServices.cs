using IncidentDesk.Catalog;
using IncidentDesk.Jobs;
using IncidentDesk.Runbooks.Actions;
using IncidentDesk.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Runbooks;

/// <summary>Registers this folder.</summary>
public static class RunbookServices
{
    public static IServiceCollection AddRunbooks(this IServiceCollection services, RunbookSettings settings) => services
        .AddSingleton(settings)
        .AddSingleton<IAction, CommandAction>()
        .AddSingleton<IAction, HttpAction>()
        .AddSingleton<IAction, AnsibleAction>()
        .AddSingleton<RunbookCheck>()
        .AddSingleton<StepRunner>()
        .AddSingleton(provider => new RunbookActions(provider.GetRequiredService<Desk>(), provider.GetRequiredService<RunbookCheck>()))
        .AddSingleton<RunbookQueries>()
        .AddSingleton<SecretActions>()
        .AddSingleton<RunActions>()
        .AddSingleton(Run.Mark)
        .AddSingleton<RunQueries>()
        .AddSingleton<IUseOf<Service>, ServiceUsedByRunbooks>()
        .AddJobHandler<RunJob>();
}
