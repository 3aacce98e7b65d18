using System.Globalization;
using IncidentDesk.Bench;
using IncidentDesk.Bench.Rooms;

const string Usage = """
    IncidentDesk.Bench intake [options]     signals accepted and digested per second, beside Alertmanager in the same run

      --program PATH        starts this IncidentDesk.Web on an empty data folder, and ends it
      --url URL --key KEY   measures a running desk instead; KEY is of a Prometheus integration
      --token TOKEN         API token for /metrics of the running desk; without it nothing is said of digesting
                            (without --program and --url only Alertmanager is measured)
      --seconds N           length of each phase (10)
      --warm-up N           seconds before each phase that do not count (60)
      --rounds N            rounds; the median counts (3)
      --connections N       connections that send as fast as they are answered (32)
      --ladder              1, 8, 32 and 64 connections instead
      --results DIR         where the JSON result goes (bench/results)
      --no-alertmanager     leaves the peer out

    IncidentDesk.Bench rooms PROGRAM [ROOMS [NOTES]]    how soon open rooms see a note, and the program's memory

      PROGRAM               this IncidentDesk.Web, started on an empty data folder, and ended
      ROOMS, NOTES          how many pages are open (200), and how many notes are written (30), one every two seconds

    IncidentDesk.Bench search [INCIDENTS [ROUNDS]]      how long typical searches take on a throw-away database

      INCIDENTS, ROUNDS     how many incidents with notes there are (100000), and how often each query is measured (50)
    """;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

if (args is ["rooms", var program, .. var numbers] && File.Exists(program) && AreNumbers(numbers))
{
    await new RoomsBench(program, Number(numbers, 0, 200), Number(numbers, 1, 30), Path.Combine("bench", "results")).RunAsync(stop.Token);
    return 0;
}

if (args is ["search", .. var sizes] && AreNumbers(sizes))
{
    await new SearchBench(Number(sizes, 0, 100_000), Number(sizes, 1, 50), Path.Combine("bench", "results")).RunAsync(stop.Token);
    return 0;
}

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

static bool AreNumbers(string[] texts) => texts.Length <= 2
    && Array.TrueForAll(texts, t => int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1_000_000);

static int Number(string[] texts, int at, int otherwise) => texts.Length > at ? int.Parse(texts[at], CultureInfo.InvariantCulture) : otherwise;
