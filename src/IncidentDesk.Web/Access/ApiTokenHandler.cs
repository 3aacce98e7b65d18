using System.Text.Encodings.Web;
using IncidentDesk.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace IncidentDesk.Web.Access;

/// <summary>Signs programs in by <c>Authorization: Bearer</c> and an API token (RFC 6750, 2.1; the header only, never the address).</summary>
internal sealed class ApiTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, TokenSignIn tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "ApiToken";
    private const string Bearer = "Bearer ";

    public static bool IsMeant(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsMeant(Request))
        {
            return AuthenticateResult.NoResult();
        }
        var secret = Request.Headers.Authorization.ToString()[Bearer.Length..].Trim();
        return await tokens.FindAsync(secret, Context.RequestAborted) is { } holder
            ? AuthenticateResult.Success(new AuthenticationTicket(DeskPrincipal.Of(holder), SchemeName))
            : AuthenticateResult.Fail("The token is unknown, expired or revoked, or its person was deactivated.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Refusals.SignInNeededAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Refusals.RoleTooLowAsync(Context);
}
