using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary><c>/sessions</c>: where the caller is signed in; ending one, or all.</summary>
internal static class SessionEndpoints
{
    private const string Tag = "Sessions";

    public static void MapSessions(this ApiRoutes routes)
    {
        routes.Viewer.MapGet("/sessions", ListAsync).Says(Tag, "One's own sessions", body: typeof(IReadOnlyList<SessionView>));
        routes.Viewer.MapDelete("/sessions/{id:guid}", EndAsync).Says(Tag, "Sign out one of one's own sessions", StatusCodes.Status204NoContent);
        routes.Viewer.MapDelete("/sessions", EndAllAsync).Says(Tag, "Sign out everywhere", StatusCodes.Status204NoContent)
            .Takes<bool>("tokens", "Also revoke all of one's API tokens.");
    }

    private static async Task<IResult> ListAsync(HttpContext http, Sessions sessions, Clock clock, CancellationToken cancellation) =>
        Results.Ok(await sessions.ListAsync(http.User.FindPersonId()!.Value, clock.Now, cancellation));

    private static async Task<IResult> EndAsync(Guid id, HttpContext http, SessionActions sessions, CancellationToken cancellation) =>
        (await sessions.EndAsync(http.ToCaller(), id, cancellation)).ToDone();

    private static async Task<IResult> EndAllAsync(HttpContext http, SessionActions sessions, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var tokens = query.Value<bool>("tokens") ?? false;
        return query.Problem ?? (await sessions.EndAllAsync(http.ToCaller(), http.User.FindPersonId()!.Value, tokens, cancellation)).ToDone();
    }
}
