using IncidentDesk.Storage;
using Npgsql;

namespace IncidentDesk.Web.Hosting;

/// <summary>
/// Compares this machine's clock with the database server's, at start and every minute. Whatever IncidentDesk decides goes by the database's; but keys of cookies and
/// the dates that libraries write go by the machine's, so a wrong clock is said: in the log, at the start, and by <c>/healthz/engine</c>.
/// </summary>
internal sealed class ClockWatch([FromKeyedServices(DeskPart.Engine)] NpgsqlDataSource source, TimeProvider time, ILogger<ClockWatch> log) : BackgroundService
{
    /// <summary>Apart by more than this is wrong; sessions and messages do not notice less.</summary>
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>What is wrong with the clock, as a sentence without its end; null when it is right.</summary>
    public string? Wrong { get; private set; }

    /// <summary>Compares the database's time with the machine's, and logs when it went wrong or right.</summary>
    public async Task LookAsync(TimeProvider machine, CancellationToken cancellation)
    {
        // Not desk_now(), which tests and the demo move.
        await using var command = source.CreateCommand("SELECT clock_timestamp()");
        var database = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellation))!);
        var before = Wrong;
        Wrong = Say(machine.GetUtcNow() - database);
        if (Wrong is not null && before is null)
        {
            log.LogWarning("{Wrong}. Correct it: until then sign-in may fail on this machine, and messages carry a wrong date", Wrong);
        }
        else if (Wrong is null && before is not null)
        {
            log.LogInformation("This machine's clock is correct again");
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(time, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(time, stoppingToken);
            }
            catch (Exception error) when (DatabaseAway.Is(error))
            {
                // Said elsewhere; the clock is looked at again in a minute.
            }
        }
    }

    private static string? Say(TimeSpan ahead) => ahead.Duration() <= Tolerated ? null
        : $"This machine's clock is {ahead.Duration().TotalMinutes:0} minutes {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the database's";
}
