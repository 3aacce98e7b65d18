using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace IncidentDesk.Bench;

/// <summary>How far the desk is: signals committed and digested since it started, and waiting now.</summary>
internal sealed record Progress(double Accepted, double Digested, double Pending)
{
    /// <summary>Reads the desk's <c>/metrics</c> (Prometheus text). A counter that is missing has counted nothing yet.</summary>
    public static Func<CancellationToken, Task<Progress>> FromMetrics(Uri root, string token)
    {
        var http = new HttpClient { BaseAddress = root, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        return async cancellation => Read(await http.GetStringAsync("metrics", cancellation));
    }

    private static Progress Read(string text)
    {
        var accepted = Sum(text, "incidentdesk_signals_accepted_total") ?? 0;
        var digested = Sum(text, "incidentdesk_signals_digested_total") ?? 0;
        return new Progress(accepted, digested, Sum(text, "incidentdesk_signals_pending") ?? accepted - digested);
    }

    // The sum of a name's series, whatever their labels: name{labels} value [timestamp].
    private static double? Sum(string text, string name)
    {
        var values = text.Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is (' ' or '{'))
            .Select(line => line[(Math.Max(line.LastIndexOf('}'), name.Length - 1) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0])
            .Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToList();
        return values.Count == 0 ? null : values.Sum();
    }
}

/// <summary>What became of the signals while a phase ran: rates per second over the counted time, the most that waited at once, and how long after
/// the last request the desk had digested all (null: not within the time given).</summary>
internal sealed record DigestResult(double DigestedPerSecond, double LargestBacklog, TimeSpan? Drained, double CommittedInAll);

/// <summary>Looks at the desk's progress while a phase runs.</summary>
internal sealed class ProgressWatch(Func<CancellationToken, Task<Progress>> look)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMinutes(2);

    /// <summary>Runs the phase; the counted time begins after the warm-up.</summary>
    public async Task<(LoadResult Load, DigestResult Digest)> DuringAsync(Func<Task<LoadResult>> phase, TimeSpan warmUp, CancellationToken cancellation)
    {
        var before = await look(cancellation);
        var started = Stopwatch.GetTimestamp();
        var running = phase();
        var largest = 0d;
        (TimeSpan At, double Digested) first = default;
        (TimeSpan At, double Digested) last = default;
        while (!running.IsCompleted)
        {
            await Task.WhenAny(running, Task.Delay(Pause, cancellation));
            var now = await look(cancellation);
            largest = Math.Max(largest, now.Pending);
            last = (Stopwatch.GetElapsedTime(started), now.Digested);
            first = last.At < warmUp ? last : first;
        }

        var load = await running;
        var drained = await DrainAsync(cancellation);
        var after = await look(cancellation);
        var rate = last.At > first.At ? (last.Digested - first.Digested) / (last.At - first.At).TotalSeconds : 0;
        return (load, new DigestResult(rate, largest, drained, after.Accepted - before.Accepted));
    }

    private async Task<TimeSpan?> DrainAsync(CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < DrainLimit)
        {
            if ((await look(cancellation)).Pending == 0)
            {
                return Stopwatch.GetElapsedTime(started);
            }

            await Task.Delay(Pause, cancellation);
        }

        return null;
    }
}
