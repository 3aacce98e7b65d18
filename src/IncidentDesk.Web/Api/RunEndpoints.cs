using System.Globalization;
using System.Text;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Runbooks;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary>Which runbook to carry out, or only to show what it would do.</summary>
internal sealed record RunDraft(Guid RunbookId, bool DryRun = false);

/// <summary>A step of a run in the contract; <paramref name="ExitCode"/> is the program's, or the HTTP status.</summary>
internal sealed record RunStepBody(
    StepKind Kind, string Title, StepStatus Status, int? ExitCode, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? Reason, string? By);

/// <summary>A run in the contract.</summary>
internal sealed record RunBody(
    Guid Id, Guid RunbookId, string RunbookName, long IncidentNumber, RunStatus Status, bool DryRun, string? Reason, IReadOnlyList<RunStepBody> Steps,
    NamedBody? StartedBy, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, DateTimeOffset? CancelledAt, string? CancelledBy)
{
    public static RunBody Of(RunView r) => new(r.Id, r.RunbookId, r.RunbookName, r.IncidentNumber, r.Status, r.DryRun, r.Reason,
        [.. r.Steps.Select(s => new RunStepBody(s.Step.Kind, s.Step.Title, s.Status, s.ExitCode, s.StartedAt, s.EndedAt, s.Reason, s.By))],
        r.StartedById is { } starter ? new(starter, r.StartedBy) : null, r.CreatedAt, r.EndedAt, r.CancelledAt, r.CancelledBy);
}

/// <summary><c>/runs</c>: everybody reads, responders start, cancel and do.</summary>
internal static class RunEndpoints
{
    /// <summary>Where the output goes on; ask again from there.</summary>
    public const string NextOffset = "Next-Offset";

    private const string Tag = "Runs";
    private const int MostLog = 1024 * 1024;

    public static void MapRuns(this ApiRoutes routes)
    {
        var run = routes.For(Right.RunRunbooks);
        run.MapPost(IncidentEndpoints.Path + "/runs", StartAsync)
            .Says(Tag, "Run a runbook of the incident's service, or do a dry run", StatusCodes.Status201Created, typeof(RunBody));
        routes.Viewer.MapGet("/runs", ListAsync).Says(Tag, "Runs, newest first", body: typeof(Page<RunBody>)).Pages()
            .Takes<Guid>("runbook", "Only those of this runbook.").Takes<long>("incident", "Only those of this incident's number.");
        routes.Viewer.MapGet("/runs/{id:guid}", GetAsync).Says(Tag, "A run", body: typeof(RunBody));
        routes.Viewer.MapGet("/runs/{id:guid}/log", LogAsync)
            .Says(Tag, "The log of a run, as text, at most 1 MB at a time; the header Next-Offset says where to continue").Takes<long>("offset", "The byte to start at; 0 by default.");
        run.MapPost("/runs/{id:guid}/cancel", CancelAsync).Says(Tag, "Cancel a run, with everything that its step has started", body: typeof(RunBody));
        run.MapPost("/runs/{id:guid}/steps/{step:int}/done", DoneAsync).Says(Tag, "Mark a text step (counted from 0) as done", body: typeof(RunBody));
    }

    private static async Task<IResult> StartAsync(
        long number, Body<RunDraft> body, HttpContext http, Desk desk, RunActions actions, RunQueries queries, CancellationToken cancellation)
    {
        if (await IncidentAsync(desk, number, cancellation) is not { } incident)
        {
            return Problems.NotFound("The incident");
        }
        var started = await actions.StartAsync(incident, body.Value.RunbookId, body.Value.DryRun, http.ToCaller(), cancellation);
        return started.Refusal?.ToProblem()
            ?? Answer.Of(StatusCodes.Status201Created, RunBody.Of((await queries.GetAsync(started.Value.Id, cancellation))!), $"{ApiRoutes.Root}/runs/{started.Value.Id}");
    }

    private static async Task<IResult> ListAsync(HttpContext http, Desk desk, RunQueries queries, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var (ask, runbook, number) = (query.Page(), query.Value<Guid>("runbook"), query.Value<long>("incident"));
        if (query.Problem is { } problem)
        {
            return problem;
        }
        // An incident that is not there has no runs.
        Guid? incident = number is null ? null : await IncidentAsync(desk, number.Value, cancellation) ?? Guid.Empty;
        return (await queries.ListAsync(ask, runbook, incident, cancellation)).Map(RunBody.Of).ToList();
    }

    private static async Task<IResult> GetAsync(Guid id, RunQueries queries, CancellationToken cancellation) =>
        (await queries.GetAsync(id, cancellation) is { } run ? RunBody.Of(run) : null).ToFound("The run");

    private static async Task<IResult> LogAsync(Guid id, HttpContext http, RunQueries queries, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var offset = query.Value<long>("offset") ?? 0;
        if (query.Problem is { } problem)
        {
            return problem;
        }
        if (await queries.GetAsync(id, cancellation) is null)
        {
            return Problems.NotFound("The run");
        }
        var stored = TerminalText.Whole(await queries.OutputAsync(id, offset, MostLog, cancellation));
        http.Response.Headers[NextOffset] = (offset + stored.Length).ToString(CultureInfo.InvariantCulture);
        return Results.Text(TerminalText.Plain(Encoding.UTF8.GetString(stored)), "text/plain", Encoding.UTF8);
    }

    private static Task<IResult> CancelAsync(Guid id, HttpContext http, RunActions actions, RunQueries queries, CancellationToken cancellation) =>
        DoAsync(id, queries, actions.CancelAsync(id, http.ToCaller(), cancellation), cancellation);

    private static Task<IResult> DoneAsync(Guid id, int step, HttpContext http, RunActions actions, RunQueries queries, CancellationToken cancellation) =>
        DoAsync(id, queries, actions.DoneAsync(id, step, http.ToCaller(), cancellation), cancellation);

    private static async Task<IResult> DoAsync(Guid id, RunQueries queries, Task<Outcome<Run>> verb, CancellationToken cancellation) =>
        (await verb).Refusal?.ToProblem() ?? RunBody.Of((await queries.GetAsync(id, cancellation))!).ToFound("The run");

    private static async Task<Guid?> IncidentAsync(Desk desk, long number, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return (await db.IncidentAsync(number, cancellation))?.Id;
    }
}
