using IncidentDesk.Alerts.Sources;
using IncidentDesk.Storage;
using Npgsql;

namespace IncidentDesk.Alerts;

/// <summary>An integration that has just sent signals: its name for people, and its source kind.</summary>
internal sealed record SpokenIntegration(string Name, string Source);

/// <summary>The digest's reads and writes in plain SQL, all inside its transaction.</summary>
internal static class AlertSql
{
    /// <summary>Takes the group row to the end of the transaction: the service's lock for open, join and auto-resolve.</summary>
    public static async Task LockGroupAsync(DeskTransaction desk, Guid service)
    {
        await RunAsync(desk, "INSERT INTO service_groups (service_id, group_key) VALUES ($1, '') ON CONFLICT DO NOTHING", service);
        await RunAsync(desk, "SELECT 1 FROM service_groups WHERE service_id = $1 AND group_key = '' FOR UPDATE", service);
    }

    /// <summary>Walks the partial index signals_pending (service_id, id): by flag, never by a high-water mark, which would skip late committers.</summary>
    public static async Task<List<PendingSignal>> PendingAsync(DeskTransaction desk, Guid service, int atMost)
    {
        await using var command = Command(desk,
            """
            SELECT id, integration_id, dedup_key, state, severity, title, started_at, ended_at, received_at, left_out
            FROM signals WHERE service_id = $1 AND pending ORDER BY id LIMIT $2
            """, service, atMost);
        var signals = new List<PendingSignal>();
        await using var rows = await command.ExecuteReaderAsync(desk.Cancellation);
        while (await rows.ReadAsync(desk.Cancellation))
        {
            signals.Add(new PendingSignal(rows.GetGuid(0), rows.GetGuid(1), rows.GetString(2), rows.GetString(3) == "firing" ? SignalState.Firing : SignalState.Resolved,
                AlertText.Severity(rows.GetString(4)), rows.GetString(5), Time(rows, 6), Time(rows, 7), rows.GetFieldValue<DateTimeOffset>(8), rows.IsDBNull(9) ? null : rows.GetString(9)));
        }
        return signals;
    }

    /// <summary>The hot episodes of these keys; one look into the unique index open_alerts_one for each.</summary>
    public static async Task<List<Episode>> HotAsync(DeskTransaction desk, IReadOnlyCollection<(Guid Integration, string Key)> keys)
    {
        await using var command = Command(desk,
            """
            SELECT a.id, a.integration_id, a.dedup_key, a.title, a.severity, a.started_at, a.source_started_at, a.status = 'firing', a.closed_by_source, a.incident_id,
                coalesce(i.status <> 'resolved', false), coalesce(i.status = 'mitigated' OR (i.status = 'triggered' AND i.at_rest IS NOT NULL), false)
            FROM unnest($1, $2) k(integration, dedup_key)
            JOIN open_alerts a ON a.integration_id = k.integration AND a.dedup_key = k.dedup_key
            LEFT JOIN incidents i ON i.id = a.incident_id
            """, keys.Select(k => k.Integration).ToArray(), keys.Select(k => k.Key).ToArray());
        var episodes = new List<Episode>();
        await using var rows = await command.ExecuteReaderAsync(desk.Cancellation);
        while (await rows.ReadAsync(desk.Cancellation))
        {
            episodes.Add(new Episode
            {
                Id = rows.GetGuid(0),
                IntegrationId = rows.GetGuid(1),
                DedupKey = rows.GetString(2),
                Title = rows.GetString(3),
                Severity = AlertText.Severity(rows.GetString(4)),
                StartedAt = rows.GetFieldValue<DateTimeOffset>(5),
                SourceStart = Time(rows, 6),
                Firing = rows.GetBoolean(7),
                ClosedBySource = rows.GetBoolean(8),
                IncidentId = rows.IsDBNull(9) ? null : rows.GetGuid(9),
                IncidentOpen = rows.GetBoolean(10),
                IncidentQuiet = rows.GetBoolean(11),
            });
        }
        return episodes;
    }

    /// <summary>Moves superseded episodes to the archive; one that still fired is closed there.</summary>
    public static async Task ArchiveAsync(DeskTransaction desk, IEnumerable<Guid> ids)
    {
        var gone = ids.ToArray();
        if (gone.Length > 0)
        {
            await RunAsync(desk, ArchiveSql("id = ANY($1)"), gone, desk.Now);
        }
    }

    /// <summary>Moves what closed before this instant to the archive.</summary>
    public static Task ArchiveClosedAsync(DeskTransaction desk, DateTimeOffset before) => RunAsync(desk, ArchiveSql("status = 'resolved' AND closed_at < $1"), before, desk.Now);

    /// <summary>Inserts the batch's new episodes: the newest of each key into the hot table, ended ones before it straight into the archive.</summary>
    public static async Task InsertAsync(DeskTransaction desk, IReadOnlyList<Episode> begun)
    {
        var newest = begun.GroupBy(e => (e.IntegrationId, e.DedupKey)).Select(g => g.Last()).ToHashSet();
        await InsertIntoAsync(desk, hot: true, [.. begun.Where(newest.Contains)]);
        await InsertIntoAsync(desk, hot: false, [.. begun.Where(e => !newest.Contains(e))]);
    }

    /// <summary>Counts repeats, takes over worse severities, moved starts and newer words, and closes what ended.</summary>
    public static async Task UpdateAsync(DeskTransaction desk, IReadOnlyList<Episode> touched)
    {
        if (touched.Count == 0)
        {
            return;
        }
        var words = touched.Select(e => e.WordsBy).OfType<Guid>().DefaultIfEmpty().ToList();
        await RunAsync(desk,
            """
            UPDATE open_alerts a SET signal_count = a.signal_count + u.signals, last_signal_at = u.last, severity = u.severity,
                started_at = u.started, source_started_at = u.source_started,
                title = coalesce(s.title, a.title), description = coalesce(s.description, a.description), labels = coalesce(s.labels, a.labels), links = coalesce(s.links, a.links),
                status = CASE WHEN u.ended THEN 'resolved' ELSE a.status END,
                closed_at = CASE WHEN u.ended THEN $6 ELSE a.closed_at END,
                closed_by_source = a.closed_by_source OR u.ended
            FROM unnest($1, $2, $3, $4, $5, $7, $8, $9) u(id, signals, last, severity, ended, started, source_started, words)
            LEFT JOIN signals s ON s.id = u.words AND s.id BETWEEN $10 AND $11
            WHERE a.id = u.id
            """,
            touched.Select(e => e.Id).ToArray(), touched.Select(e => e.Signals).ToArray(), touched.Select(e => e.LastSignalAt!.Value).ToArray(),
            touched.Select(e => AlertText.Of(e.Severity)).ToArray(), touched.Select(e => e.Ended).ToArray(), desk.Now,
            touched.Select(e => e.StartedAt).ToArray(), touched.Select(e => e.SourceStart).ToArray(), touched.Select(e => e.WordsBy).ToArray(), First(words), Last(words));
    }

    /// <summary>Clears the flag and writes what became of each signal.</summary>
    public static Task FinishSignalsAsync(DeskTransaction desk, Guid service, IReadOnlyList<SignalOutcome> outcomes) => RunAsync(desk,
        """
        UPDATE signals s SET pending = false, alert_id = u.alert, outcome = u.outcome
        FROM unnest($2, $3, $4) u(id, alert, outcome) WHERE s.service_id = $1 AND s.pending AND s.id = u.id AND s.id BETWEEN $5 AND $6
        """,
        service, outcomes.Select(o => o.Signal).ToArray(), outcomes.Select(o => o.Episode?.Id).ToArray(),
        outcomes.Select(o => o.Outcome).ToArray(), outcomes[0].Signal, outcomes[^1].Signal);

    /// <summary>How many alerts of the incident still fire.</summary>
    public static async Task<int> FiringAsync(DeskTransaction desk, Guid incident)
    {
        await using var command = Command(desk, "SELECT count(*)::int FROM open_alerts WHERE incident_id = $1 AND status = 'firing'", incident);
        return (int)(await command.ExecuteScalarAsync(desk.Cancellation))!;
    }

    /// <summary>Closes what still fires in an incident that people resolved.</summary>
    public static Task CloseOfAsync(DeskTransaction desk, Guid incident) => RunAsync(desk,
        "UPDATE open_alerts SET status = 'resolved', closed_at = $2, closed_by_source = false WHERE incident_id = $1 AND status = 'firing'", incident, desk.Now);

    /// <summary>The latest incident that had an alert of this key; looks into the archive's index on the key.</summary>
    public static async Task<Guid?> LastIncidentAsync(DeskTransaction desk, Guid integration, string key)
    {
        await using var command = Command(desk,
            "SELECT incident_id FROM alerts WHERE integration_id = $1 AND dedup_key = $2 AND incident_id IS NOT NULL ORDER BY id DESC LIMIT 1", integration, key);
        return await command.ExecuteScalarAsync(desk.Cancellation) as Guid?;
    }

    /// <summary>How many of these keys had an episode in this incident that is over and archived.</summary>
    public static async Task<int> CountArchivedAsync(DeskTransaction desk, Guid incident, IReadOnlyCollection<(Guid Integration, string Key)> keys)
    {
        await using var command = Command(desk,
            """
            SELECT count(DISTINCT (c.integration_id, c.dedup_key))::int FROM closed_alerts c
            JOIN unnest($2, $3) k(integration, dedup_key) ON c.integration_id = k.integration AND c.dedup_key = k.dedup_key WHERE c.incident_id = $1
            """, incident, keys.Select(k => k.Integration).ToArray(), keys.Select(k => k.Key).ToArray());
        return (int)(await command.ExecuteScalarAsync(desk.Cancellation))!;
    }

    /// <summary>Notes that the integrations have just spoken; answers their names and source kinds.</summary>
    public static async Task<Dictionary<Guid, SpokenIntegration>> SpokeAsync(DeskTransaction desk, Guid[] integrations)
    {
        await using var command = Command(desk, "UPDATE integrations SET last_signal_at = $2 WHERE id = ANY($1) RETURNING id, name, source", integrations, desk.Now);
        var found = new Dictionary<Guid, SpokenIntegration>();
        await using var rows = await command.ExecuteReaderAsync(desk.Cancellation);
        while (await rows.ReadAsync(desk.Cancellation))
        {
            found.Add(rows.GetGuid(0), new SpokenIntegration(rows.GetString(1), rows.GetString(2)));
        }
        return found;
    }

    private static string ArchiveSql(string which) =>
        $"""
        WITH gone AS (DELETE FROM open_alerts WHERE {which} RETURNING *)
        INSERT INTO closed_alerts
        SELECT id, integration_id, service_id, dedup_key, 'resolved', severity, title, description, labels, links, signal_count, incident_id, reason,
            started_at, last_signal_at, coalesce(closed_at, $2), closed_by_source FROM gone
        """;

    /// <summary>Copies what people read from the signals that began them, in the order of their ids: the bounds spare the other months' partitions.</summary>
    private static async Task InsertIntoAsync(DeskTransaction desk, bool hot, IReadOnlyList<Episode> episodes)
    {
        if (episodes.Count == 0)
        {
            return;
        }
        var words = episodes.Select(e => e.WordsBy!.Value).ToList();
        await RunAsync(desk,
            $"""
            INSERT INTO {(hot ? "open_alerts" : "closed_alerts")} (id, integration_id, service_id, dedup_key, status, severity, title, description, labels, links, signal_count, incident_id,
                reason, started_at, last_signal_at, closed_at, closed_by_source{(hot ? ", source_started_at" : "")})
            SELECT u.id, s.integration_id, s.service_id, s.dedup_key, CASE WHEN u.firing THEN 'firing' ELSE 'resolved' END, u.severity, s.title, s.description, s.labels,
                s.links, u.signals, u.incident, u.reason, u.started, u.last, CASE WHEN u.firing THEN NULL ELSE $1 END, NOT u.firing{(hot ? ", u.source_started" : "")}
            FROM unnest($4, $5, $6, $7, $8, $9, $10, $11, $12, $13) u(id, signal, firing, severity, signals, incident, reason, started, last, source_started)
            JOIN signals s ON s.id = u.signal WHERE s.id BETWEEN $2 AND $3
            """,
            desk.Now, First(words), Last(words),
            episodes.Select(e => e.Id).ToArray(), words.ToArray(), episodes.Select(e => e.Firing).ToArray(),
            episodes.Select(e => AlertText.Of(e.Severity)).ToArray(), episodes.Select(e => e.Signals).ToArray(),
            episodes.Select(e => e.IncidentId!.Value).ToArray(), episodes.Select(e => e.Reason).ToArray(),
            episodes.Select(e => e.StartedAt).ToArray(), episodes.Select(e => e.LastSignalAt!.Value).ToArray(), episodes.Select(e => e.SourceStart).ToArray());
    }

    /// <summary>The bounds of signal ids, in the order in which Postgres compares them.</summary>
    private static Guid First(IEnumerable<Guid> ids) => ids.MinBy(id => id.ToString())!;

    private static Guid Last(IEnumerable<Guid> ids) => ids.MaxBy(id => id.ToString())!;

    private static DateTimeOffset? Time(NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetFieldValue<DateTimeOffset>(column);

    private static async Task RunAsync(DeskTransaction desk, string sql, params object[] values)
    {
        await using var command = Command(desk, sql, values);
        await command.ExecuteNonQueryAsync(desk.Cancellation);
    }

    private static NpgsqlCommand Command(DeskTransaction desk, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, desk.Connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }
        return command;
    }
}
