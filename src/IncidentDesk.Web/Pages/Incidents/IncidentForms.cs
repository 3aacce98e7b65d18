using IncidentDesk.Incidents;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using Microsoft.AspNetCore.Antiforgery;

namespace IncidentDesk.Web.Pages.Incidents;

/// <summary>
/// Acknowledging as plain forms, for when the live line is down: they post, and lead back to where they were sent from, which then says what is so.
/// </summary>
public static class IncidentForms
{
    private const int Most = 500;

    public static IEndpointRouteBuilder MapIncidentForms(this IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup(ListAddress.Path).RequireAuthorization(Policies.Responder)
            .WithMetadata(new RequireAntiforgeryTokenAttribute()).ExcludeFromDescription();
        forms.MapPost("/{number:long}/acknowledge", OneAsync);
        forms.MapPost("/acknowledge", SeveralAsync);
        return routes;
    }

    private static async Task<IResult> OneAsync(long number, HttpContext context, Desk desk, IncidentActions actions)
    {
        await using var db = await desk.ReadAsync(context.RequestAborted);
        if (await db.IncidentAsync(number, context.RequestAborted) is not { } incident)
        {
            return Results.Redirect(IncidentWords.Incident(number));
        }
        await actions.AcknowledgeAsync(incident.Id, context.ToCaller());
        return Back(await FormAsync(context), incident.Href());
    }

    /// <summary>Whatever can be acknowledged is; what is resolved by now stays so, and numbers that don't exist are left out.</summary>
    private static async Task<IResult> SeveralAsync(HttpContext context, Desk desk, IncidentActions actions)
    {
        var form = await FormAsync(context);
        var numbers = form["number"].Take(Most).Select(n => long.TryParse(n, out var one) ? one : 0).Where(n => n > 0).Distinct().ToList();
        await using var db = await desk.ReadAsync(context.RequestAborted);
        foreach (var incident in await db.IncidentsAsync(new IncidentFilter(Numbers: numbers, Limit: Most), context.RequestAborted))
        {
            await actions.AcknowledgeAsync(incident.Id, context.ToCaller());
        }
        return Back(form, ListAddress.Path);
    }

    private static async Task<IFormCollection> FormAsync(HttpContext context) =>
        context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;

    private static IResult Back(IFormCollection form, string otherwise)
    {
        var wanted = form["returnUrl"].ToString();
        return Results.LocalRedirect(wanted.Length == 0 ? otherwise : LocalUrl.OrHome(wanted));
    }
}
