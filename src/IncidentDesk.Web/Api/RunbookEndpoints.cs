using IncidentDesk.People;
using IncidentDesk.Runbooks;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary><c>/runbooks</c>: everybody reads, managers change.</summary>
internal static class RunbookEndpoints
{
    private const string Tag = "Runbooks";

    public static void MapRunbooks(this ApiRoutes routes)
    {
        var manage = routes.For(Right.ConfigureRunbooks);
        routes.Viewer.MapGet("/runbooks", ListAsync).Says(Tag, "Runbooks", body: typeof(Page<RunbookView>)).Pages()
            .Takes<Guid>("service", "Only those of this service.");
        routes.Viewer.MapGet("/runbooks/{id:guid}", GetAsync).Says(Tag, "A runbook", body: typeof(RunbookView));
        manage.MapPost("/runbooks", CreateAsync).Says(Tag, "Add a runbook", StatusCodes.Status201Created, typeof(RunbookView));
        manage.MapPut("/runbooks/{id:guid}", ChangeAsync).Says(Tag, "Change a runbook", body: typeof(RunbookView));
        manage.MapDelete("/runbooks/{id:guid}", DeleteAsync).Says(Tag, "Delete a runbook; its runs stay", StatusCodes.Status204NoContent)
            .Takes<long>("version", "Only if this is still the version.");
    }

    private static async Task<IResult> ListAsync(HttpContext http, RunbookQueries queries, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var (ask, service) = (query.Page(), query.Value<Guid>("service"));
        return query.Problem ?? (await queries.ListAsync(ask, service, cancellation)).ToList();
    }

    private static async Task<IResult> GetAsync(Guid id, RunbookQueries queries, CancellationToken cancellation) =>
        (await queries.GetAsync(id, cancellation)).ToFound("The runbook");

    private static async Task<IResult> CreateAsync(Body<RunbookDraft> body, HttpContext http, RunbookActions actions, CancellationToken cancellation) =>
        (await actions.CreateAsync(body.Value, http.ToCaller(), cancellation)).ToCreated(x => $"/runbooks/{x.Id}");

    private static async Task<IResult> ChangeAsync(
        Guid id, Change<RunbookDraft, RunbookView> change, HttpContext http, RunbookActions actions, CancellationToken cancellation) =>
        (await actions.ChangeAsync(id, change.Value, change.Version, http.ToCaller(), cancellation)).ToOk();

    private static async Task<IResult> DeleteAsync(Guid id, HttpContext http, RunbookActions actions, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var version = query.Version();
        return query.Problem ?? (await actions.DeleteAsync(id, version, http.ToCaller(), cancellation)).ToDone();
    }
}

/// <summary><c>/runbook-secrets</c>: for administrators; values go in and never come out.</summary>
internal static class RunbookSecretEndpoints
{
    private const string Tag = "Runbook secrets";

    public static void MapRunbookSecrets(this ApiRoutes routes)
    {
        var secrets = routes.For(Right.ManageSecrets);
        secrets.MapGet("/runbook-secrets", ListAsync).Says(Tag, "Runbook secrets, without their values", body: typeof(Page<SecretView>)).Pages();
        secrets.MapPost("/runbook-secrets", CreateAsync).Says(Tag, "Add a secret", StatusCodes.Status201Created, typeof(SecretView));
        secrets.MapPut("/runbook-secrets/{id:guid}", ChangeAsync).Says(Tag, "Change a secret's value", body: typeof(SecretView));
        secrets.MapDelete("/runbook-secrets/{id:guid}", DeleteAsync).Says(Tag, "Delete a secret that no runbook uses", StatusCodes.Status204NoContent)
            .Takes<long>("version", "Only if this is still the version.");
    }

    private static async Task<IResult> ListAsync(HttpContext http, RunbookQueries queries, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var ask = query.Page();
        return query.Problem ?? (await queries.SecretsAsync(ask, cancellation)).ToList();
    }

    private static async Task<IResult> CreateAsync(Body<SecretDraft> body, HttpContext http, SecretActions actions, CancellationToken cancellation) =>
        (await actions.CreateAsync(body.Value, http.ToCaller(), cancellation)).ToCreated(x => $"/runbook-secrets/{x.Id}");

    private static async Task<IResult> ChangeAsync(
        Guid id, Change<SecretValueDraft, SecretView> change, HttpContext http, SecretActions actions, CancellationToken cancellation) =>
        (await actions.ChangeAsync(id, change.Value, change.Version, http.ToCaller(), cancellation)).ToOk();

    private static async Task<IResult> DeleteAsync(Guid id, HttpContext http, SecretActions actions, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var version = query.Version();
        return query.Problem ?? (await actions.DeleteAsync(id, version, http.ToCaller(), cancellation)).ToDone();
    }
}
