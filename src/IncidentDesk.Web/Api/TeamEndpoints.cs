using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary><c>/teams</c>: everybody reads, managers change.</summary>
internal static class TeamEndpoints
{
    private const string Tag = "Teams";

    public static void MapTeams(this ApiRoutes routes)
    {
        var manage = routes.For(Right.ManageTeams);
        routes.Viewer.MapGet("/teams", ListAsync).Says(Tag, "Teams", body: typeof(Page<TeamView>)).Pages();
        routes.Viewer.MapGet("/teams/{id:guid}", GetAsync).Says(Tag, "A team", body: typeof(TeamView));
        manage.MapPost("/teams", CreateAsync).Says(Tag, "Add a team", StatusCodes.Status201Created, typeof(TeamView));
        manage.MapPut("/teams/{id:guid}", ChangeAsync).Says(Tag, "Change a team", body: typeof(TeamView));
        manage.MapDelete("/teams/{id:guid}", DeleteAsync).Says(Tag, "Delete a team that is not in use", StatusCodes.Status204NoContent)
            .Takes<long>("version", "Only if this is still the version.");
    }

    private static async Task<IResult> ListAsync(HttpContext http, TeamQueries queries, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var ask = query.Page();
        return query.Problem ?? (await queries.ListAsync(ask, cancellation)).ToList();
    }

    private static async Task<IResult> GetAsync(Guid id, TeamQueries queries, CancellationToken cancellation) =>
        (await queries.GetAsync(id, cancellation)).ToFound("The team");

    private static async Task<IResult> CreateAsync(Body<TeamDraft> body, HttpContext http, TeamActions actions, CancellationToken cancellation) =>
        (await actions.CreateAsync(body.Value, http.ToCaller(), cancellation)).ToCreated(x => $"/teams/{x.Id}");

    private static async Task<IResult> ChangeAsync(
        Guid id, Change<TeamDraft, TeamView> change, HttpContext http, TeamActions actions, CancellationToken cancellation) =>
        (await actions.ChangeAsync(id, change.Value, change.Version, http.ToCaller(), cancellation)).ToOk();

    private static async Task<IResult> DeleteAsync(Guid id, HttpContext http, TeamActions actions, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var version = query.Version();
        return query.Problem ?? (await actions.DeleteAsync(id, version, http.ToCaller(), cancellation)).ToDone();
    }
}
