using IncidentDesk.Alerts;
using IncidentDesk.Escalation;
using IncidentDesk.Jobs;
using Npgsql;

namespace IncidentDesk.Web.Hosting;

/// <summary>Answers balancers and watchdogs; open to everybody, and says no more than a word.</summary>
public static class Health
{
    private static readonly TimeSpan DatabaseLimit = TimeSpan.FromSeconds(2);

    /// <summary><c>/healthz/live</c>: the process answers. <c>/healthz/ready</c>: it can work, because the database answers and takes writes; else 503.
    /// <c>/healthz/engine</c>: no lane is behind by more than 5 s, no job has failed five times (but for sends to an address of one person alone), the last safety audit
    /// was clean, and the machine's clock is right; else 503 with what is wrong.</summary>
    public static WebApplication MapHealth(this WebApplication app)
    {
        var health = app.MapGroup("/healthz").AllowAnonymous().DisableHttpMetrics().ExcludeFromDescription();
        health.MapGet("/live", () => Results.Text("live"));
        health.MapGet("/ready", async (NpgsqlDataSource source, SafetyWatch watch, Intake intake, CancellationToken cancellationToken) =>
            !await AnswersAsync(source, cancellationToken) ? Results.Text("the database does not respond", statusCode: 503)
            : watch.CanWrite && !intake.IsFailing ? Results.Text("ready")
            : Results.Text("nothing can be written to the database", statusCode: 503));
        health.MapGet("/engine", EngineAsync);
        return app;
    }

    private static async Task<IResult> EngineAsync(
        JobMetrics jobs, SafetyWatch watch, Intake intake, ClockWatch clock, NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        if (!await AnswersAsync(source, cancellationToken))
        {
            return Results.Text("the database does not respond", statusCode: 503);
        }
        var lanes = await jobs.LanesAsync(cancellationToken);
        List<string> wrong =
        [
            .. intake.IsFailing ? ["events can't be stored: the last ones were rejected"] : Array.Empty<string>(),
            .. lanes.Where(l => l.Behind).Select(l => $"the lane {l.Lane} is {l.Lateness.TotalSeconds:0} s behind"),
            .. lanes.Where(l => l.Struggling > 0 && !Lanes.HasOwnAddresses(l.Lane)).Select(l => $"{l.Struggling} jobs of the lane {l.Lane} have failed five times or more"),
            .. watch.Last is { Violations.Count: > 0 } last ? [$"the safety audit found {last.Violations.Count} problems"] : Array.Empty<string>(),
            .. clock.Wrong is { } wrongClock ? [wrongClock] : Array.Empty<string>(),
        ];
        return wrong.Count == 0 ? Results.Text("working") : Results.Text(string.Join('\n', wrong), statusCode: 503);
    }

    private static async Task<bool> AnswersAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(DatabaseLimit);
        try
        {
            await using var command = source.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(limit.Token);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            return false;
        }
    }
}
