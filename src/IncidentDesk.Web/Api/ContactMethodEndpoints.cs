using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary>A contact method that is wanted; <paramref name="Verified"/>, for administrators, vouches for the address.</summary>
internal sealed record ContactMethodDraft(ContactKind Kind, string Address, bool Verified = false);

/// <summary>The code that was received, or <c>verified: true</c> from an administrator.</summary>
internal sealed record VerificationDraft(string? Code = null, bool Verified = false);

/// <summary>
/// A contact method in the contract; <paramref name="SigningKey"/> (hex) is shown once, to whoever adds a webhook, to check its signatures.
/// <paramref name="CodeSent"/> says whether adding it sent a code, and <paramref name="Note"/> why not.
/// </summary>
internal sealed record ContactMethodBody(
    Guid Id, Guid PersonId, ContactKind Kind, string Address, bool Verified, DateTimeOffset CreatedAt, DateTimeOffset? VerifiedAt, string? SigningKey = null,
    bool? CodeSent = null, string? Note = null);

/// <summary><c>/people/{id}/contact-methods</c>: everybody's own, and administrators for others.</summary>
internal static class ContactMethodEndpoints
{
    private const string Tag = "Contact methods";
    private const string Path = "/people/{personId:guid}/contact-methods";

    public static void MapContactMethods(this ApiRoutes routes)
    {
        var own = routes.Viewer.MapGroup(Path).AddEndpointFilter<OwnOnly>();
        var change = routes.For(Right.ChangeOwnSettings).MapGroup(Path).AddEndpointFilter<OwnOnly>();
        own.MapGet("", ListAsync).Says(Tag, "A person's contact methods", body: typeof(Page<ContactMethodBody>));
        own.MapGet("/{id:guid}", GetAsync).Says(Tag, "A contact method", body: typeof(ContactMethodBody));
        change.MapPost("", AddAsync).Says(Tag, "Add a contact method; a verification code is sent to it where possible (codeSent)", StatusCodes.Status201Created, typeof(ContactMethodBody));
        change.MapDelete("/{id:guid}", RemoveAsync).Says(Tag, "Remove a contact method and its rules", StatusCodes.Status204NoContent);
        change.MapPost("/{id:guid}/code", SendCodeAsync).Says(Tag, "Resend the verification code", body: typeof(ContactMethodBody));
        change.MapPost("/{id:guid}/test", SendTestAsync).Says(Tag, "Send a test message", body: typeof(ContactMethodBody));
        change.MapPost("/{id:guid}/verify", VerifyAsync).Says(Tag, "Verify with the code that was received", body: typeof(ContactMethodBody)).WithMetadata(new NotIdempotent());
    }

    private static async Task<IResult> ListAsync(Guid personId, Desk desk, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        var methods = await db.ContactMethodsAsync(personId, cancellation);
        return new Page<ContactMethodBody>([.. methods.Select(Of)], null).ToList();
    }

    private static async Task<IResult> GetAsync(Guid personId, Guid id, Desk desk, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        var method = (await db.ContactMethodsAsync(personId, cancellation)).FirstOrDefault(m => m.Id == id);
        return (method is null ? null : Of(method)).ToFound("The contact method");
    }

    private static async Task<IResult> AddAsync(
        Guid personId, Body<ContactMethodDraft> body, HttpContext http, ContactMethodActions actions, CancellationToken cancellation)
    {
        var draft = body.Value;
        return (await actions.AddAsync(personId, draft.Kind, draft.Address, draft.Verified, http.ToCaller(), cancellation))
            .ToCreated(m => $"/people/{personId}/contact-methods/{m.Id}", Added);
    }

    private static async Task<IResult> RemoveAsync(Guid personId, Guid id, HttpContext http, ContactMethodActions actions, CancellationToken cancellation) =>
        (await actions.RemoveAsync(personId, id, http.ToCaller(), cancellation)).ToDone();

    private static async Task<IResult> SendCodeAsync(Guid personId, Guid id, HttpContext http, ContactMethodActions actions, CancellationToken cancellation) =>
        (await actions.SendCodeAsync(personId, id, http.ToCaller(), cancellation)).ToOk(Of);

    private static async Task<IResult> SendTestAsync(Guid personId, Guid id, HttpContext http, ContactMethodActions actions, CancellationToken cancellation) =>
        (await actions.SendTestAsync(personId, id, http.ToCaller(), cancellation)).ToOk(Of);

    private static async Task<IResult> VerifyAsync(
        Guid personId, Guid id, Body<VerificationDraft> body, HttpContext http, ContactMethodActions actions, CancellationToken cancellation) =>
        (body.Value.Verified
            ? await actions.VouchAsync(personId, id, http.ToCaller(), cancellation)
            : await actions.VerifyAsync(personId, id, body.Value.Code, http.ToCaller(), cancellation)).ToOk(Of);

    private static object Added(ContactMethod method) => Of(ContactMethodView.Of(method)) with
    {
        SigningKey = method.NewSecret,
        CodeSent = method.CodeSent,
        Note = method.CodeSent || method.VerifiedAt is not null ? null : ContactMethodActions.NoMailServer,
    };

    private static object Of(ContactMethod method) => Of(ContactMethodView.Of(method));

    private static ContactMethodBody Of(ContactMethodView m) => new(m.Id, m.PersonId, m.Kind, m.Address, m.VerifiedAt is not null, m.CreatedAt, m.VerifiedAt);
}

/// <summary>Lets people at what is theirs, and administrators at what is anybody's.</summary>
internal sealed class OwnOnly(PersonQueries people) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var issuer = http.ToIssuer();
        var id = Guid.Parse((string)http.GetRouteValue("personId")!);
        if (id != issuer.Caller.PersonId && await people.GetAsync(id, http.RequestAborted) is null)
        {
            return Problems.NotFound("The person");
        }
        return id == issuer.Caller.PersonId || issuer.Role == Role.Administrator
            ? await next(context)
            : new Refusal.Forbidden("A person's contact methods are visible to that person and administrators only.").ToProblem();
    }
}
