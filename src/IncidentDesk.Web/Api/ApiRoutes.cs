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
