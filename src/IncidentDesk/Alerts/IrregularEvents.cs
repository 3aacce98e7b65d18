using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentDesk.Alerts;

/// <summary>
/// A signal that was taken, but not as it was sent: it came late, began again without an end, was cut, or stands for others that were left out.
/// <paramref name="Outcome"/> is what became of it; <paramref name="Notice"/> what was lost of it or of its request, null for nothing.
/// </summary>
public sealed record IrregularEvent(Guid Id, DateTimeOffset At, string DedupKey, string Title, string Outcome, string? Notice, Guid? AlertId);

/// <summary>Reads irregular events, the newest first; walks the partial index signals_irregular (integration_id, id), which has nothing but them.</summary>
public static class IrregularEvents
{
    private const string Columns =
        """
        SELECT s.id, s.received_at, s.dedup_key, s.title, s.outcome, nullif(concat_ws(' ', s.notice, s.left_out), ''), s.alert_id FROM signals s
        WHERE (s.notice IS NOT NULL OR s.left_out IS NOT NULL OR s.outcome LIKE 'late%' OR s.outcome = 'restarted') AND s.outcome IS NOT NULL
        """;

    /// <summary>Of one integration, those before the id given.</summary>
    public static Task<List<IrregularEvent>> IrregularEventsAsync(this DeskDb db, Guid integration, int limit, Guid? before, CancellationToken cancellation) =>
        ReadAsync(db, $"{Columns} AND s.integration_id = $1 AND ($2::uuid IS NULL OR s.id < $2) ORDER BY s.id DESC LIMIT $3", cancellation, integration, before, limit);

    /// <summary>About the alerts of one incident.</summary>
    public static Task<List<IrregularEvent>> IrregularEventsOfAsync(this DeskDb db, Guid incident, int limit, CancellationToken cancellation) =>
        ReadAsync(db,
            $"""
            {Columns} AND s.integration_id IN (SELECT DISTINCT integration_id FROM alerts WHERE incident_id = $1)
            AND s.alert_id IN (SELECT id FROM alerts WHERE incident_id = $1) ORDER BY s.id DESC LIMIT $2
            """, cancellation, incident, limit);

    private static async Task<List<IrregularEvent>> ReadAsync(DeskDb db, string sql, CancellationToken cancellation, params object?[] values)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)db.Database.GetDbConnection());
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        }
        var events = new List<IrregularEvent>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            events.Add(new IrregularEvent(rows.GetGuid(0), rows.GetFieldValue<DateTimeOffset>(1), rows.GetString(2), rows.GetString(3), rows.GetString(4),
                rows.IsDBNull(5) ? null : rows.GetString(5), rows.IsDBNull(6) ? null : rows.GetGuid(6)));
        }
        return events;
    }
}
