using IncidentDesk.Incidents;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary><c>/incidents/{number}/timeline/{seq}/pin</c>: PUT marks an entry as worth finding again, DELETE takes the mark away. Both answer the incident.</summary>
internal static class PinEndpoints
{
    public static void MapPins(this ApiRoutes routes)
    {
        var work = routes.For(Right.WorkOnIncidents);
        work.MapPut(IncidentEndpoints.Path + "/timeline/{seq:long}/pin", PinAsync).Says(IncidentEndpoints.Tag, "Pin a timeline entry", body: typeof(IncidentBody));
        work.MapDelete(IncidentEndpoints.Path + "/timeline/{seq:long}/pin", UnpinAsync).Says(IncidentEndpoints.Tag, "Unpin a timeline entry", body: typeof(IncidentBody));
    }

    private static Task<IResult> PinAsync(long number, long seq, HttpContext http, Desk desk, PinActions pins, CancellationToken cancellation) =>
        IncidentVerbEndpoints.DoAsync(number, desk, id => pins.PinAsync(id, seq, http.ToCaller(), cancellation), cancellation);

    private static Task<IResult> UnpinAsync(long number, long seq, HttpContext http, Desk desk, PinActions pins, CancellationToken cancellation) =>
        IncidentVerbEndpoints.DoAsync(number, desk, id => pins.UnpinAsync(id, seq, http.ToCaller(), cancellation), cancellation);
}
