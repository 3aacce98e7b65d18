using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using IncidentDesk.Escalation;
using IncidentDesk.Jobs;
using IncidentDesk.Web.Access;
using Npgsql;

namespace IncidentDesk.Web.Api;

/// <summary>
/// <c>/metrics</c> in the Prometheus text format 0.0.4: this node's counters as it has counted them since its start, and gauges that the database knows.
/// Needs a token of any role.
/// </summary>
public sealed class MetricsPage : IDisposable
{
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(10);
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Name, string Tags), long> _counts = new();
    private readonly ConcurrentDictionary<string, string> _helps = new();
    private readonly NpgsqlDataSource _source;
    private readonly JobMetrics _jobs;
    private readonly SafetyWatch _watch;
    private Counted? _open;

    public MetricsPage(NpgsqlDataSource source, JobMetrics jobs, SafetyWatch watch, IMeterFactory meters)
    {
        (_source, _jobs, _watch) = (source, jobs, watch);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("IncidentDesk.", StringComparison.Ordinal) && instrument.Meter.Scope == meters)
            {
                _helps[instrument.Name] = instrument.Description ?? instrument.Name;
                _counts.TryAdd((instrument.Name, ""), 0);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(Count);
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    internal async Task<string> TextAsync(CancellationToken cancellation)
    {
        var text = new StringBuilder();
        foreach (var metric in _counts.GroupBy(c => c.Key.Name).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Head(text, metric.Key, "counter", _helps[metric.Key]);
            foreach (var (key, count) in metric.Where(c => c.Key.Tags.Length > 0 || metric.Count() == 1))
            {
                text.Append(CultureInfo.InvariantCulture, $"{key.Name}{key.Tags} {count}\n");
            }
        }
        await GaugesAsync(text, cancellation);
        return text.ToString();
    }

    private async Task GaugesAsync(StringBuilder text, CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(
            """
            SELECT count(*), coalesce(extract(epoch FROM max(desk_now() - received_at)), 0)::float8 FROM signals WHERE pending
            """);
        await using (var row = await command.ExecuteReaderAsync(cancellation))
        {
            await row.ReadAsync(cancellation);
            Gauge(text, "incidentdesk_signals_pending", "Events waiting for the digest.", row.GetInt64(0));
            Gauge(text, "incidentdesk_digest_backlog_seconds", "Age of the oldest event waiting for the digest.", row.GetDouble(1));
        }
        var (incidents, alerts) = await OpenAsync(cancellation);
        Gauge(text, "incidentdesk_incidents_open", $"Incidents that are not resolved; counted every {CountEvery.TotalSeconds:0} s.", incidents);
        Gauge(text, "incidentdesk_alerts_firing", $"Alerts that are firing; counted every {CountEvery.TotalSeconds:0} s.", alerts);
        Gauge(text, "incidentdesk_safety_violations", "Violations found by the last safety audit.", _watch.Last?.Violations.Count ?? 0);
        var lanes = (await _jobs.LanesAsync(cancellation)).ToDictionary(l => l.Lane);
        Head(text, "incidentdesk_lane_lateness_seconds", "gauge", "How late the oldest due job of a lane is.");
        foreach (var lane in Lanes.Concurrency.Keys)
        {
            text.Append(CultureInfo.InvariantCulture, $"incidentdesk_lane_lateness_seconds{{lane=\"{lane}\"}} {lanes.GetValueOrDefault(lane)?.Lateness.TotalSeconds ?? 0}\n");
        }
    }

    /// <summary>Walks everything that is open, so it is done seldom, however often somebody scrapes.</summary>
    private async Task<(long Incidents, long Alerts)> OpenAsync(CancellationToken cancellation)
    {
        var known = _open;
        if (known is not null && Stopwatch.GetElapsedTime(known.At) < CountEvery)
        {
            return (known.Incidents, known.Alerts);
        }
        await using var command = _source.CreateCommand(
            "SELECT (SELECT count(*) FROM incidents WHERE status <> 'resolved'), (SELECT count(*) FROM open_alerts WHERE status = 'firing')");
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        _open = new Counted(Stopwatch.GetTimestamp(), row.GetInt64(0), row.GetInt64(1));
        return (_open.Incidents, _open.Alerts);
    }

    private static void Gauge(StringBuilder text, string name, string help, double value)
    {
        Head(text, name, "gauge", help);
        text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
    }

    private static void Head(StringBuilder text, string name, string type, string help) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private void Count(Instrument instrument, long measured, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var labels = tags.Length == 0 ? "" : "{" + string.Join(',', tags.ToArray().Select(t => $"{t.Key}=\"{t.Value}\"")) + "}";
        _counts.AddOrUpdate((instrument.Name, labels), measured, (_, before) => before + measured);
    }

    private sealed record Counted(long At, long Incidents, long Alerts);
}

/// <summary>Maps <see cref="MetricsPage"/>.</summary>
public static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes
        .MapGet("/metrics", async (MetricsPage page, CancellationToken cancellation) => Results.Text(await page.TextAsync(cancellation), "text/plain; version=0.0.4"))
        .RequireAuthorization(Policies.Viewer)
        .ExcludeFromDescription();
}
