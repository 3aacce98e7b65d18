using IncidentDesk.Alerts;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary>An integration in the contract; <paramref name="Key"/> and <paramref name="Url"/> are null for those who are not managers.</summary>
internal sealed record IntegrationBody(
    Guid Id, Guid ServiceId, string Source, string Name, string? Key, string? Url, DateTimeOffset CreatedAt, DateTimeOffset? LastSignalAt, long Version);

/// <summary>The version that a change was made to; left out when it does not matter.</summary>
internal sealed record VersionDraft(long? Version = null);

/// <summary><c>/integrations</c>: everybody reads, managers change and see the keys.</summary>
internal static class IntegrationEndpoints
{
    private const string Tag = "Integrations";

    public static void MapIntegrations(this ApiRoutes routes)
    {
        var manage = routes.For(Right.ConfigureIntegrations);
        routes.Viewer.MapGet("/integrations", ListAsync).Says(Tag, "Integrations", body: typeof(Page<IntegrationBody>))
            .Pages().Takes<Guid>("service", "Only those of this service.");
        routes.Viewer.MapGet("/integrations/{id:guid}", GetAsync).Says(Tag, "An integration", body: typeof(IntegrationBody));
        routes.Viewer.MapGet("/integrations/{id:guid}/rejected", RejectedAsync).Says(Tag, "Rejected payloads", body: typeof(Page<RejectedView>)).Pages();
        routes.Viewer.MapGet("/integrations/{id:guid}/irregular-events", IrregularAsync)
            .Says(Tag, "Events that were late or truncated, or stand for others that were left out", body: typeof(Page<IrregularEvent>)).Pages();
        manage.MapPost("/integrations", CreateAsync).Says(Tag, "Add an integration", StatusCodes.Status201Created, typeof(IntegrationBody));
        manage.MapPut("/integrations/{id:guid}", ChangeAsync).Says(Tag, "Change an integration", body: typeof(IntegrationBody));
        manage.MapPost("/integrations/{id:guid}/rotate-key", RotateAsync).Says(Tag, "Rotate the key; the old one stops working", body: typeof(IntegrationBody));
        manage.MapDelete("/integrations/{id:guid}", DeleteAsync).Says(Tag, "Delete an integration; its address stops working", StatusCodes.Status204NoContent)
            .Takes<long>("version", "Only if this is still the version.");
    }

    private static async Task<IResult> ListAsync(HttpContext http, Desk desk, IntegrationQueries queries, NotificationSettings settings, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var (ask, service) = (query.Page(), query.Value<Guid>("service"));
        if (query.Problem is { } problem)
        {
            return problem;
        }
        var page = await queries.ListAsync(ask, await WithKeyAsync(http, desk, cancellation), service, cancellation);
        return page.Map(i => Of(i, settings)).ToList();
    }

    private static async Task<IResult> GetAsync(
        Guid id, HttpContext http, Desk desk, IntegrationQueries queries, NotificationSettings settings, CancellationToken cancellation) =>
        (await queries.GetAsync(id, await WithKeyAsync(http, desk, cancellation), cancellation) is { } found ? Of(found, settings) : null).ToFound("The integration");

    private static async Task<IResult> RejectedAsync(Guid id, HttpContext http, IntegrationQueries queries, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var ask = query.Page();
        return query.Problem ?? (await queries.RejectedAsync(id, ask, cancellation)).ToOk();
    }

    private static async Task<IResult> IrregularAsync(Guid id, HttpContext http, IntegrationQueries queries, Desk desk, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var ask = query.Page();
        if (query.Problem is { } problem)
        {
            return problem;
        }
        if (await queries.GetAsync(id, null, cancellation) is null)
        {
            return Problems.NotFound("The integration");
        }
        await using var db = await desk.ReadAsync(cancellation);
        return Paged.Of(await db.IrregularEventsAsync(id, ask.Limit + 1, ask.AfterId, cancellation), ask, e => e.Id.ToString("N")).ToList();
    }

    private static async Task<IResult> CreateAsync(
        Body<IntegrationDraft> body, HttpContext http, IntegrationActions actions, NotificationSettings settings, CancellationToken cancellation) =>
        (await actions.CreateAsync(body.Value, http.ToCaller(), cancellation)).ToCreated(i => $"/integrations/{i.Id}", i => Of(i, settings));

    private static async Task<IResult> ChangeAsync(Guid id, Change<IntegrationDraft, IntegrationBody> change, HttpContext http,
        IntegrationActions actions, NotificationSettings settings, CancellationToken cancellation) =>
        (await actions.ChangeAsync(id, change.Value, change.Version, http.ToCaller(), cancellation)).ToOk(i => Of(i, settings));

    private static async Task<IResult> RotateAsync(Guid id, Body<VersionDraft> body, HttpContext http,
        IntegrationActions actions, NotificationSettings settings, CancellationToken cancellation) =>
        (await actions.RotateKeyAsync(id, body.Value.Version, http.ToCaller(), cancellation)).ToOk(i => Of(i, settings));

    private static async Task<IResult> DeleteAsync(Guid id, HttpContext http, IntegrationActions actions, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var version = query.Version();
        return query.Problem ?? (await actions.DeleteAsync(id, version, http.ToCaller(), cancellation)).ToDone();
    }

    private static async Task<Func<Owner, bool>> WithKeyAsync(HttpContext http, Desk desk, CancellationToken cancellation)
    {
        var standing = await http.StandingAsync(desk, cancellation);
        return owner => standing?.May(Right.ConfigureIntegrations, owner) == true;
    }

    private static IntegrationBody Of(IntegrationView view, NotificationSettings settings) => new(view.Id, view.ServiceId, view.Source, view.Name, view.Key,
        view.Path is null ? null : settings.PublicUrl.ToString().TrimEnd('/') + view.Path, view.CreatedAt, view.LastSignalAt, view.Version);
}
