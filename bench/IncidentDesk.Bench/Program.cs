using IncidentDesk.Bench;

const string Usage = """
    IncidentDesk.Bench intake [options]     signals accepted and digested per second, beside Alertmanager in the same run

      --program PATH        starts this IncidentDesk.Web on an empty data folder, and ends it
      --url URL --key KEY   measures a running desk instead; KEY is of a Prometheus integration
      --token TOKEN         API token for /metrics of the running desk; without it nothing is said of digesting
                            (without --program and --url only Alertmanager is measured)
      --seconds N           length of each phase (10)
      --warm-up N           seconds before each phase that do not count (3)
      --rounds N            rounds; the median counts (3)
      --connections N       connections that send as fast as they are answered (32)
      --ladder              1, 8, 32 and 64 connections instead
      --results DIR         where the JSON result goes (bench/results)
      --no-alertmanager     leaves the peer out
    """;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

if (args is not ["intake", .. var rest])
{
    Console.Error.WriteLine(Usage);
    return 2;
}

if (IntakeOptions.Parse(rest, out var problem) is not { } options)
{
    Console.Error.WriteLine($"{problem}\n\n{Usage}");
    return 2;
}

await new IntakeBench(options).RunAsync(stop.Token);
return 0;
