using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Npgsql;

namespace IncidentDesk.Demo;

/// <summary>
/// Moves the desk's clock while the demo plays its month: no engine and no page runs meanwhile, and it ends at the true time (docs/adr/0008). What becomes due on the
/// way is done when it is due, so that the past is what the engine makes of it.
/// </summary>
internal sealed class DemoTime(NpgsqlDataSource source, Clock clock, JobEngine engine)
{
    /// <summary>Sets the clock to this instant.</summary>
    public async Task SetAsync(DateTimeOffset to, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("UPDATE desk_clock SET shift = $1 - statement_timestamp()");
        command.Parameters.Add(new() { Value = to.UtcDateTime });
        await command.ExecuteNonQueryAsync(cancellation);
        await LookAsync(cancellation);
    }

    /// <summary>Makes the partitions that history from the clock's instant on needs.</summary>
    public Task EnsurePartitionsAsync(CancellationToken cancellation) => Schema.EnsurePartitionsAsync(source, cancellation);

    /// <summary>Passes to this instant, and does on the way what becomes due.</summary>
    public async Task PassToAsync(DateTimeOffset to, CancellationToken cancellation)
    {
        while (await NextDueAsync(to, cancellation) is { } due)
        {
            if (due > clock.Now)
            {
                await SetAsync(due, cancellation);
            }
            await engine.RunDueAsync(cancellation);
        }
        await SetAsync(to, cancellation);
        await engine.RunDueAsync(cancellation);
    }

    /// <summary>Sets the clock to the true time and answers it.</summary>
    public async Task<DateTimeOffset> BackAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("UPDATE desk_clock SET shift = interval '0'");
        await command.ExecuteNonQueryAsync(cancellation);
        return await LookAsync(cancellation);
    }

    private async Task<DateTimeOffset> LookAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT desk_now()");
        var now = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellation))!);
        clock.Observe(now);
        return now;
    }

    // Recurring jobs have no subject: they only look, and look once for each step of the way.
    private async Task<DateTimeOffset?> NextDueAsync(DateTimeOffset until, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT min(due_at) FROM jobs WHERE subject IS NOT NULL AND lease_until IS NULL AND due_at <= $1");
        command.Parameters.Add(new() { Value = until.UtcDateTime });
        return await command.ExecuteScalarAsync(cancellation) is DateTime due ? new DateTimeOffset(due) : null;
    }
}
