using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary>To whom a role is offered, oneself to take it; null leaves it with nobody.</summary>
internal sealed record RoleDraft(IncidentRole Role, Guid? PersonId, long? Version = null);

/// <summary>A role in the contract.</summary>
internal sealed record RoleBody(IncidentRole Role, NamedBody? Person, NamedBody? OfferedTo, string? OfferedBy)
{
    public static RoleBody Of(RoleView r) => new(r.Role, Named(r.PersonId, r.Person), Named(r.OfferedToId, r.OfferedTo), r.OfferedBy);

    private static NamedBody? Named(Guid? id, string? name) => id is null ? null : new(id.Value, name ?? "");
}

/// <summary>A status update of 1 to 5,000 characters, and in which time the next one is promised (PT5M to PT24H), or null.</summary>
internal sealed record UpdateDraft(string Text, TimeSpan? NextIn = null);

/// <summary>What people share out while an incident is open: roles, tasks, status updates. Everybody reads, responders change.</summary>
internal static class CoordinationEndpoints
{
    public static void MapCoordination(this ApiRoutes routes)
    {
        var work = routes.For(Right.WorkOnIncidents);
        routes.Viewer.MapGet(IncidentEndpoints.Path + "/roles", RolesAsync).Says(IncidentEndpoints.Tag, "Incident roles: commander, communications lead, scribe", body: typeof(IReadOnlyList<RoleBody>));
        work.MapPost(IncidentEndpoints.Path + "/roles", OfferAsync).SaysVerb("Offer a role; assign it to oneself; with no person: unassign it");
        work.MapPost(IncidentEndpoints.Path + "/roles/{role}/accept", AcceptAsync).SaysVerb("Accept a role that is offered to you");
        work.MapPost(IncidentEndpoints.Path + "/roles/{role}/decline", DeclineAsync).SaysVerb("Decline a role that is offered to you");
        work.MapPost(IncidentEndpoints.Path + "/updates", UpdateAsync).SaysVerb("Write a status update, and promise the next one");
        routes.Viewer.MapGet(IncidentEndpoints.Path + "/tasks", TasksAsync).Says(IncidentEndpoints.Tag, "Tasks, open ones first", body: typeof(IReadOnlyList<TaskView>));
        work.MapPost(IncidentEndpoints.Path + "/tasks", AddTaskAsync).Says(IncidentEndpoints.Tag, "Add a task", StatusCodes.Status201Created, typeof(TaskView));
        work.MapPut(IncidentEndpoints.Path + "/tasks/{id:guid}", ChangeTaskAsync).Says(IncidentEndpoints.Tag, "Change, assign or finish a task", body: typeof(TaskView));
        work.MapDelete(IncidentEndpoints.Path + "/tasks/{id:guid}", RemoveTaskAsync).Says(IncidentEndpoints.Tag, "Remove a task", StatusCodes.Status204NoContent);
    }

    private static Task<IResult> RolesAsync(long number, Desk desk, CancellationToken cancellation) => IncidentEndpoints.WithAsync(number, desk, async (db, incident) =>
        Answer.Of(StatusCodes.Status200OK, (IReadOnlyList<RoleBody>)[.. (await db.RolesAsync(incident.Id, cancellation)).Select(RoleBody.Of)]), cancellation);

    private static Task<IResult> OfferAsync(long number, Body<RoleDraft> body, HttpContext http, Desk desk, IncidentRoleActions actions, CancellationToken cancellation) =>
        IncidentVerbEndpoints.DoAsync(number, desk, id => body.Value.PersonId is { } person
            ? actions.OfferAsync(id, body.Value.Role, person, http.ToCaller(), body.Value.Version, cancellation)
            : actions.FreeAsync(id, body.Value.Role, http.ToCaller(), body.Value.Version, cancellation), cancellation);

    private static Task<IResult> AcceptAsync(long number, string role, HttpContext http, Desk desk, IncidentRoleActions actions, CancellationToken cancellation) =>
        IncidentVerbEndpoints.DoAsync(number, desk, id => actions.AcceptAsync(id, Named(role), http.ToCaller(), cancellation), cancellation);

    private static Task<IResult> DeclineAsync(long number, string role, HttpContext http, Desk desk, IncidentRoleActions actions, CancellationToken cancellation) =>
        IncidentVerbEndpoints.DoAsync(number, desk, id => actions.DeclineAsync(id, Named(role), http.ToCaller(), cancellation), cancellation);

    private static Task<IResult> UpdateAsync(long number, Body<UpdateDraft> body, HttpContext http, Desk desk, StatusUpdateActions actions, CancellationToken cancellation) =>
        IncidentVerbEndpoints.DoAsync(number, desk, id => actions.UpdateAsync(id, body.Value.Text, body.Value.NextIn, http.ToCaller(), cancellation), cancellation);

    private static Task<IResult> TasksAsync(long number, Desk desk, CancellationToken cancellation) => IncidentEndpoints.WithAsync(number, desk, async (db, incident) =>
        Answer.Of(StatusCodes.Status200OK, await db.TasksAsync(incident.Id, cancellation)), cancellation);

    private static Task<IResult> AddTaskAsync(long number, Body<TaskDraft> body, HttpContext http, Desk desk, IncidentTaskActions actions, CancellationToken cancellation) =>
        IncidentEndpoints.WithAsync(number, desk, async (db, incident) =>
        {
            var added = await actions.AddAsync(incident.Id, body.Value, http.ToCaller(), cancellation);
            return added.Refusal?.ToProblem() ?? (await TaskAsync(db, incident.Id, added.Value.Id, cancellation) is { } task
                ? Answer.Of(StatusCodes.Status201Created, task, $"{ApiRoutes.Root}/incidents/{number}/tasks/{task.Id}")
                : Problems.NotFound("The task"));
        }, cancellation);

    private static Task<IResult> ChangeTaskAsync(long number, Guid id, Change<TaskDraft, TaskView> change, HttpContext http, Desk desk, IncidentTaskActions actions, CancellationToken cancellation) =>
        IncidentEndpoints.WithAsync(number, desk, async (db, incident) =>
        {
            var changed = await actions.ChangeAsync(incident.Id, id, change.Value, change.Version, http.ToCaller(), cancellation);
            return changed.Refusal?.ToProblem() ?? (await TaskAsync(db, incident.Id, id, cancellation)).ToFound("The task");
        }, cancellation);

    private static Task<IResult> RemoveTaskAsync(long number, Guid id, HttpContext http, Desk desk, IncidentTaskActions actions, CancellationToken cancellation) =>
        IncidentEndpoints.WithAsync(number, desk, async (_, incident) =>
            (await actions.RemoveAsync(incident.Id, id, http.ToCaller(), cancellation)).Refusal?.ToProblem() ?? Results.NoContent(), cancellation);

    // Null when somebody else has removed it since.
    private static async Task<TaskView?> TaskAsync(DeskDb db, Guid incident, Guid id, CancellationToken cancellation) =>
        (await db.TasksAsync(incident, cancellation)).FirstOrDefault(t => t.Id == id);

    // A word that is no role becomes none, which the verb refuses by the field's name.
    private static IncidentRole Named(string role) =>
        Enum.GetValues<IncidentRole>().FirstOrDefault(known => known.ToString().Equals(role, StringComparison.OrdinalIgnoreCase), (IncidentRole)(-1));
}
