using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Catalog;

/// <summary>Registers this folder; <see cref="IPolicyDirectory"/> comes from the policies.</summary>
public static class CatalogServices
{
    public static IServiceCollection AddCatalog(this IServiceCollection services) => services
        .AddSingleton<ServiceActions>()
        .AddSingleton<ServiceQueries>()
        .AddSingleton<IUseOf<Team>, TeamUsedByServices>();
}
