using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary>A person who hears of status updates, and why, the nearest reason first.</summary>
internal sealed record WatcherBody(NamedBody Person, IReadOnlyList<WatchSource> Why)
{
    public static WatcherBody Of(Watcher w) => new(new(w.PersonId, w.Name), w.Why);
}

/// <summary>
/// <c>/incidents/{number}/watch</c>, <c>/services/{id}/watch</c>, <c>/teams/{id}/watch</c>: PUT and DELETE are about the caller themselves. Everybody sees who watches;
/// what a person watches is for that person and administrators.
/// </summary>
internal static class WatchEndpoints
{
    private const string Tag = "Watching";

    public static void MapWatches(this ApiRoutes routes)
    {
        routes.For(Right.ChangeOwnSettings).MapPut(IncidentEndpoints.Path + "/watch", (long number, HttpContext http, Desk desk, WatchActions watches, CancellationToken cancellation) =>
            OfIncidentAsync(number, desk, id => watches.WatchAsync(WatchKind.Incident, id, http.ToCaller(), cancellation), cancellation))
            .Says(Tag, "Watch an incident: get its status updates and its resolution", StatusCodes.Status204NoContent);
        routes.For(Right.ChangeOwnSettings).MapDelete(IncidentEndpoints.Path + "/watch", (long number, HttpContext http, Desk desk, WatchActions watches, CancellationToken cancellation) =>
            OfIncidentAsync(number, desk, id => watches.UnwatchAsync(WatchKind.Incident, id, http.ToCaller(), cancellation), cancellation))
            .Says(Tag, "Unwatch an incident, also when its service or team is watched", StatusCodes.Status204NoContent);
        routes.Viewer.MapGet(IncidentEndpoints.Path + "/watchers", (long number, Desk desk, CancellationToken cancellation) =>
            IncidentEndpoints.WithAsync(number, desk, async (db, incident) => List(await db.WatchersAsync(incident.Id, cancellation)), cancellation))
            .Says(Tag, "Who watches an incident", body: typeof(Page<WatcherBody>));
        MapThings(routes, "/services", WatchKind.Service, "service");
        MapThings(routes, "/teams", WatchKind.Team, "team");
        routes.Viewer.MapGroup("/people/{personId:guid}/watches").AddEndpointFilter<OwnOnly>().MapGet("", WatchedAsync)
            .Says(Tag, "What a person watches", body: typeof(Page<Watched>));
    }

    private static void MapThings(ApiRoutes routes, string path, WatchKind kind, string name)
    {
        routes.For(Right.ChangeOwnSettings).MapPut(path + "/{id:guid}/watch", async (Guid id, HttpContext http, WatchActions watches, CancellationToken cancellation) =>
            (await watches.WatchAsync(kind, id, http.ToCaller(), cancellation)).ToDone()).Says(Tag, $"Watch a {name}: get updates on its incidents", StatusCodes.Status204NoContent);
        routes.For(Right.ChangeOwnSettings).MapDelete(path + "/{id:guid}/watch", async (Guid id, HttpContext http, WatchActions watches, CancellationToken cancellation) =>
            (await watches.UnwatchAsync(kind, id, http.ToCaller(), cancellation)).ToDone()).Says(Tag, $"Unwatch a {name}", StatusCodes.Status204NoContent);
        routes.Viewer.MapGet(path + "/{id:guid}/watchers", async (Guid id, Desk desk, CancellationToken cancellation) =>
        {
            await using var db = await desk.ReadAsync(cancellation);
            return List(await db.WatchersOfAsync(kind, id, cancellation));
        }).Says(Tag, $"Who watches a {name}", body: typeof(Page<WatcherBody>));
    }

    private static async Task<IResult> OfIncidentAsync(long number, Desk desk, Func<Guid, Task<Outcome<bool>>> verb, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.IncidentAsync(number, cancellation) is { Id: var id } ? (await verb(id)).ToDone() : Problems.NotFound("The incident");
    }

    private static IResult List(IReadOnlyList<Watcher> watchers) => new Page<WatcherBody>([.. watchers.Select(WatcherBody.Of)], null).ToList();

    private static async Task<IResult> WatchedAsync(Guid personId, Desk desk, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return new Page<Watched>(await db.WatchedByAsync(personId, cancellation), null).ToList();
    }
}
