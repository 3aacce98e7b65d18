using IncidentDesk.Demo;
using IncidentDesk.People;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary><c>/demo</c>: everybody sees it, responders start the outage again, administrators remove all of it.</summary>
internal static class DemoEndpoints
{
    private const string Tag = "Demo";

    public static void MapDemo(this ApiRoutes routes)
    {
        var remove = routes.For(Right.RemoveDemo);
        routes.Viewer.MapGet("/demo", GetAsync).Says(Tag, "The demo, if this IncidentDesk holds one", body: typeof(DemoView));
        routes.For(Right.WorkOnIncidents).MapPost("/demo/outage", StartOutageAsync).Says(Tag, "Start the demo's outage again", body: typeof(DemoView));
        remove.MapDelete("/demo", RemoveAsync).Says(Tag, "Remove the demo: all data is deleted, and setup starts over", StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> GetAsync(DemoActions actions, CancellationToken cancellation) => (await actions.GetAsync(cancellation)).ToFound("A demo");

    private static async Task<IResult> StartOutageAsync(HttpContext http, DemoActions actions, CancellationToken cancellation) =>
        (await actions.StartOutageAsync(http.ToCaller(), cancellation)).ToOk();

    private static async Task<IResult> RemoveAsync(HttpContext http, DemoActions actions, CancellationToken cancellation) =>
        (await actions.RemoveAsync(http.ToCaller(), cancellation)).ToDone();
}
