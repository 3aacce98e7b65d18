using IncidentDesk.Jobs;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary>Adds the API to the program.</summary>
public static class ApiServices
{
    /// <summary>Registers what the API adds; the verbs are registered by their folders.</summary>
    public static IServiceCollection AddDeskApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        services.AddProblemDetails();
        services.AddJobHandler<IdempotencyCleanup>();
        return services.AddApiDescription();
    }

    /// <summary>
    /// Gives what refuses without words (an unknown address, a wrong method) and what fails problem details on the paths of programs. First of all middleware.
    /// </summary>
    public static WebApplication UseDeskApi(this WebApplication app)
    {
        app.UseWhen(context => Doors.IsForPrograms(context.Request.Path), programs =>
        {
            programs.UseExceptionHandler();
            programs.UseStatusCodePages();
        });
        return app;
    }

    /// <summary>Maps every resource, and the document that describes them.</summary>
    public static WebApplication MapDeskApi(this WebApplication app)
    {
        var routes = new ApiRoutes(app);
        routes.MapPeople();
        routes.MapContactMethods();
        routes.MapNotificationRules();
        routes.MapTeams();
        routes.MapServices();
        routes.MapIntegrations();
        routes.MapSchedules();
        routes.MapPolicies();
        routes.MapTokens();
        routes.MapSessions();
        routes.MapAlerts();
        routes.MapIncidents();
        routes.MapIncidentVerbs();
        routes.MapCoordination();
        routes.MapPins();
        routes.MapWatches();
        routes.MapPostmortems();
        routes.MapActionItems();
        routes.MapOnCall();
        routes.MapRunbooks();
        routes.MapRuns();
        routes.MapRunbookSecrets();
        routes.MapInsights();
        routes.MapSearch();
        routes.MapDemo();
        app.MapOpenApi().AllowAnonymous();
        return app;
    }
}
