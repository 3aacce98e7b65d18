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

    /// <summary>
    /// Refuses new lines while the node stops. A page whose line was closed comes back at once: it would hold up the stop until its time limit, and see nothing more.
    /// </summary>
    public static WebApplication UseDeskLive(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        app.MapWhen(
            context => stopping.IsCancellationRequested && (context.Request.Path.StartsWithSegments("/_blazor") || context.Request.Path.StartsWithSegments(DeskHub.Path)),
            lines => lines.Run(context =>
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return Task.CompletedTask;
            }));
        return app;
    }

    public static WebApplication MapDeskLive(this WebApplication app)
    {
        app.MapHub<DeskHub>(DeskHub.Path, connection => connection.CloseOnAuthenticationExpiration = true).RequireAuthorization(Access.Policies.Viewer);
        return app;
    }
}
