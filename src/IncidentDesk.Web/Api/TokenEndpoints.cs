using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary>A token that is wanted.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Scope">The most that it may do; at most one's own role.</param>
/// <param name="PersonId">Whom it speaks for; null for oneself.</param>
/// <param name="ExpiresAt">Null for one that is good until it is revoked.</param>
internal sealed record TokenDraft(string Name, Role Scope, Guid? PersonId = null, DateTimeOffset? ExpiresAt = null);

/// <summary>A new token; its secret is shown here and never again.</summary>
internal sealed record NewTokenBody(
    Guid Id, Guid PersonId, string PersonName, string Name, Role Scope, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, string Token);

/// <summary><c>/tokens</c>: everybody's own; administrators see and revoke those of all.</summary>
internal static class TokenEndpoints
{
    private const string Tag = "Tokens";

    public static void MapTokens(this ApiRoutes routes)
    {
        var own = routes.For(Right.ChangeOwnSettings);
        routes.Viewer.MapGet("/tokens", ListAsync).Says(Tag, "One's own tokens; for administrators all tokens", body: typeof(Page<TokenView>))
            .Pages().Takes<Guid>("person", "Only those of this person.");
        routes.Viewer.MapGet("/tokens/{id:guid}", GetAsync).Says(Tag, "A token, without its secret", body: typeof(TokenView));
        own.MapPost("/tokens", IssueAsync).Says(Tag, "Issue a token; only this response contains its secret", StatusCodes.Status201Created, typeof(NewTokenBody));
        own.MapDelete("/tokens/{id:guid}", RevokeAsync).Says(Tag, "Revoke a token", StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(HttpContext http, TokenQueries tokens, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var (ask, person) = (query.Page(), query.Value<Guid>("person"));
        if (query.Problem is { } problem)
        {
            return problem;
        }
        var issuer = http.ToIssuer();
        var whose = issuer.Role == Role.Administrator ? person : issuer.Caller.PersonId;
        var found = person is null || whose == person ? await tokens.ListAsync(whose, ask.AfterId, ask.Limit + 1, cancellation) : [];
        return Paged.Of(found, ask, t => t.Id.ToString("N")).ToList();
    }

    private static async Task<IResult> GetAsync(Guid id, HttpContext http, TokenQueries tokens, CancellationToken cancellation)
    {
        var issuer = http.ToIssuer();
        var token = await tokens.FindAsync(id, cancellation);
        return (token is not null && (issuer.Role == Role.Administrator || token.PersonId == issuer.Caller.PersonId) ? token : null).ToFound("The token");
    }

    private static async Task<IResult> IssueAsync(Body<TokenDraft> body, HttpContext http, TokenActions tokens, CancellationToken cancellation)
    {
        var issuer = http.ToIssuer();
        var draft = body.Value;
        var request = new TokenRequest(draft.PersonId ?? issuer.Caller.PersonId!.Value, draft.Name, draft.Scope, draft.ExpiresAt);
        return (await tokens.IssueAsync(issuer, request, cancellation)).ToCreated(t => $"/tokens/{t.Token.Id}", t => new NewTokenBody(
            t.Token.Id, t.Token.PersonId, t.Token.PersonName, t.Token.Name, t.Token.Scope, t.Token.CreatedAt, t.Token.ExpiresAt, t.Secret));
    }

    private static async Task<IResult> RevokeAsync(Guid id, HttpContext http, TokenActions tokens, CancellationToken cancellation) =>
        (await tokens.RevokeAsync(http.ToIssuer(), id, cancellation)).ToDone();
}
