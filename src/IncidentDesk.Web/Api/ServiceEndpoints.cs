using IncidentDesk.Catalog;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary><c>/services</c>: everybody reads, managers change.</summary>
internal static class ServiceEndpoints
{
    private const string Tag = "Services";

    public static void MapServices(this ApiRoutes routes)
    {
        var manage = routes.For(Right.ConfigureServices);
        routes.Viewer.MapGet("/services", ListAsync).Says(Tag, "Services", body: typeof(Page<ServiceView>)).Pages()
            .Takes<string>("q", "Searches the name.");
        routes.Viewer.MapGet("/services/{id:guid}", GetAsync).Says(Tag, "A service", body: typeof(ServiceView));
        manage.MapPost("/services", CreateAsync).Says(Tag, "Add a service", StatusCodes.Status201Created, typeof(ServiceView));
        manage.MapPut("/services/{id:guid}", ChangeAsync).Says(Tag, "Change a service", body: typeof(ServiceView));
        manage.MapDelete("/services/{id:guid}", DeleteAsync).Says(Tag, "Delete a service that is not in use", StatusCodes.Status204NoContent)
            .Takes<long>("version", "Only if this is still the version.");
    }

    private static async Task<IResult> ListAsync(HttpContext http, ServiceQueries queries, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var (ask, search) = (query.Page(), query.Search("q"));
        return query.Problem ?? (await queries.ListAsync(ask, search, cancellation)).ToList();
    }

    private static async Task<IResult> GetAsync(Guid id, ServiceQueries queries, CancellationToken cancellation) =>
        (await queries.GetAsync(id, cancellation)).ToFound("The service");

    private static async Task<IResult> CreateAsync(Body<ServiceDraft> body, HttpContext http, ServiceActions actions, CancellationToken cancellation) =>
        (await actions.CreateAsync(body.Value, http.ToCaller(), cancellation)).ToCreated(x => $"/services/{x.Id}");

    private static async Task<IResult> ChangeAsync(
        Guid id, Change<ServiceDraft, ServiceView> change, HttpContext http, ServiceActions actions, CancellationToken cancellation) =>
        (await actions.ChangeAsync(id, change.Value, change.Version, http.ToCaller(), cancellation)).ToOk();

    private static async Task<IResult> DeleteAsync(Guid id, HttpContext http, ServiceActions actions, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var version = query.Version();
        return query.Problem ?? (await actions.DeleteAsync(id, version, http.ToCaller(), cancellation)).ToDone();
    }
}
