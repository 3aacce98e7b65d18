using IncidentDesk.People;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Npgsql;

namespace IncidentDesk.Web.Access;

/// <summary>Ends the session of an open page within <see cref="RevalidationInterval"/> of the change that ended it; the page then leads to sign-in.</summary>
internal sealed class CircuitSession(ILoggerFactory logs, Sessions sessions) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(10);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        IsGoodAsync(authenticationState, cancellationToken);

    internal async Task<bool> IsGoodAsync(AuthenticationState state, CancellationToken cancellation)
    {
        try
        {
            return state.User.FindPersonId() is { } id && state.User.StillRestsOn(await sessions.FindAsync(id, cancellation));
        }
        catch (NpgsqlException)
        {
            // While the database is away nobody can change anything with this session either; it is asked again soon.
            return true;
        }
    }
}
