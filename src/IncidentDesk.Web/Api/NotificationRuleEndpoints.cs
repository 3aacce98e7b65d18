using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary>A notification rule that is wanted; <paramref name="After"/> is the wait after the page or the status update, at most a day; null is none.</summary>
internal sealed record NotificationRuleDraft(RuleFor Urgency, Guid ContactMethodId, TimeSpan? After = null);

/// <summary><c>/people/{id}/notification-rules</c>: everybody's own, and administrators for others.</summary>
internal static class NotificationRuleEndpoints
{
    private const string Tag = "Notification rules";
    private const string Path = "/people/{personId:guid}/notification-rules";

    public static void MapNotificationRules(this ApiRoutes routes)
    {
        var own = routes.Viewer.MapGroup(Path).AddEndpointFilter<OwnOnly>();
        var change = routes.For(Right.ChangeOwnSettings).MapGroup(Path).AddEndpointFilter<OwnOnly>();
        own.MapGet("", ListAsync).Says(Tag, "A person's notification rules", body: typeof(Page<NotificationRuleView>));
        own.MapGet("/{id:guid}", GetAsync).Says(Tag, "A notification rule", body: typeof(NotificationRuleView));
        change.MapPost("", AddAsync).Says(Tag, "Add a notification rule", StatusCodes.Status201Created, typeof(NotificationRuleView));
        change.MapDelete("/{id:guid}", RemoveAsync).Says(Tag, "Remove a notification rule", StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(Guid personId, Desk desk, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return new Page<NotificationRuleView>(await db.NotificationRulesAsync(personId, cancellation), null).ToList();
    }

    private static async Task<IResult> GetAsync(Guid personId, Guid id, Desk desk, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return (await db.NotificationRulesAsync(personId, cancellation)).FirstOrDefault(r => r.Id == id).ToFound("The rule");
    }

    private static async Task<IResult> AddAsync(
        Guid personId, Body<NotificationRuleDraft> body, HttpContext http, NotificationRuleActions actions, CancellationToken cancellation)
    {
        var draft = body.Value;
        return (await actions.AddAsync(personId, draft.Urgency, draft.After ?? TimeSpan.Zero, draft.ContactMethodId, http.ToCaller(), cancellation))
            .ToCreated(r => $"/people/{personId}/notification-rules/{r.Id}", NotificationRuleView.Of);
    }

    private static async Task<IResult> RemoveAsync(Guid personId, Guid id, HttpContext http, NotificationRuleActions actions, CancellationToken cancellation) =>
        (await actions.RemoveAsync(personId, id, http.ToCaller(), cancellation)).ToDone();
}
