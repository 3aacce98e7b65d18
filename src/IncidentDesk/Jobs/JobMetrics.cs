using System.Diagnostics.Metrics;
using Npgsql;

namespace IncidentDesk.Jobs;

/// <summary>How far a lane is behind: the lateness of its oldest due job that nobody works on, and its jobs that have failed five times or more.</summary>
public sealed record LaneHealth(string Lane, int Due, TimeSpan Lateness, int Struggling, string? LastError)
{
    /// <summary>Behind by more than this turns the engine's health red.</summary>
    public static readonly TimeSpan TooLate = TimeSpan.FromSeconds(5);

    public bool Behind => Lateness > TooLate;
}

/// <summary>Counts what the engine does, and asks the database how late it is.</summary>
public sealed class JobMetrics(IMeterFactory meters, NpgsqlDataSource source)
{
    private readonly Counter<long> _done = meters.Create("IncidentDesk.Jobs").CreateCounter<long>("incidentdesk_jobs_total", description: "Jobs ended, by kind and result.");

    internal void Done(string kind, string result) => _done.Add(1, new("kind", kind), new KeyValuePair<string, object?>("result", result));

    /// <summary>
    /// Every lane that has something due or struggling; walks the partial index jobs_due. Jobs that wait for others of their share make no lane late.
    /// </summary>
    public async Task<IReadOnlyList<LaneHealth>> LanesAsync(CancellationToken cancellation = default)
    {
        await using var command = source.CreateCommand(
            $"""
            SELECT lane, count(*) FILTER (WHERE attempt = 0 AND lease_until IS NULL)::int,
                   coalesce(max(desk_now() - due_at) FILTER (WHERE attempt = 0 AND lease_until IS NULL AND NOT {JobSql.WaitsForItsShare}), interval '0'),
                   count(*) FILTER (WHERE attempt >= 5)::int, max(last_error) FILTER (WHERE attempt >= 5)
            FROM jobs j WHERE (lease_until IS NULL AND due_at <= desk_now()) OR attempt >= 5 GROUP BY lane ORDER BY lane
            """);
        var lanes = new List<LaneHealth>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            lanes.Add(new LaneHealth(rows.GetString(0), rows.GetInt32(1), rows.GetTimeSpan(2), rows.GetInt32(3),
                await rows.IsDBNullAsync(4, cancellation) ? null : rows.GetString(4)));
        }
        return lanes;
    }
}
