using IncidentDesk.People;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentDesk.Web.Access;

/// <summary>The post of the form with which pages switch between a reader's zone and UTC; leads back to where it stood.</summary>
internal static class TimeDisplayForm
{
    public static void MapTimeDisplayForm(this IEndpointRouteBuilder routes) => routes
        .MapPost("/times", SwitchAsync)
        .RequireAuthorization(Policies.Viewer)
        .WithMetadata(new RequireAntiforgeryTokenAttribute())
        .ExcludeFromDescription();

    private static async Task<IResult> SwitchAsync(HttpContext context, TimeDisplayActions actions)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var reader = context.ToCaller();
        await actions.ReadUtcAsync(reader.PersonId!.Value, form["in"] == "utc", reader, context.RequestAborted);
        var back = form["returnUrl"].ToString();
        return Results.LocalRedirect(RedirectHttpResult.IsLocalUrl(back) ? back : "/");
    }
}
