using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Insights;

/// <summary>Registers this folder.</summary>
public static class InsightServices
{
    public static IServiceCollection AddInsights(this IServiceCollection services) => services.AddSingleton<InsightQueries>();
}
