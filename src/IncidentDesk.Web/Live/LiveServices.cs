namespace IncidentDesk.Web.Live;

/// <summary>Registers and maps this folder; <see cref="TimeProvider"/> comes with the pages.</summary>
public static class LiveServices
{
    public static IServiceCollection AddDeskLive(this IServiceCollection services)
    {
        services.AddSingleton<Feed>();
        services.AddHostedService(provider => provider.GetRequiredService<Feed>());
        services.AddSingleton<Handover>();
        services.AddScoped<Viewers>();
        services.AddSingleton<HubTopics>();
        services.AddHostedService<HubSessions>();
        services.AddSignalR(hub => hub.MaximumReceiveMessageSize = DeskHub.LargestMessage);
        return services;
    }

    public static WebApplication MapDeskLive(this WebApplication app)
    {
        app.MapHub<DeskHub>(DeskHub.Path, connection => connection.CloseOnAuthenticationExpiration = true).RequireAuthorization(Access.Policies.Viewer);
        return app;
    }
}
