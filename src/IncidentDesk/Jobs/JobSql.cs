using Npgsql;

namespace IncidentDesk.Jobs;

/// <summary>The engine's hot path in plain SQL.</summary>
internal static class JobSql
{
    /// <summary>How long a lease lasts without renewal. Every external send has a shorter time limit.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Leases due jobs of a lane. Walks the partial index jobs_due (lane, due_at) from its low end: the cost grows with what is due. Jobs of one share beyond
    /// <see cref="Lanes.PerShare"/> are passed over as long as others of it are under way.
    /// </summary>
    public static async Task<List<Job>> ClaimAsync(NpgsqlDataSource source, string lane, int atMost, string node, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand((Lanes.IsShared(lane) ? FairlyDue : SimplyDue) +
            """
            UPDATE jobs j SET lease_until = clock_timestamp() + $4, lease_token = gen_random_uuid(), node = $3
            FROM due WHERE j.id = due.id
            RETURNING j.id, j.lane, j.kind, j.subject, j.payload, j.due_at, j.attempt, j.lease_token, j.created_at, j.last_error, j.share
            """);
        foreach (var value in (object[])[lane, atMost, node, LeaseTime])
        {
            command.Parameters.Add(new() { Value = value });
        }
        var jobs = new List<Job>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            jobs.Add(new Job
            {
                Id = rows.GetGuid(0),
                Lane = rows.GetString(1),
                Kind = rows.GetString(2),
                Subject = rows.IsDBNull(3) ? null : rows.GetGuid(3),
                Payload = rows.GetString(4),
                DueAt = rows.GetFieldValue<DateTimeOffset>(5),
                Attempt = rows.GetInt32(6),
                LeaseToken = rows.GetGuid(7),
                CreatedAt = rows.GetFieldValue<DateTimeOffset>(8),
                LastError = rows.IsDBNull(9) ? null : rows.GetString(9),
                Share = rows.IsDBNull(10) ? null : rows.GetGuid(10),
            });
        }
        jobs.Sort((a, b) => a.DueAt.CompareTo(b.DueAt));
        return jobs;
    }

    /// <summary>
    /// Whether others of the share of the job <c>j</c> are worked on, or have been without success: then it waits for its own, and the engine is not late. A condition of SQL.
    /// </summary>
    public const string WaitsForItsShare =
        "(j.share IS NOT NULL AND (j.lane, j.share) IN (SELECT lane, share FROM jobs WHERE share IS NOT NULL AND (lease_until IS NOT NULL OR attempt > 0)))";

    private const string SimplyDue =
        """
        WITH due AS (
            SELECT id FROM jobs
            WHERE lane = $1 AND lease_until IS NULL AND due_at <= desk_now()
            ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)

        """;

    private static readonly string FairlyDue =
        $"""
        WITH busy AS (
            SELECT share, count(*) AS places FROM jobs WHERE lane = $1 AND lease_until IS NOT NULL AND share IS NOT NULL GROUP BY share),
        turns AS (
            SELECT id, due_at, share, coalesce(busy.places, 0) + row_number() OVER (PARTITION BY share ORDER BY due_at, id) AS turn
            FROM jobs LEFT JOIN busy USING (share) WHERE lane = $1 AND lease_until IS NULL AND due_at <= desk_now()),
        due AS (
            SELECT id FROM jobs
            WHERE id IN (SELECT id FROM turns WHERE share IS NULL OR turn <= {Lanes.PerShare} ORDER BY due_at LIMIT $2) AND lease_until IS NULL
            FOR UPDATE SKIP LOCKED)

        """;

    /// <summary>The lane whose due job has waited longest; null when nothing is due.</summary>
    public static async Task<string?> NextLaneAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT lane FROM jobs WHERE lease_until IS NULL AND due_at <= desk_now() ORDER BY due_at LIMIT 1");
        return await command.ExecuteScalarAsync(cancellation) as string;
    }

    public static async Task RenewAsync(NpgsqlDataSource source, Guid[] tokens, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "UPDATE jobs SET lease_until = clock_timestamp() + $2 WHERE lease_until IS NOT NULL AND lease_token = ANY($1)");
        command.Parameters.Add(new() { Value = tokens });
        command.Parameters.Add(new() { Value = LeaseTime });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Frees the jobs of nodes that have gone: their leases are over. Answers the lanes that have work again.</summary>
    public static async Task<List<string>> FreeExpiredAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            UPDATE jobs SET lease_until = NULL, lease_token = NULL, node = NULL
            WHERE id IN (SELECT id FROM jobs WHERE lease_until IS NOT NULL AND lease_until < clock_timestamp() FOR UPDATE SKIP LOCKED)
            RETURNING lane
            """);
        var lanes = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            lanes.Add(rows.GetString(0));
        }
        return lanes;
    }

    public static async Task SeedAsync(NpgsqlDataSource source, Guid id, string lane, string kind, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            INSERT INTO jobs (id, lane, kind, payload, due_at, attempt, created_at)
            VALUES ($1, $2, $3, '{}', desk_now(), 0, desk_now()) ON CONFLICT DO NOTHING
            """);
        foreach (var value in (object[])[id, lane, kind])
        {
            command.Parameters.Add(new() { Value = value });
        }
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
