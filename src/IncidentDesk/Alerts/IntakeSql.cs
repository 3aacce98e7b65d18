using IncidentDesk.Alerts.Sources;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using Npgsql;
using NpgsqlTypes;

namespace IncidentDesk.Alerts;

/// <summary>The intake's writes in plain SQL: all signals of a group commit at once, and one statement for their digest jobs.</summary>
internal static class IntakeSql
{
    /// <summary>From here on COPY is cheaper than arrays, although it takes more round trips.</summary>
    private const int CopyFrom = 200;

    /// <summary>Writes a group in one transaction; when it returns, the group is on disk. A small group takes one round trip.</summary>
    public static async Task CommitAsync(NpgsqlDataSource source, DateTimeOffset now, IReadOnlyList<(IntegrationRoute Integration, SignalRow Row)> signals,
        IReadOnlyList<(Guid Integration, RejectedBody Rejected)> rejected, IReadOnlyList<(Guid Service, DateTimeOffset DueAt)> digests)
    {
        await using var connection = await source.OpenConnectionAsync();
        if (signals.Count is > 0 and < CopyFrom && rejected.Count == 0)
        {
            // A batch without BEGIN is one transaction of its own: the server commits at its end or not at all.
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Signals(now, signals), DigestJobs(now, digests) } };
            await batch.ExecuteNonQueryAsync();
            return;
        }
        await using var transaction = await connection.BeginTransactionAsync();
        if (signals.Count > 0)
        {
            await CopyAsync(connection, now, signals);
            await using var jobs = new NpgsqlBatch(connection) { BatchCommands = { DigestJobs(now, digests) } };
            await jobs.ExecuteNonQueryAsync();
        }
        if (rejected.Count > 0)
        {
            await InsertRejectedAsync(connection, now, rejected, CancellationToken.None);
        }
        await transaction.CommitAsync();
    }

    public static async Task InsertRejectedAsync(NpgsqlConnection connection, DateTimeOffset now, IReadOnlyList<(Guid Integration, RejectedBody Rejected)> rejected, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO rejected_requests (id, integration_id, at, reason, body) SELECT u.id, u.integration, $3, u.reason, u.body FROM unnest($1, $2, $4, $5) u(id, integration, reason, body)", connection);
        foreach (var value in (object[])[rejected.Select(_ => Ids.New(now)).ToArray(), rejected.Select(r => r.Integration).ToArray(), now,
            rejected.Select(r => r.Rejected.Reason).ToArray(), rejected.Select(r => r.Rejected.Body).ToArray()])
        {
            command.Parameters.Add(new() { Value = value });
        }
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task CopyAsync(NpgsqlConnection connection, DateTimeOffset now, IEnumerable<(IntegrationRoute Integration, SignalRow Row)> signals)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            """
            COPY signals (id, integration_id, service_id, dedup_key, state, severity, title, description, labels, links, started_at, ended_at, received_at, notice, raw, left_out, pending)
            FROM STDIN (FORMAT BINARY)
            """);
        foreach (var (integration, row) in signals)
        {
            var signal = row.Signal;
            await copy.StartRowAsync();
            await copy.WriteAsync(Ids.InOrder(now), NpgsqlDbType.Uuid);
            await copy.WriteAsync(integration.Id, NpgsqlDbType.Uuid);
            await copy.WriteAsync(integration.ServiceId, NpgsqlDbType.Uuid);
            await copy.WriteAsync(signal.DedupKey, NpgsqlDbType.Text);
            await copy.WriteAsync(AlertText.Of(signal.State), NpgsqlDbType.Text);
            await copy.WriteAsync(AlertText.Of(signal.Severity), NpgsqlDbType.Text);
            await copy.WriteAsync(signal.Title, NpgsqlDbType.Text);
            await copy.WriteAsync(signal.Description, NpgsqlDbType.Text);
            await copy.WriteAsync(row.Labels, NpgsqlDbType.Jsonb);
            await copy.WriteAsync(row.Links, NpgsqlDbType.Jsonb);
            await WriteTimeAsync(copy, signal.StartedAt);
            await WriteTimeAsync(copy, signal.EndedAt);
            await copy.WriteAsync(now, NpgsqlDbType.TimestampTz);
            await WriteTextAsync(copy, signal.Notice);
            await WriteTextAsync(copy, signal.Raw);
            await WriteTextAsync(copy, row.LeftOut);
            await copy.WriteAsync(true, NpgsqlDbType.Boolean);
        }
        await copy.CompleteAsync();
    }

    private static Task WriteTimeAsync(NpgsqlBinaryImporter copy, DateTimeOffset? at) =>
        at is { } time ? copy.WriteAsync(time.ToUniversalTime(), NpgsqlDbType.TimestampTz) : copy.WriteNullAsync();

    private static Task WriteTextAsync(NpgsqlBinaryImporter copy, string? text) =>
        text is null ? copy.WriteNullAsync() : copy.WriteAsync(text, NpgsqlDbType.Text);

    private static NpgsqlBatchCommand Signals(DateTimeOffset now, IReadOnlyList<(IntegrationRoute Integration, SignalRow Row)> signals) => Command(
        """
        INSERT INTO signals (id, integration_id, service_id, dedup_key, state, severity, title, description, labels, links, started_at, ended_at, received_at, notice, raw, left_out, pending)
        SELECT u.id, u.integration, u.service, u.key, u.state, u.severity, u.title, u.description, u.labels::jsonb, u.links::jsonb, u.started, u.ended, $1, u.notice, u.raw, u.left_out, true
        FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            u(id, integration, service, key, state, severity, title, description, labels, links, started, ended, notice, raw, left_out)
        """,
        now,
        signals.Select(_ => Ids.InOrder(now)).ToArray(),
        signals.Select(s => s.Integration.Id).ToArray(),
        signals.Select(s => s.Integration.ServiceId).ToArray(),
        signals.Select(s => s.Row.Signal.DedupKey).ToArray(),
        signals.Select(s => AlertText.Of(s.Row.Signal.State)).ToArray(),
        signals.Select(s => AlertText.Of(s.Row.Signal.Severity)).ToArray(),
        signals.Select(s => s.Row.Signal.Title).ToArray(),
        signals.Select(s => s.Row.Signal.Description).ToArray(),
        signals.Select(s => s.Row.Labels).ToArray(),
        signals.Select(s => s.Row.Links).ToArray(),
        signals.Select(s => s.Row.Signal.StartedAt?.ToUniversalTime()).ToArray(),
        signals.Select(s => s.Row.Signal.EndedAt?.ToUniversalTime()).ToArray(),
        signals.Select(s => s.Row.Signal.Notice).ToArray(),
        signals.Select(s => s.Row.Signal.Raw).ToArray(),
        signals.Select(s => s.Row.LeftOut).ToArray());

    /// <summary>
    /// One job for each service and due time. A commit that finds its job already set shares it: the key lock keeps the job from being claimed or deleted until
    /// this commit is visible, so the digest that runs it sees these signals. A job that is being claimed at this moment is passed over, and a new one is set.
    /// </summary>
    private static NpgsqlBatchCommand DigestJobs(DateTimeOffset now, IReadOnlyList<(Guid Service, DateTimeOffset DueAt)> digests) => Command(
        """
        WITH wanted AS (SELECT * FROM unnest($4, $5, $6) u(id, service, due)),
        shared AS (
            SELECT j.subject FROM jobs j JOIN wanted w ON j.subject = w.service AND j.due_at = w.due
            WHERE j.lane = $1 AND j.kind = $2 AND j.lease_until IS NULL FOR KEY SHARE OF j SKIP LOCKED)
        INSERT INTO jobs (id, lane, kind, subject, payload, due_at, attempt, created_at)
        SELECT w.id, $1, $2, w.service, '{}', w.due, 0, $3 FROM wanted w WHERE w.service NOT IN (SELECT subject FROM shared)
        """,
        Lanes.Digest,
        DigestJob.JobKind,
        now,
        digests.Select(_ => Ids.New(now)).ToArray(),
        digests.Select(d => d.Service).ToArray(),
        digests.Select(d => d.DueAt).ToArray());

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }
        return command;
    }
}

/// <summary>Enumerations as the plain SQL writes and reads them; the same text as everywhere else.</summary>
internal static class AlertText
{
    public static string Of(SignalState state) => state == SignalState.Firing ? "firing" : "resolved";

    public static string Of(SourceSeverity severity) => severity switch
    {
        SourceSeverity.Sev1 => "sev1",
        SourceSeverity.Critical => "critical",
        SourceSeverity.Error => "error",
        SourceSeverity.Warning => "warning",
        SourceSeverity.Info => "info",
        _ => "unknown",
    };

    public static SourceSeverity Severity(string text) => Enum.Parse<SourceSeverity>(text, ignoreCase: true);
}
