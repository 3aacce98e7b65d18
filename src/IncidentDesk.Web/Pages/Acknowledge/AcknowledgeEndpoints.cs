using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentDesk.Web.Pages.Acknowledge;

/// <summary>
/// <c>/p/{token}</c>: the signed link of a notification acts for its person, on its incident only. GET shows; POST acts and leads back to GET; every act
/// may be repeated. Origin stands in for antiforgery, because mail apps drop cookies (docs/adr/0006-origin-on-the-page-that-acknowledges.md).
/// </summary>
public static class AcknowledgeEndpoints
{
    private static readonly TimeSpan Arrival = TimeSpan.FromMinutes(10);

    public static void MapAcknowledge(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/p").AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        pages.MapGet("/{token}", ShowAsync);
        pages.MapPost("/{token}", ActAsync);
    }

    private static async Task<IResult> ShowAsync(string token, HttpContext context, PageLinks links, Desk desk, Clock clock, CancellationToken cancellation) =>
        await ReadAsync(token, context, links, desk, clock, cancellation) is { } model ? Page(model) : await DeadAsync(token, links, desk, cancellation);

    private static async Task<IResult> ActAsync(string token, HttpContext context, PageLinks links, Desk desk, Clock clock, AccessSettings settings,
        IncidentActions incidents, EscalationActions escalation, CancellationToken cancellation)
    {
        if (!Origins.IsOwn(context.Request, settings))
        {
            return Slim<DeadLink>(StatusCodes.Status403Forbidden, new { Title = AcknowledgeTexts.NothingWasChanged, Text = AcknowledgeTexts.PressedOnAnotherSite });
        }
        if (await ReadAsync(token, context, links, desk, clock, cancellation) is not { } model)
        {
            return await DeadAsync(token, links, desk, cancellation);
        }
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(cancellation) : FormCollection.Empty;
        var refusal = await DoAsync(form, model, model.By, incidents, escalation, cancellation);
        return refusal is null ? Results.Redirect($"/p/{token}", permanent: false, preserveMethod: false)
            : Page(model with { Problem = refusal.Message }, refusal switch
            {
                Refusal.Forbidden => StatusCodes.Status403Forbidden,
                Refusal.Conflict => StatusCodes.Status409Conflict,
                _ => StatusCodes.Status422UnprocessableEntity,
            });
    }

    private static async Task<Refusal?> DoAsync(IFormCollection form, PageModel model, Caller by, IncidentActions incidents, EscalationActions escalation, CancellationToken cancellation)
    {
        var id = model.Incident.Id;
        return form["act"].ToString() switch
        {
            "acknowledge" or "join" => (await incidents.AcknowledgeAsync(id, by, null, cancellation)).Refusal,
            "help" => await HelpAsync(model, by, incidents, escalation, cancellation),
            "arrival" => (await incidents.ArriveAsync(id, Arrival, by, cancellation)).Refusal,
            "reassign" => Guid.TryParse(form["personId"], out var person)
                ? (await escalation.ReassignAsync(id, person, by, cancellation)).Refusal
                : new Refusal.Invalid("personId", AcknowledgeTexts.ChooseWhomToPage),
            "acknowledge-all" => await AllAsync(model, by, incidents, cancellation),
            _ => new Refusal.Invalid("act", AcknowledgeTexts.PressOneOfTheButtons),
        };
    }

    /// <summary>Who asks for help has it: acknowledged first, so that the next step joins instead of replacing them.</summary>
    private static async Task<Refusal?> HelpAsync(PageModel model, Caller by, IncidentActions incidents, EscalationActions escalation, CancellationToken cancellation) =>
        (await incidents.AcknowledgeAsync(model.Incident.Id, by, null, cancellation)).Refusal
        ?? (await escalation.EscalateAsync(model.Incident.Id, by, cancellation)).Refusal;

    private static async Task<Refusal?> AllAsync(PageModel model, Caller by, IncidentActions incidents, CancellationToken cancellation)
    {
        Refusal? first = null;
        foreach (var id in model.Others.Select(o => o.IncidentId).Prepend(model.Incident.Id))
        {
            var outcome = await incidents.AcknowledgeAsync(id, by, null, cancellation);
            first ??= id == model.Incident.Id ? null : outcome.Refusal;
        }
        return first;
    }

    private static async Task<PageModel?> ReadAsync(string token, HttpContext context, PageLinks links, Desk desk, Clock clock, CancellationToken cancellation)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (links.Read(token) is not { } notification)
        {
            return null;
        }
        await using var db = await desk.ReadAsync(cancellation);
        return await PageModel.ReadAsync(db, token, notification, clock.Now, cancellation);
    }

    private static RazorComponentResult<AcknowledgePage> Page(PageModel model, int status = StatusCodes.Status200OK) =>
        new(new { Model = model }) { StatusCode = status };

    private static async Task<IResult> DeadAsync(string token, PageLinks links, Desk desk, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        var left = links.Read(token) is { } notification && await db.IsOfDeactivatedAsync(notification, cancellation);
        return Slim<DeadLink>(StatusCodes.Status404NotFound, new
        {
            Title = AcknowledgeTexts.LinkNoLongerGood,
            Text = left ? AcknowledgeTexts.AccountDeactivated : AcknowledgeTexts.LinksWorkUntil,
        });
    }

    private static RazorComponentResult<T> Slim<T>(int status, object parameters)
        where T : Microsoft.AspNetCore.Components.IComponent => new(parameters) { StatusCode = status };
}
