using IncidentDesk.Kernel;
using IncidentDesk.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;

namespace IncidentDesk.Web.Access;

/// <summary>
/// The browser's session: a cookie for 30 days since it was last used. Each request looks whether the session still is, and whether the password, the role or
/// the person changed since, so a session ends at once and on every node; it costs one read by key.
/// </summary>
internal sealed class SessionCookie(Sessions sessions, SetUpActions setUp, KnownDevice device, Clock clock) : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    /// <summary>The prefix makes browsers refuse it unless it is Secure, for this host alone and for every path (RFC 6265bis, 4.1.3.2).</summary>
    public const string Name = "__Host-desk";

    public void Configure(CookieAuthenticationOptions options) => Configure(IdentityConstants.ApplicationScheme, options);

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        if (name != IdentityConstants.ApplicationScheme)
        {
            return;
        }
        options.Cookie.Name = Name;
        options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.Path = "/";
        options.ExpireTimeSpan = Sessions.Life;
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.AccessDeniedPath = "/forbidden";
        options.ReturnUrlParameter = "returnUrl";
        options.TimeProvider = new DeskTime(clock);
        options.Events.OnSigningIn = RememberDevice;
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = AskToSignInAsync;
        options.Events.OnRedirectToAccessDenied = RefuseAsync;
    }

    private async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            return;
        }
        var secret = context.Principal?.FindSessionSecret();
        var basis = secret is null ? null : await sessions.FindAsync(secret, clock.Now, context.HttpContext.RequestAborted);
        if (context.Principal?.StillRestsOn(basis) != true)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        }
    }

    private Task RememberDevice(CookieSigningInContext context)
    {
        device.Mark(context.HttpContext, context.Principal!.FindPersonId()!.Value);
        return Task.CompletedTask;
    }

    private async Task AskToSignInAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (Doors.IsForPrograms(context.Request.Path))
        {
            await Refusals.SignInNeededAsync(context.HttpContext);
            return;
        }
        var nobodyYet = await setUp.IsNeededAsync(context.HttpContext.RequestAborted);
        context.Response.Redirect(nobodyYet ? "/set-up" : context.RedirectUri);
    }

    private static Task RefuseAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (Doors.IsForPrograms(context.Request.Path))
        {
            return Refusals.RoleTooLowAsync(context.HttpContext);
        }
        context.Response.Redirect("/forbidden");
        return Task.CompletedTask;
    }

    private sealed class DeskTime(Clock clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.Now;
    }
}
