using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary>Whether pages show a person times in UTC; false is in their own zone.</summary>
internal sealed record TimeDisplayDraft(bool Utc);

/// <summary>An invitation or password reset that was made; <paramref name="Url"/> is shown once, where there is no mail server to send it.</summary>
internal sealed record InvitationBody(AccessLinkPurpose Purpose, bool Mailed, DateTimeOffset ExpiresAt, string? Url);

/// <summary><c>/people</c>: everybody reads, administrators change. DELETE disables: history keeps naming a person.</summary>
internal static class PersonEndpoints
{
    private const string Tag = "People";

    public static void MapPeople(this ApiRoutes routes)
    {
        var (own, manage) = (routes.For(Right.ChangeOwnSettings), routes.For(Right.ManagePeople));
        routes.Viewer.MapGet("/people", ListAsync).Says(Tag, "People, deactivated ones included", body: typeof(Page<PersonView>))
            .Pages().Takes<string>("q", "Searches name and email address.");
        routes.Viewer.MapGet("/people/{id:guid}", GetAsync).Says(Tag, "A person", body: typeof(PersonView));
        manage.MapPost("/people", CreateAsync).Says(Tag, "Add a person", StatusCodes.Status201Created, typeof(PersonView));
        own.MapPut("/people/{id:guid}", ChangeAsync).Says(Tag, "Change a person", body: typeof(PersonView));
        manage.MapDelete("/people/{id:guid}", DisableAsync).Says(Tag, "Deactivate a person", StatusCodes.Status204NoContent)
            .Takes<long>("version", "Only if this is still the version.");
        own.MapPost("/people/{personId:guid}/time-display", ShowTimesAsync).AddEndpointFilter<OwnOnly>()
            .Says(Tag, "Show a person times in UTC on pages, or in their own zone", body: typeof(PersonView));
        manage.MapPost("/people/{id:guid}/invitation", InviteAsync)
            .Says(Tag, "Send a link to set a password; without a mail server the response contains it", body: typeof(InvitationBody));
    }

    private static async Task<IResult> ListAsync(HttpContext http, PersonQueries people, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var (ask, search) = (query.Page(), query.Search("q"));
        return query.Problem ?? (await people.ListAsync(ask, search, cancellation)).ToList();
    }

    private static async Task<IResult> GetAsync(Guid id, PersonQueries people, CancellationToken cancellation) =>
        (await people.GetAsync(id, cancellation)).ToFound("The person");

    private static async Task<IResult> CreateAsync(Body<PersonDraft> body, HttpContext http, PersonActions people, CancellationToken cancellation) =>
        (await people.CreateAsync(body.Value, http.ToCaller(), cancellation)).ToCreated(p => $"/people/{p.Id}");

    private static async Task<IResult> ChangeAsync(
        Guid id, Change<PersonDraft, PersonView> change, HttpContext http, PersonActions people, CancellationToken cancellation) =>
        (await people.ChangeAsync(id, change.Value, change.Version, http.ToCaller(), cancellation)).ToOk();

    private static async Task<IResult> DisableAsync(Guid id, HttpContext http, PersonActions people, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var version = query.Version();
        return query.Problem ?? (await people.DisableAsync(id, version, http.ToCaller(), cancellation)).ToDone();
    }

    private static async Task<IResult> ShowTimesAsync(
        Guid personId, Body<TimeDisplayDraft> body, HttpContext http, TimeDisplayActions actions, CancellationToken cancellation) =>
        (await actions.ReadUtcAsync(personId, body.Value.Utc, http.ToCaller(), cancellation)).ToOk();

    private static async Task<IResult> InviteAsync(
        Guid id, HttpContext http, AccessLinkActions access, ReachabilityQueries reach, PageLinks links, CancellationToken cancellation) =>
        (await access.InviteAsync(id, reach.HasMailServer, http.ToCaller(), cancellation))
            .ToOk(l => new InvitationBody(l.Purpose, l.Secret is null, l.EndsAt, l.Secret is null ? null : links.ForPassword(l.Secret)));
}
