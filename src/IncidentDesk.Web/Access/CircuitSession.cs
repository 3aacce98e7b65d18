using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace IncidentDesk.Web.Access;

/// <summary>Ends the session of an open page within <see cref="RevalidationInterval"/> of the change that ended it; the page then leads to sign-in.</summary>
internal sealed class CircuitSession(ILoggerFactory logs, SessionCheck sessions) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => SessionCheck.Every;

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        sessions.IsGoodAsync(authenticationState.User, CancellationToken.None);
}
