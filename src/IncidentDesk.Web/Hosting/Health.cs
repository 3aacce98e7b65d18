using Npgsql;

namespace IncidentDesk.Web.Hosting;

/// <summary>Answers balancers and watchdogs; open to everybody, and says no more than a word.</summary>
public static class Health
{
    private static readonly TimeSpan DatabaseLimit = TimeSpan.FromSeconds(2);

    /// <summary><c>/healthz/live</c>: the process answers. <c>/healthz/ready</c>: it can work, because the database answers too; else 503.</summary>
    public static WebApplication MapHealth(this WebApplication app)
    {
        var health = app.MapGroup("/healthz").AllowAnonymous().DisableHttpMetrics().ExcludeFromDescription();
        health.MapGet("/live", () => Results.Text("live"));
        health.MapGet("/ready", async (NpgsqlDataSource source, CancellationToken cancellationToken) =>
            await AnswersAsync(source, cancellationToken) ? Results.Text("ready") : Results.Text("the database does not answer", statusCode: 503));
        return app;
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
