using IncidentDesk.People;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace IncidentDesk.Web.Access;

/// <summary>The way out: a form's post, open to those whose session has ended meanwhile. The session ends here, and with it every tab and every copy of its cookie.</summary>
internal static class SignOut
{
    public static void MapSignOut(this IEndpointRouteBuilder routes) => routes
        .MapPost("/sign-out", async (HttpContext context, SessionActions sessions) =>
        {
            if (context.User.FindSessionId() is { } session)
            {
                await sessions.EndAsync(context.ToCaller(), session, context.RequestAborted);
            }
            await context.SignOutAsync(IdentityConstants.ApplicationScheme);
            return Results.LocalRedirect("/sign-in");
        })
        .WithMetadata(new RequireAntiforgeryTokenAttribute(), new AllowAnonymousAttribute())
        .ExcludeFromDescription();
}
