using System.Security.Claims;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.AspNetCore.Identity;

namespace IncidentDesk.Web.Access;

/// <summary>Makes and reads the principals of the desk: a person's id, name, email and role, and for cookies the security stamp.</summary>
public static class DeskPrincipal
{
    private const string Stamp = "desk:stamp";
    private const string Session = "desk:session";
    private const string SessionId = "desk:session-id";
    private const string Token = "desk:token";

    /// <summary>Who asks, for audit and timeline. Throws <see cref="InvalidOperationException"/> for the anonymous: an endpoint that allows them names its own caller.</summary>
    public static Caller ToCaller(this ClaimsPrincipal principal, string door) =>
        new(principal.FindPersonId() ?? throw new InvalidOperationException("No one is signed in."), principal.Identity?.Name ?? "", door,
            principal.FindTokenId() is null ? null : principal.FindRole() ?? Role.Viewer);

    /// <summary>Who asks, through the door <c>api</c> on the paths of programs and <c>web</c> on pages.</summary>
    public static Caller ToCaller(this HttpContext context) => context.User.ToCaller(Doors.IsForPrograms(context.Request.Path) ? "api" : "web");

    /// <summary>What the visitor's rights rest on now; null when their account is deactivated.</summary>
    public static async Task<Standing?> StandingAsync(this HttpContext context, Desk desk, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.StandingAsync(context.ToCaller(), cancellation);
    }

    /// <summary>Who asks, with the role that counts for this request.</summary>
    public static TokenIssuer ToIssuer(this HttpContext context) =>
        new(context.ToCaller(), context.User.FindRole() ?? throw new InvalidOperationException("No one is signed in."));

    /// <summary>Null for the anonymous.</summary>
    public static Guid? FindPersonId(this ClaimsPrincipal principal) =>
        principal.Identity?.IsAuthenticated == true && Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    /// <summary>The token that a program came with; null for a session and for the anonymous.</summary>
    public static Guid? FindTokenId(this ClaimsPrincipal principal) => Guid.TryParse(principal.FindFirstValue(Token), out var id) ? id : null;

    /// <summary>The session of a browser; null for a token and for the anonymous.</summary>
    public static Guid? FindSessionId(this ClaimsPrincipal principal) => Guid.TryParse(principal.FindFirstValue(SessionId), out var id) ? id : null;

    /// <summary>The role that counts: a token's scope caps its person's. Null for the anonymous.</summary>
    public static Role? FindRole(this ClaimsPrincipal principal) =>
        principal.Identity?.IsAuthenticated == true && Enum.TryParse<Role>(principal.FindFirstValue(ClaimTypes.Role), out var role) ? role : null;

    /// <summary>True for a browser's session, false for a token and for the anonymous.</summary>
    internal static bool IsSession(this ClaimsPrincipal principal) =>
        principal.Identity is { IsAuthenticated: true, AuthenticationType: var type } && type == IdentityConstants.ApplicationScheme;

    /// <summary>What the session is found by; null for a token, the anonymous, and a session of before there were secrets.</summary>
    internal static string? FindSessionSecret(this ClaimsPrincipal principal) => principal.FindFirstValue(Session);

    /// <summary>True while the session rests on what is still so.</summary>
    internal static bool StillRestsOn(this ClaimsPrincipal principal, SessionBasis? basis) =>
        basis is not null && principal.FindFirstValue(Stamp) == basis.Stamp && principal.FindRole() == basis.Role;

    internal static ClaimsPrincipal Of(BegunSession session) => Make(
        IdentityConstants.ApplicationScheme, session.Basis.PersonId, session.Basis.Name, session.Basis.Role, new Claim(ClaimTypes.Email, session.Basis.Email),
        new Claim(Stamp, session.Basis.Stamp), new Claim(Session, session.Secret), new Claim(SessionId, session.Basis.SessionId.ToString()));

    internal static ClaimsPrincipal Of(TokenHolder holder) => Make(ApiTokenHandler.SchemeName, holder.PersonId, holder.Name, holder.Role,
        new Claim(Token, holder.TokenId.ToString()));

    private static ClaimsPrincipal Make(string scheme, Guid personId, string name, Role role, params Claim[] others) => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, personId.ToString()), new(ClaimTypes.Name, name), new(ClaimTypes.Role, role.ToString()), .. others], scheme));
}

/// <summary>What SignInManager puts in the cookie: a session that begins.</summary>
internal sealed class DeskClaims(SessionActions sessions, IHttpContextAccessor contexts) : IUserClaimsPrincipalFactory<Account>
{
    public async Task<ClaimsPrincipal> CreateAsync(Account user)
    {
        var context = contexts.HttpContext!;
        var browser = context.Request.Headers.UserAgent.ToString();
        var begun = await sessions.BeginAsync(user, browser, context.Connection.RemoteIpAddress?.ToString() ?? "", context.RequestAborted);
        return DeskPrincipal.Of(begun ?? throw new InvalidOperationException("The person was deactivated, or the password was changed meanwhile."));
    }
}
