using System.Diagnostics;
using System.Globalization;
using IncidentDesk.Incidents;
using IncidentDesk.Searching;
using IncidentDesk.Tests;

namespace IncidentDesk.Bench;

/// <summary>One kind of query: how long the search over everything took (the palette), and a page of the incidents list.</summary>
internal sealed record SearchRow(string Kind, string Words, int Found, double P50Milliseconds, double P95Milliseconds, double ListP50Milliseconds, double ListP95Milliseconds);

/// <summary>What a run came to.</summary>
internal sealed record SearchResult(DateTimeOffset Started, Machine Machine, int Incidents, int Rounds, IReadOnlyList<SearchRow> Rows);

/// <summary>Fills a throw-away database with incidents, notes and postmortems, and measures typical queries one after the other, as one person types them.</summary>
internal sealed class SearchBench(int incidents, int rounds, string results)
{
    private const int Palette = 8;
    private const int ListPage = 51;

    private static readonly (string Kind, string[] Words)[] Queries =
    [
        ("number", ["INC-{n}", "{n}"]),
        ("common word", ["latency", "rolled back"]),
        ("rare word", ["marmalade"]),
        ("two words", ["latency marmalade", "checkout certificate"]),
        ("no hit", ["zebrafish", "zq", "checkout zebrafish"]),
        ("service", ["payments"]),
        ("typed letter by letter", [.. Enumerable.Range(1, "certificate".Length).Select(length => "certificate"[..length]), .. Enumerable.Range(1, 9).Select(length => "marmalade"[..length])]),
        ("short words", ["4.8", "is up"]),
    ];

    public async Task RunAsync(CancellationToken cancellation)
    {
        var (machine, started) = (Machine.Describe(), TimeProvider.System.GetUtcNow());
        await using var end = new TestPostgresEnd();
        await using var desk = await TestDesk.StartAsync();
        await FillAsync(desk, cancellation);
        var rows = new List<SearchRow>();
        foreach (var (kind, words) in Queries)
        {
            rows.Add(await MeasureAsync(desk, kind, [.. words.Select(w => w.Replace("{n}", $"{incidents / 2}", StringComparison.Ordinal))], cancellation));
            var row = rows[^1];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Kind,-24} everything p50 {row.P50Milliseconds,5:0.0} ms, p95 {row.P95Milliseconds,5:0.0} ms; list p50 {row.ListP50Milliseconds,5:0.0} ms, p95 {row.ListP95Milliseconds,5:0.0} ms"));
        }
        Console.WriteLine($"Written to {Report.Write(results, "search", started, new SearchResult(started, machine, incidents, rounds, rows))}");
    }

    private async Task<SearchRow> MeasureAsync(TestDesk desk, string kind, string[] words, CancellationToken cancellation)
    {
        var (everything, list, found) = (new List<double>(), new List<double>(), 0);
        // The first round loads code and pages, which a program that runs has behind it.
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var text in words)
            {
                var begun = Stopwatch.GetTimestamp();
                found = (await desk.Get<SearchQueries>().FindAsync(text, Palette, cancellation)).Incidents.Count;
                var between = Stopwatch.GetTimestamp();
                await using var db = await desk.Desk.ReadAsync(cancellation);
                await db.IncidentsAsync(new IncidentFilter(Text: text, Limit: ListPage), cancellation);
                if (round > 0)
                {
                    everything.Add(Stopwatch.GetElapsedTime(begun, between).TotalMilliseconds);
                    list.Add(Stopwatch.GetElapsedTime(between).TotalMilliseconds);
                }
            }
        }
        return new SearchRow(kind, string.Join(" | ", words), found, At(everything, 0.5), At(everything, 0.95), At(list, 0.5), At(list, 0.95));
    }

    /// <summary>Two notes each, postmortems of one in ten; marmalade is in twenty of a hundred thousand. At the end what autovacuum does soon after a fill.</summary>
    private async Task FillAsync(TestDesk desk, CancellationToken cancellation)
    {
        var policy = await desk.PolicyAsync(await desk.PersonAsync("Ana"));
        string[] names = ["Checkout", "Payments", "Search", "Login", "Catalog"];
        foreach (var name in Enumerable.Range(1, 10).SelectMany(n => names.Select(name => $"{name} {n}")))
        {
            await desk.ServiceAsync(policy, name);
        }
        var service = await desk.ServiceAsync(policy, "Template");
        await desk.Get<IncidentActions>().OpenAsync(service.Id, "Template", Severity.Sev2, TestDesk.Tester, cancellation: cancellation);
        await RunAsync(desk, "SET session_replication_role = replica; " + Incidents + Notes + Postmortems + "SELECT desk_index_incident(id) FROM incidents; RESET session_replication_role", cancellation);
        await RunAsync(desk, "VACUUM ANALYZE", cancellation);
    }

    private async Task RunAsync(TestDesk desk, string sql, CancellationToken cancellation)
    {
        await using var command = desk.Source.CreateCommand(sql.Replace("{count}", $"{incidents}", StringComparison.Ordinal));
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static double At(List<double> times, double share)
    {
        times.Sort();
        return times[Math.Min(times.Count - 1, (int)(times.Count * share))];
    }

    private const string Incidents =
        """
        WITH s AS (SELECT array_agg(id) AS ids FROM services)
        INSERT INTO incidents SELECT (jsonb_populate_record(i, jsonb_build_object(
            'id', gen_random_uuid(), 'number', n, 'service_id', s.ids[1 + n % cardinality(s.ids)], 'status', 'resolved',
            'title', (ARRAY['Error rate above 5%', 'Latency is high', 'Disk is filling up', 'Queue keeps growing', 'Certificate expires soon'])[1 + n % 5] || ' on host-' || n % 400))).*
        FROM incidents i, s, generate_series(2, {count}) n;

        """;

    private const string Notes =
        """
        INSERT INTO timeline_entries (id, incident_id, seq, at, kind, actor, text, data)
        SELECT gen_random_uuid(), i.id, 1000 + k, i.created_at, 'note', 'Ana', CASE k
            WHEN 1 THEN 'Looked at the graphs: the deploy of release 4.' || i.number % 40 || ' is to blame. Rolled back. Trace ' || md5(i.number::text)
            ELSE 'Restarted the workers and watched the backlog fall; latency is fine again. ' || CASE WHEN i.number % 5000 = 7 THEN 'The marmalade cache was cold.' ELSE '' END END, '{}'
        FROM incidents i, generate_series(1, 2) k;

        """;

    private const string Postmortems =
        """
        INSERT INTO postmortems (id, incident_id, incident_number, status, author, created_at, written_at, round, version)
        SELECT gen_random_uuid(), id, number, 'draft', 'Ana', created_at, created_at, 0, 1 FROM incidents WHERE number % 10 = 0;
        INSERT INTO postmortem_sections (id, postmortem_id, kind, ordinal, text, version, updated_at, updated_by)
        SELECT gen_random_uuid(), id, 'factor', 1, 'The deploy went out without a canary; latency rose for ' || incident_number % 90 || ' minutes.', 1, created_at, 'Ana' FROM postmortems;

        """;
}
