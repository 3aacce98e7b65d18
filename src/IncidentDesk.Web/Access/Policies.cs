using IncidentDesk.Kernel;
using IncidentDesk.People;
using Microsoft.AspNetCore.Authorization;

namespace IncidentDesk.Web.Access;

/// <summary>
/// The names of the authorization policies: each asks for at least that role. What names no policy asks for <see cref="Viewer"/>, so forgetting one
/// never opens a door.
/// </summary>
public static class Policies
{
    public const string Viewer = nameof(Role.Viewer);
    public const string Responder = nameof(Role.Responder);
    public const string Manager = nameof(Role.Manager);
    public const string Administrator = nameof(Role.Administrator);

    /// <summary>For verbs on what is a person's own: every session, and every token but those of scope viewer, which change nothing.</summary>
    public const string OwnSettings = nameof(Right.ChangeOwnSettings);

    internal static void AddTo(AuthorizationOptions options)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            options.AddPolicy(role.ToString(), AtLeast(role));
        }
        options.AddPolicy(OwnSettings, policy => policy.RequireAuthenticatedUser()
            .RequireAssertion(asked => asked.User.FindTokenId() is null || asked.User.FindRole() > Role.Viewer));
        options.DefaultPolicy = AtLeast(Role.Viewer);
        options.FallbackPolicy = AtLeast(Role.Viewer);
    }

    private static AuthorizationPolicy AtLeast(Role role) => new AuthorizationPolicyBuilder()
        .RequireAuthenticatedUser()
        .RequireAssertion(asked => asked.User.FindRole() >= role)
        .Build();
}
