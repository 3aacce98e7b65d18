using IncidentDesk.Alerts;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Notifications;
using IncidentDesk.Storage;
using IncidentDesk.Timeline;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary><c>/incidents</c>, read: the list, one, its timeline, its notifications, and why.</summary>
internal static class IncidentEndpoints
{
    public const string Tag = "Incidents";

    /// <summary>The path of one incident, which all that belongs to it begins with.</summary>
    public const string Path = "/incidents/{number:long}";
    private const int MostAlerts = 500;
    private const int MostIrregular = 100;

    public static void MapIncidents(this ApiRoutes routes)
    {
        routes.Viewer.MapGet("/incidents", ListAsync).Says(Tag, "Incidents, the newest first", body: typeof(Page<IncidentBody>)).Pages()
            .Takes<IncidentStatus>("status", "One status, or several with commas between.").Takes<Guid>("service", "Only those of this service.")
            .Takes<Severity>("severity", "Only those of this severity.").Takes<string>("q", IncidentSearch.Says)
            .Takes<long>("number", "Only these numbers, with commas between: those behind a figure.");
        routes.Viewer.MapGet(Path, GetAsync).Says(Tag, "An incident", body: typeof(IncidentBody));
        routes.Viewer.MapGet(Path + "/timeline", TimelineAsync).Says(Tag, "The timeline, in order", body: typeof(Page<TimelineBody>)).Pages();
        routes.Viewer.MapGet(Path + "/notifications", NotificationsAsync)
            .Says(Tag, "Notifications: to whom, how, with what result; the newest first", body: typeof(Page<NotificationBody>)).Pages();
        routes.Viewer.MapGet(Path + "/explain", ExplainAsync).Says(Tag, "Why people were paged, and why they were not", body: typeof(ExplainBody));
    }

    private static async Task<IResult> ListAsync(HttpContext http, Desk desk, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var ask = query.PageByNumber();
        var filter = new IncidentFilter(query.Values<IncidentStatus>("status"), query.Value<Guid>("service"), query.Value<Severity>("severity"),
            query.Search("q"), BeforeNumber: ask.AfterNumber, Limit: ask.Limit + 1, Numbers: query.Values<long>("number") is { Count: > 0 } numbers ? numbers : null);
        if (query.Problem is { } problem)
        {
            return problem;
        }
        await using var db = await desk.ReadAsync(cancellation);
        return Paged.Of(await db.IncidentsAsync(filter, cancellation), ask, i => $"{i.Number}").Map(IncidentBody.Of).ToList();
    }

    private static Task<IResult> GetAsync(long number, Desk desk, CancellationToken cancellation) =>
        WithAsync(number, desk, (_, incident) => Task.FromResult(IncidentBody.Of(incident).ToFound("The incident")), cancellation);

    private static async Task<IResult> TimelineAsync(long number, HttpContext http, Desk desk, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var ask = query.PageByNumber();
        return query.Problem ?? await WithAsync(number, desk, async (db, incident) =>
        {
            var pins = await db.PinsAsync(incident.Id, cancellation);
            return Paged.Of(await db.TimelineAsync(incident.Id, ask.AfterNumber ?? 0, ask.Limit + 1, cancellation), ask, e => $"{e.Seq}")
                .Map(e => TimelineBody.Of(e, pins)).ToList();
        }, cancellation);
    }

    private static async Task<IResult> NotificationsAsync(long number, HttpContext http, Desk desk, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var ask = query.Page();
        var reader = await http.StandingAsync(desk, cancellation);
        return query.Problem ?? await WithAsync(number, desk, async (db, incident) =>
            Paged.Of(await db.NotificationsAboutAsync(incident.Id, cancellation, ask.Limit + 1, ask.AfterId), ask, n => n.Id.ToString("N"))
                .Map(n => NotificationBody.Of(n.SeenBy(reader))).ToList(), cancellation);
    }

    private static Task<IResult> ExplainAsync(long number, Desk desk, CancellationToken cancellation) => WithAsync(number, desk, async (db, incident) =>
    {
        var climb = await db.ClimbAsync(incident.Id, cancellation);
        var pages = await db.PagesAsync(incident.Id, cancellation);
        var alerts = await db.AlertsAsync(incident.Id, null, null, null, MostAlerts, cancellation);
        var pending = await db.PendingChangeAsync(incident.Id, cancellation);
        return new ExplainBody(incident.Number, incident.Status, incident.AtRest,
            pending is { Change: LateChange.Resolve } ? pending.At : null, pending is { Change: LateChange.Mitigate } ? pending.At : null,
            climb is null ? null : new ClimbBody(climb.PolicyName, climb.Rounds, climb.Steps, climb.StartedAt, climb.EndedAt, climb.EndReason, climb.Next),
            [.. pages.Select(p => new PageBody(new(p.PersonId, p.PersonName), p.Round, p.Step, p.Reason, p.ScheduleId, p.ScheduleVersion, p.CreatedAt))],
            [.. alerts.Select(a => new AlertReasonBody(a.Alert.Id, a.Alert.Title, a.Alert.Reason))],
            await db.IrregularEventsOfAsync(incident.Id, MostIrregular, cancellation)).ToFound("The incident");
    }, cancellation);

    /// <summary>Answers about the incident of this number; 404 when there is none.</summary>
    internal static async Task<IResult> WithAsync(long number, Desk desk, Func<DeskDb, IncidentView, Task<IResult>> answer, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.IncidentAsync(number, cancellation) is { } incident ? await answer(db, incident) : Problems.NotFound("The incident");
    }
}
