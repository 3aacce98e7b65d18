using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary>The API's routes by what they do; each group reads bodies strictly and keeps idempotent answers.</summary>
internal sealed class ApiRoutes(IEndpointRouteBuilder routes)
{
    /// <summary>What every address of the API begins with.</summary>
    public const string Root = "/api/v1";

    private readonly Dictionary<Role, RouteGroupBuilder> _groups = Enum.GetValues<Role>().ToDictionary(role => role, role => Group(routes, role.ToString()));

    private readonly RouteGroupBuilder _own = Group(routes, Policies.OwnSettings);

    /// <summary>For whoever is signed in: what is read.</summary>
    public RouteGroupBuilder Viewer => _groups[Role.Viewer];

    /// <summary>For verbs of this right: turns away early whose role has none of it. Whose a thing is, the verb asks.</summary>
    public RouteGroupBuilder For(Right right) => right.LeastRole() is var role && role == Role.Viewer ? _own : _groups[role];

    // Programs send tokens or a same-site session, which the cross-site guard covers: antiforgery is for forms.
    private static RouteGroupBuilder Group(IEndpointRouteBuilder routes, string policy) => routes.MapGroup(Root)
        .RequireAuthorization(policy)
        .AddEndpointFilter<ReadCheck>()
        .AddEndpointFilter<RouteGroupBuilder, Idempotency>()
        .DisableAntiforgery();
}
