using IncidentDesk.Escalation;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary><c>/escalation-policies</c>: everybody reads, managers change.</summary>
internal static class PolicyEndpoints
{
    private const string Tag = "Escalation policies";

    public static void MapPolicies(this ApiRoutes routes)
    {
        var manage = routes.For(Right.ConfigurePolicies);
        routes.Viewer.MapGet("/escalation-policies", ListAsync).Says(Tag, "Escalation policies", body: typeof(Page<PolicyView>)).Pages();
        routes.Viewer.MapGet("/escalation-policies/{id:guid}", GetAsync).Says(Tag, "An escalation policy", body: typeof(PolicyView));
        manage.MapPost("/escalation-policies", CreateAsync).Says(Tag, "Add an escalation policy", StatusCodes.Status201Created, typeof(PolicyView));
        manage.MapPut("/escalation-policies/{id:guid}", ChangeAsync).Says(Tag, "Change an escalation policy", body: typeof(PolicyView));
        manage.MapDelete("/escalation-policies/{id:guid}", DeleteAsync).Says(Tag, "Delete an escalation policy that is not in use", StatusCodes.Status204NoContent)
            .Takes<long>("version", "Only if this is still the version.");
    }

    private static async Task<IResult> ListAsync(HttpContext http, PolicyQueries queries, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var ask = query.Page();
        return query.Problem ?? (await queries.ListAsync(ask, cancellation)).ToList();
    }

    private static async Task<IResult> GetAsync(Guid id, PolicyQueries queries, CancellationToken cancellation) =>
        (await queries.GetAsync(id, cancellation)).ToFound("The escalation policy");

    private static async Task<IResult> CreateAsync(Body<PolicyDraft> body, HttpContext http, PolicyActions actions, CancellationToken cancellation) =>
        (await actions.CreateAsync(body.Value, http.ToCaller(), cancellation)).ToCreated(x => $"/escalation-policies/{x.Id}");

    private static async Task<IResult> ChangeAsync(
        Guid id, Change<PolicyDraft, PolicyView> change, HttpContext http, PolicyActions actions, CancellationToken cancellation) =>
        (await actions.ChangeAsync(id, change.Value, change.Version, http.ToCaller(), cancellation)).ToOk();

    private static async Task<IResult> DeleteAsync(Guid id, HttpContext http, PolicyActions actions, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var version = query.Version();
        return query.Problem ?? (await actions.DeleteAsync(id, version, http.ToCaller(), cancellation)).ToDone();
    }
}
