using System.Diagnostics;
using System.Net.Sockets;

namespace IncidentDesk.Bench;

/// <summary>What one phase of load came to. Rates are per second of the counted time; latencies are of whole requests.</summary>
internal sealed record LoadResult(double SignalsPerSecond, TimeSpan P50, TimeSpan P99, long AcceptedInAll, IReadOnlyDictionary<string, long> Failures);

/// <summary>Closed-loop load: every connection sends its next request as soon as the last one is answered.</summary>
internal static class Load
{
    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromMilliseconds(20);

    /// <summary>Loads the server for the warm-up, which does not count, and then for the length, which does.</summary>
    public static async Task<LoadResult> RunAsync(RequestTemplate template, int connections, TimeSpan warmUp, TimeSpan length, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp() + Ticks(warmUp);
        var end = start + Ticks(length);
        var workers = Enumerable.Range(0, connections).Select(_ => new Worker(template, start, end)).ToList();
        await Task.WhenAll(workers.Select(worker => Task.Run(() => worker.RunAsync(cancellation), cancellation)));

        var latencies = workers.SelectMany(worker => worker.Latencies).Order().ToList();
        var failures = workers.SelectMany(worker => worker.Failures).GroupBy(failure => failure.Key, failure => failure.Value)
            .ToDictionary(group => group.Key, group => group.Sum());
        return new LoadResult(latencies.Count * template.Signals / length.TotalSeconds, Percentile(latencies, 0.50), Percentile(latencies, 0.99),
            workers.Sum(worker => worker.Accepted) * template.Signals, failures);
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private static TimeSpan Percentile(List<long> sorted, double share) =>
        sorted.Count == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(0, sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))]);

    private sealed class Worker(RequestTemplate template, long start, long end)
    {
        public List<long> Latencies { get; } = new(100_000);

        public Dictionary<string, long> Failures { get; } = [];

        public long Accepted { get; private set; }

        public async Task RunAsync(CancellationToken cancellation)
        {
            using var connection = new LoadConnection(template);
            for (var sent = Stopwatch.GetTimestamp(); sent < end; sent = Stopwatch.GetTimestamp())
            {
                try
                {
                    var status = await connection.SendAsync(cancellation);
                    await CountAsync(status, sent, cancellation);
                }
                catch (Exception e) when (e is IOException or SocketException)
                {
                    connection.Dispose();
                    await FailAsync(e.GetType().Name, cancellation);
                }
            }
        }

        private Task CountAsync(int status, long sent, CancellationToken cancellation)
        {
            if (status is < 200 or > 299)
            {
                return FailAsync($"HTTP {status}", cancellation);
            }

            var done = Stopwatch.GetTimestamp();
            Accepted++;
            if (done >= start && done < end)
            {
                Latencies.Add(done - sent);
            }

            return Task.CompletedTask;
        }

        private Task FailAsync(string reason, CancellationToken cancellation)
        {
            Failures[reason] = Failures.GetValueOrDefault(reason) + 1;
            return Task.Delay(PauseAfterRefusal, cancellation);
        }
    }
}
