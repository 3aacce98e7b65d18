using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Postmortems;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary><c>/action-items</c>: everybody reads, responders change. None is deleted: one that will not be done is dropped, with its reason.</summary>
internal static class ActionItemEndpoints
{
    private const string Tag = "Action items";

    public static void MapActionItems(this ApiRoutes routes)
    {
        var write = routes.For(Right.WritePostmortems);
        routes.Viewer.MapGet("/action-items", ListAsync).Says(Tag, "Action items, in the order in which they were added", body: typeof(Page<ActionItemView>)).Pages()
            .Takes<Guid>("owner", "Only those of this person.").Takes<Guid>("postmortem", "Only those of this postmortem.")
            .Takes<ActionStatus>("status", "Only those with this status.").Takes<ActionPriority>("priority", "Only those of this priority.")
            .Takes<ActionType>("type", "Only those of this type.").Takes<DateOnly>("dueBefore", "Only those that are due before this day.");
        routes.Viewer.MapGet("/action-items/{id:guid}", GetAsync).Says(Tag, "An action item", body: typeof(ActionItemView));
        write.MapPost("/action-items", CreateAsync).Says(Tag, "Add an action item to a postmortem", StatusCodes.Status201Created, typeof(ActionItemView));
        write.MapPut("/action-items/{id:guid}", ChangeAsync).Says(Tag, "Change an action item", body: typeof(ActionItemView));
    }

    private static async Task<IResult> ListAsync(HttpContext http, Desk desk, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var ask = query.Page();
        var filter = new ActionItemFilter(query.Value<Guid>("owner"), query.Value<Guid>("postmortem"), query.Value<ActionStatus>("status"),
            query.Value<ActionPriority>("priority"), query.Value<ActionType>("type"), DueBefore: query.Value<DateOnly>("dueBefore"));
        if (query.Problem is { } problem)
        {
            return problem;
        }
        await using var db = await desk.ReadAsync(cancellation);
        return Paged.Of(await db.ActionItemsAsync(filter, ask.AfterId, ask.Limit + 1, cancellation), ask, a => a.Id.ToString("N")).ToList();
    }

    private static async Task<IResult> GetAsync(Guid id, Desk desk, CancellationToken cancellation) =>
        (await ReadAsync(id, desk, cancellation)).ToFound("The action item");

    private static async Task<IResult> CreateAsync(Body<ActionItemDraft> body, HttpContext http, Desk desk, ActionItemActions actions, CancellationToken cancellation)
    {
        var created = await actions.CreateAsync(body.Value, http.ToCaller(), cancellation);
        return created.Refusal?.ToProblem()
            ?? Answer.Of(StatusCodes.Status201Created, await ReadAsync(created.Value.Id, desk, cancellation), $"{ApiRoutes.Root}/action-items/{created.Value.Id}");
    }

    private static async Task<IResult> ChangeAsync(
        Guid id, Change<ActionItemDraft, ActionItemView> change, HttpContext http, Desk desk, ActionItemActions actions, CancellationToken cancellation)
    {
        var changed = await actions.ChangeAsync(id, change.Value, change.Version, http.ToCaller(), cancellation);
        return changed.Refusal?.ToProblem() ?? (await ReadAsync(id, desk, cancellation)).ToFound("The action item");
    }

    private static async Task<ActionItemView?> ReadAsync(Guid id, Desk desk, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.ActionItemAsync(id, cancellation);
    }
}
