using IncidentDesk.Incidents;
using Npgsql;

namespace IncidentDesk.Escalation;

/// <summary>Something that design rule 2 forbids: an open problem without a future. <paramref name="Key"/> stays the same while it lasts.</summary>
public sealed record Violation(string Key, string Text);

/// <summary>
/// Asks the database whether every open problem has a future (design rule 2), and whether the engine does what is due. It shares no code
/// with the engine that it watches.
/// </summary>
public static class SafetyAudit
{
    /// <summary>What waits longer than this is stuck.</summary>
    public static readonly TimeSpan Stuck = TimeSpan.FromSeconds(60);

    private const string Sql =
        """
        SELECT 'alert:' || a.id, 'The alert "' || left(a.title, 80) || '" is firing, but belongs to no open incident.'
        FROM open_alerts a LEFT JOIN incidents i ON i.id = a.incident_id
        WHERE a.status = 'firing' AND (i.id IS NULL OR i.status = 'resolved')
          AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.subject = a.incident_id AND j.kind = $2)
        UNION ALL
        SELECT 'incident:' || i.id, 'INC-' || i.number || ' is open, but no one will be notified about it.'
        FROM incidents i WHERE i.status <> 'resolved' AND i.at_rest IS NULL
          AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.subject = i.id AND j.kind = ANY($1))
        UNION ALL
        SELECT 'signals:' || s.service_id, count(*) || ' events have waited for over a minute to be processed.'
        FROM signals s WHERE s.pending AND s.received_at < desk_now() - $3 GROUP BY s.service_id
        UNION ALL
        SELECT 'lane:' || j.lane, count(*) || ' jobs of the lane ' || j.lane || ' are late by more than a minute.'
        FROM jobs j WHERE j.lease_until IS NULL AND j.attempt = 0 AND j.due_at < desk_now() - $3 AND j.lane <> 'housekeeping' 
          AND (j.share IS NULL OR (j.lane, j.share) NOT IN (SELECT lane, share FROM jobs WHERE share IS NOT NULL AND (lease_until IS NOT NULL OR attempt > 0))) GROUP BY j.lane
        UNION ALL
        SELECT 'partitions:' || parent, 'The table ' || parent || ' has no partition for the coming week: events would be rejected.'
        FROM unnest(ARRAY['signals', 'closed_alerts']) parent
        WHERE to_regclass(parent || '_' || to_char((desk_now() + interval '7 days') AT TIME ZONE 'UTC', 'YYYY_MM')) IS NULL
        """;

    /// <summary>Every violation there is now; none when all is well.</summary>
    public static async Task<IReadOnlyList<Violation>> RunAsync(NpgsqlDataSource source, CancellationToken cancellation = default)
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = IncidentJobs.Asking });
        command.Parameters.Add(new() { Value = IncidentJobs.Resolved });
        command.Parameters.Add(new() { Value = Stuck });
        var found = new List<Violation>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new Violation(rows.GetString(0), rows.GetString(1)));
        }
        return found;
    }

    /// <summary>
    /// Writes as much as takes new room on the disk, and takes it back. Reading goes on when a disk is full, and so do small writes for a while: only new room tells.
    /// </summary>
    /// <exception cref="NpgsqlException">Nothing can be written.</exception>
    public static async Task ProbeWriteAsync(NpgsqlDataSource source, CancellationToken cancellation = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            $"CREATE TABLE write_probe_{Guid.NewGuid():N} AS SELECT repeat(md5(random()::text), 60) AS body FROM generate_series(1, 40)", connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.RollbackAsync(cancellation);
    }
}
