using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Bench;

/// <summary>
/// Measures how many distinct signals per second the desk commits and digests, and how many Alertmanager takes in by its own API, in turns on
/// one machine: the ratio means more than either rate. Alertmanager keeps alerts in memory; the desk answers after they are durable.
/// </summary>
internal sealed class IntakeBench(IntakeOptions options)
{
    private static readonly (string Kind, int Signals)[] Kinds = [("single", 1), ("batches of 100", 100)];

    public async Task RunAsync(CancellationToken cancellation)
    {
        var machine = Machine.Describe();
        var started = TimeProvider.System.GetUtcNow();
        Console.WriteLine($"{machine.Processor}, {machine.Cores} cores, {machine.MemoryGigabytes} GB, {machine.System}, {machine.Runtime}, load {machine.LoadAverage}");
        await using var desk = await DeskAsync(cancellation);
        var rows = new List<IntakeRow>();
        foreach (var connections in options.Connections)
        {
            foreach (var (kind, signals) in Kinds)
            {
                for (var round = 1; round <= options.Rounds; round++)
                {
                    rows.Add(await MeasureAsync(desk, kind, signals, connections, round, cancellation));
                    Console.WriteLine(Report.Line(rows[^1]));
                }
            }
        }

        var report = new Report(started, machine, options.Length, options.WarmUp, rows);
        Console.WriteLine(report.Table());
        Console.WriteLine($"Written to {Report.Write(options.Results, "intake", started, report)}");
    }

    private async Task<DeskUnderTest?> DeskAsync(CancellationToken cancellation) =>
        options.Program is { } program ? await DeskUnderTest.StartAsync(program, cancellation)
        : options is { Url: { } url, Key: { } key } ? DeskUnderTest.Attach(url, key, options.Token)
        : null;

    private async Task<IntakeRow> MeasureAsync(DeskUnderTest? desk, string kind, int signals, int connections, int round, CancellationToken cancellation)
    {
        LoadResult? accepted = null;
        DigestResult? digested = null;
        if (desk is not null)
        {
            var template = RequestTemplate.Webhook(desk.Intake, signals);
            Task<LoadResult> Phase() => Load.RunAsync(template, connections, options.WarmUp, options.Length, cancellation);
            (accepted, digested) = desk.Look is { } look ? await new ProgressWatch(look).DuringAsync(Phase, options.WarmUp, cancellation) : (await Phase(), null);
        }

        return new IntakeRow(kind, connections, round, accepted, digested, options.WithAlertmanager ? await PeerAsync(signals, connections, cancellation) : null);
    }

    // A new one each time, so that no round pays for the memory of the one before.
    private async Task<LoadResult> PeerAsync(int signals, int connections, CancellationToken cancellation)
    {
        var settings = new AlertmanagerSettings { GroupWait = TimeSpan.FromSeconds(30), GroupInterval = TimeSpan.FromMinutes(5), RepeatInterval = TimeSpan.FromHours(4) };
        await using var alertmanager = await RealAlertmanager.StartAsync(settings, cancellation);
        return await Load.RunAsync(RequestTemplate.AlertmanagerApi(alertmanager.Url, signals), connections, options.WarmUp, options.Length, cancellation);
    }
}
