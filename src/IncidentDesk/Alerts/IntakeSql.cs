using IncidentDesk.Alerts.Sources;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using Npgsql;
using NpgsqlTypes;

namespace IncidentDesk.Alerts;

/// <summary>The intake's writes in plain SQL: one COPY for all signals of a group commit, one statement for their digest jobs.</summary>
internal static class IntakeSql
{
    /// <summary>Writes a group in one transaction; when it returns, the group is on disk.</summary>
    public static async Task CommitAsync(NpgsqlDataSource source, DateTimeOffset now, IEnumerable<(IntegrationRoute Integration, SignalRow Row)> signals,
        IReadOnlyList<(Guid Integration, RejectedBody Rejected)> rejected, Guid[] services)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (services.Length > 0)
        {
            await CopyAsync(connection, now, signals);
            await SetDigestJobsAsync(connection, now, services);
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
            COPY signals (id, integration_id, service_id, dedup_key, state, severity, title, description, labels, links, started_at, ended_at, received_at, notice, raw, pending)
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
            await copy.WriteAsync(signal.State == SignalState.Firing ? "firing" : "resolved", NpgsqlDbType.Text);
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
            await copy.WriteAsync(true, NpgsqlDbType.Boolean);
        }
        await copy.CompleteAsync();
    }

    private static Task WriteTimeAsync(NpgsqlBinaryImporter copy, DateTimeOffset? at) =>
        at is { } time ? copy.WriteAsync(time.ToUniversalTime(), NpgsqlDbType.TimestampTz) : copy.WriteNullAsync();

    private static Task WriteTextAsync(NpgsqlBinaryImporter copy, string? text) =>
        text is null ? copy.WriteNullAsync() : copy.WriteAsync(text, NpgsqlDbType.Text);

    private static async Task SetDigestJobsAsync(NpgsqlConnection connection, DateTimeOffset now, Guid[] services)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO jobs (id, lane, kind, subject, payload, due_at, attempt, created_at)
            SELECT u.id, $3, $4, u.service, '{}', desk_now(), 0, desk_now() FROM unnest($1, $2) u(id, service)
            """, connection);
        foreach (var value in (object[])[services.Select(_ => Ids.New(now)).ToArray(), services, Lanes.Digest, DigestJob.JobKind])
        {
            command.Parameters.Add(new() { Value = value });
        }
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>Enumerations as the plain SQL writes and reads them; the same text as everywhere else.</summary>
internal static class AlertText
{
    public static string Of(SourceSeverity severity) => severity switch
    {
        SourceSeverity.Critical => "critical",
        SourceSeverity.Error => "error",
        SourceSeverity.Warning => "warning",
        SourceSeverity.Info => "info",
        _ => "unknown",
    };

    public static SourceSeverity Severity(string text) => Enum.Parse<SourceSeverity>(text, ignoreCase: true);
}
