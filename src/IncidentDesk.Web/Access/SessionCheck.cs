using System.Security.Claims;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;

namespace IncidentDesk.Web.Access;

/// <summary>Whether what a long connection was let in with still holds: a browser's session, or a program's token.</summary>
internal sealed class SessionCheck(Sessions sessions, TokenSignIn tokens, Clock clock)
{
    /// <summary>How often a long connection is checked.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    public async Task<bool> IsGoodAsync(ClaimsPrincipal user, CancellationToken cancellation)
    {
        try
        {
            return user.FindTokenId() is { } token
                ? await tokens.IsGoodAsync(token, cancellation)
                : user.FindSessionSecret() is { } secret && user.StillRestsOn(await sessions.FindAsync(secret, clock.Now, cancellation));
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            // While the database is away nobody can change anything with this session either; it is asked again soon.
            return true;
        }
    }
}
