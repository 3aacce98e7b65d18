using IncidentDesk.Catalog;
using IncidentDesk.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Alerts;

/// <summary>Registers the verbs and queries of integrations; the secret box comes from the composition root.</summary>
public static class IntegrationServices
{
    public static IServiceCollection AddIntegrations(this IServiceCollection services) => services
        .AddSingleton<IntegrationActions>()
        .AddSingleton<IntegrationQueries>()
        .AddSingleton<IUseOf<Service>, ServiceUsedByIntegrations>();
}
