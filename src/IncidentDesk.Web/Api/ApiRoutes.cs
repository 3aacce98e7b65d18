using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary>The API's routes by the role that they need; each group reads bodies strictly and keeps idempotent answers.</summary>
internal sealed class ApiRoutes(IEndpointRouteBuilder routes)
{
    /// <summary>What every address of the API begins with.</summary>
    public const string Root = "/api/v1";

    public RouteGroupBuilder Viewer { get; } = Group(routes, Policies.Viewer);

    public RouteGroupBuilder Responder { get; } = Group(routes, Policies.Responder);

    public RouteGroupBuilder Manager { get; } = Group(routes, Policies.Manager);

    public RouteGroupBuilder Administrator { get; } = Group(routes, Policies.Administrator);

    // Programs send tokens or a same-site session, which the cross-site guard covers: antiforgery is for forms.
    private static RouteGroupBuilder Group(IEndpointRouteBuilder routes, string policy) => routes.MapGroup(Root)
        .RequireAuthorization(policy)
        .AddEndpointFilter<ReadCheck>()
        .AddEndpointFilter<RouteGroupBuilder, Idempotency>()
        .DisableAntiforgery();
}

/// <summary>Adds the API to the program.</summary>
public static class Api
{
    /// <summary>Registers what the API adds; the verbs are registered by their folders.</summary>
    public static IServiceCollection AddDeskApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        services.AddProblemDetails();
        services.AddSingleton<Jobs.IJobHandler, IdempotencyCleanup>();
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
        routes.MapAlerts();
        routes.MapIncidents();
        routes.MapIncidentVerbs();
        routes.MapOnCall();
        app.MapOpenApi().AllowAnonymous();
        return app;
    }
}
