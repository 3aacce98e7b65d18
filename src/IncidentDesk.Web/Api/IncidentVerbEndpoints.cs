using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary>An incident that is opened by hand.</summary>
internal sealed record IncidentDraft(Guid ServiceId, string Title, Severity Severity);

/// <summary>Whom to ask instead.</summary>
internal sealed record ReassignDraft(Guid PersonId);

/// <summary>A sentence for the timeline, 1 to 10,000 characters.</summary>
internal sealed record NoteDraft(string Text);

/// <summary>Another severity.</summary>
internal sealed record SeverityDraft(Severity Severity, long? Version = null);

/// <summary>How to mitigate or resolve: at once, or <paramref name="Undoable"/> for ten seconds, whatever the version.</summary>
internal sealed record EndDraft(bool Undoable = false, long? Version = null);

/// <summary><c>/incidents</c>, worked on by responders. Each verb answers the incident as it is now; repeating one that was carried out changes nothing.</summary>
internal static class IncidentVerbEndpoints
{
    public static void MapIncidentVerbs(this ApiRoutes routes)
    {
        var work = routes.For(Right.WorkOnIncidents);
        var answer = routes.For(Right.AnswerPages);
        work.MapPost("/incidents", OpenAsync).Says(IncidentEndpoints.Tag, "Declare an incident", StatusCodes.Status201Created, typeof(IncidentBody));
        answer.MapPost(IncidentEndpoints.Path + "/acknowledge", AcknowledgeAsync).SaysVerb("Acknowledge: the escalation stops; join when someone has acknowledged already");
        answer.MapPost(IncidentEndpoints.Path + "/escalate", EscalateAsync).SaysVerb("Request help: escalate to the next step now");
        work.MapPost(IncidentEndpoints.Path + "/page-again", PageAgainAsync).SaysVerb("Page again from the first step while no one has acknowledged");
        answer.MapPost(IncidentEndpoints.Path + "/reassign", ReassignAsync).SaysVerb("Reassign: page someone else first, then restart the policy");
        work.MapPost(IncidentEndpoints.Path + "/notes", NoteAsync).SaysVerb("Write a note into the timeline");
        work.MapPost(IncidentEndpoints.Path + "/severity", SetSeverityAsync).SaysVerb("Change the severity");
        work.MapPost(IncidentEndpoints.Path + "/mitigate", MitigateAsync).SaysVerb("Mark as mitigated");
        work.MapPost(IncidentEndpoints.Path + "/resolve", ResolveAsync).SaysVerb("Resolve; its alerts are closed too");
        work.MapPost(IncidentEndpoints.Path + "/undo-mitigate", UndoMitigateAsync).SaysVerb("Undo a mitigation that has not taken effect");
        work.MapPost(IncidentEndpoints.Path + "/undo-resolve", UndoResolveAsync).SaysVerb("Undo a resolve that has not taken effect");
        work.MapPost(IncidentEndpoints.Path + "/reopen", ReopenAsync).SaysVerb("Reopen: a new escalation starts");
    }

    internal static void SaysVerb(this RouteHandlerBuilder endpoint, string summary) => endpoint.Says(IncidentEndpoints.Tag, summary, body: typeof(IncidentBody));

    private static async Task<IResult> OpenAsync(Body<IncidentDraft> body, HttpContext http, Desk desk, IncidentActions actions, CancellationToken cancellation)
    {
        var draft = body.Value;
        var opened = await actions.OpenAsync(draft.ServiceId, draft.Title, draft.Severity, http.ToCaller(), cancellation);
        if (opened.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }
        await using var db = await desk.ReadAsync(cancellation);
        var incident = IncidentBody.Of((await db.IncidentAsync(opened.Value.Id, cancellation))!);
        return Answer.Of(StatusCodes.Status201Created, incident, $"{ApiRoutes.Root}/incidents/{incident.Number}");
    }

    private static Task<IResult> AcknowledgeAsync(
        long number, Body<VersionDraft> body, HttpContext http, Desk desk, IncidentActions actions, CancellationToken cancellation) =>
        DoAsync(number, desk, id => actions.AcknowledgeAsync(id, http.ToCaller(), body.Value.Version, cancellation), cancellation);

    private static Task<IResult> EscalateAsync(long number, HttpContext http, Desk desk, EscalationActions actions, CancellationToken cancellation) =>
        DoAsync(number, desk, id => actions.EscalateAsync(id, http.ToCaller(), cancellation), cancellation);

    private static Task<IResult> PageAgainAsync(long number, HttpContext http, Desk desk, EscalationActions actions, CancellationToken cancellation) =>
        DoAsync(number, desk, id => actions.PageAgainAsync(id, http.ToCaller(), cancellation), cancellation);

    private static Task<IResult> ReassignAsync(
        long number, Body<ReassignDraft> body, HttpContext http, Desk desk, EscalationActions actions, CancellationToken cancellation) =>
        DoAsync(number, desk, id => actions.ReassignAsync(id, body.Value.PersonId, http.ToCaller(), cancellation), cancellation);

    private static Task<IResult> NoteAsync(long number, Body<NoteDraft> body, HttpContext http, Desk desk, IncidentActions actions, CancellationToken cancellation) =>
        DoAsync(number, desk, id => actions.NoteAsync(id, body.Value.Text, http.ToCaller(), cancellation), cancellation);

    private static Task<IResult> SetSeverityAsync(
        long number, Body<SeverityDraft> body, HttpContext http, Desk desk, IncidentActions actions, CancellationToken cancellation) =>
        DoAsync(number, desk, id => actions.SetSeverityAsync(id, body.Value.Severity, http.ToCaller(), body.Value.Version, cancellation), cancellation);

    private static Task<IResult> MitigateAsync(
        long number, Body<EndDraft> body, HttpContext http, Desk desk, IncidentActions actions, CancellationToken cancellation) =>
        DoAsync(number, desk, id => body.Value.Undoable
            ? actions.LaterAsync(id, LateChange.Mitigate, http.ToCaller(), cancellation)
            : actions.MitigateAsync(id, http.ToCaller(), body.Value.Version, cancellation), cancellation);

    private static Task<IResult> ResolveAsync(
        long number, Body<EndDraft> body, HttpContext http, Desk desk, IncidentActions actions, CancellationToken cancellation) =>
        DoAsync(number, desk, id => body.Value.Undoable
            ? actions.LaterAsync(id, LateChange.Resolve, http.ToCaller(), cancellation)
            : actions.ResolveAsync(id, http.ToCaller(), body.Value.Version, cancellation), cancellation);

    private static Task<IResult> UndoMitigateAsync(long number, HttpContext http, Desk desk, IncidentActions actions, CancellationToken cancellation) =>
        DoAsync(number, desk, id => actions.UndoAsync(id, LateChange.Mitigate, http.ToCaller(), cancellation), cancellation);

    private static Task<IResult> UndoResolveAsync(long number, HttpContext http, Desk desk, IncidentActions actions, CancellationToken cancellation) =>
        DoAsync(number, desk, id => actions.UndoAsync(id, LateChange.Resolve, http.ToCaller(), cancellation), cancellation);

    private static Task<IResult> ReopenAsync(
        long number, Body<VersionDraft> body, HttpContext http, Desk desk, IncidentActions actions, CancellationToken cancellation) =>
        DoAsync(number, desk, id => actions.ReopenAsync(id, http.ToCaller(), body.Value.Version, cancellation), cancellation);

    /// <summary>Does the verb to the incident of this number and answers it as it is then; 404 when there is none.</summary>
    internal static async Task<IResult> DoAsync(long number, Desk desk, Func<Guid, Task<Outcome<Incident>>> verb, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        if (await db.IncidentAsync(number, cancellation) is not { Id: var id })
        {
            return Problems.NotFound("The incident");
        }
        var outcome = await verb(id);
        return outcome.Refusal?.ToProblem() ?? IncidentBody.Of((await db.IncidentAsync(id, cancellation))!).ToFound("The incident");
    }
}
