using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IncidentDesk.Bench;

/// <summary>One round: the same load on the desk and on Alertmanager; null where one of them was not measured.</summary>
internal sealed record IntakeRow(string Kind, int Connections, int Round, LoadResult? Desk, DigestResult? Digest, LoadResult? Alertmanager)
{
    public double? Ratio => Desk is not null && Alertmanager is { SignalsPerSecond: > 0 } ? Desk.SignalsPerSecond / Alertmanager.SignalsPerSecond : null;

    public double? DigestRatio => Digest is not null && Alertmanager is { SignalsPerSecond: > 0 } ? Digest.DigestedPerSecond / Alertmanager.SignalsPerSecond : null;
}

/// <summary>All rounds of a run, with where and how they were measured.</summary>
internal sealed record Report(DateTimeOffset Started, Machine Machine, TimeSpan Length, TimeSpan WarmUp, IReadOnlyList<IntakeRow> Rows)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>One round in one line, to follow a run by.</summary>
    public static string Line(IntakeRow row) => string.Create(CultureInfo.InvariantCulture,
        $"{row.Kind}, {row.Connections} connections, round {row.Round}: desk {Describe(row.Desk)}; Alertmanager {Describe(row.Alertmanager)}");

    /// <summary>The medians of the rounds for people.</summary>
    public string Table()
    {
        var table = new StringBuilder("\nkind            conns  desk/s    p50 ms  p99 ms  digested/s  backlog  drained s  peer/s    p50 ms  p99 ms  ratio  digest ratio\n");
        foreach (var group in Rows.GroupBy(row => (row.Kind, row.Connections)))
        {
            table.Append(CultureInfo.InvariantCulture, $"{group.Key.Kind,-15} {group.Key.Connections,5}  ")
                .Append(Cells(group.Select(row => row.Desk)))
                .Append(CultureInfo.InvariantCulture, $"{Median(group, row => row.Digest?.DigestedPerSecond),10:0}  {group.Max(row => row.Digest?.LargestBacklog),7:0}  ")
                .Append(CultureInfo.InvariantCulture, $"{group.Max(row => row.Digest?.Drained?.TotalSeconds),9:0.0}  ")
                .Append(Cells(group.Select(row => row.Alertmanager)))
                .Append(CultureInfo.InvariantCulture, $"{Median(group, row => row.Ratio),5:0.00}  {Median(group, row => row.DigestRatio),12:0.00}\n");
        }

        foreach (var row in Rows.Where(row => row.Digest is { } digest && digest.CommittedInAll < row.Desk?.AcceptedInAll))
        {
            table.Append(CultureInfo.InvariantCulture, $"LOST: {row.Kind}, round {row.Round}: {row.Desk?.AcceptedInAll} answered 2xx, {row.Digest?.CommittedInAll} committed\n");
        }

        return table.ToString();
    }

    /// <summary>Writes a result as JSON and answers the file's path.</summary>
    public static string Write<T>(string folder, string kind, DateTimeOffset started, T result)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{kind}-{started:yyyyMMdd-HHmmss}.json");
        File.WriteAllText(file, JsonSerializer.Serialize(result, Json) + "\n");
        return file;
    }

    private static string Describe(LoadResult? load) => load is null ? "not measured" : string.Create(CultureInfo.InvariantCulture,
        $"{load.SignalsPerSecond:0}/s, p50 {load.P50.TotalMilliseconds:0.0} ms, p99 {load.P99.TotalMilliseconds:0.0} ms{string.Concat(load.Failures.Select(failure => $", {failure.Value} x {failure.Key}"))}");

    private static string Cells(IEnumerable<LoadResult?> loads)
    {
        var all = loads.OfType<LoadResult>().ToList();
        return string.Create(CultureInfo.InvariantCulture,
            $"{Median(all, load => load.SignalsPerSecond),-8:0}  {Median(all, load => load.P50.TotalMilliseconds),6:0.0}  {Median(all, load => load.P99.TotalMilliseconds),6:0.0}  ");
    }

    private static double? Median<T>(IEnumerable<T> items, Func<T, double?> value)
    {
        var sorted = items.Select(value).OfType<double>().Order().ToList();
        return sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
