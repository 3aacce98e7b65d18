namespace IncidentDesk.Web.Live;

/// <summary>Registers this folder; <see cref="TimeProvider"/> comes with the pages.</summary>
public static class LiveServices
{
    public static IServiceCollection AddDeskLive(this IServiceCollection services) => services
        .AddSingleton<Handover>()
        .AddScoped<Reader>();
}
