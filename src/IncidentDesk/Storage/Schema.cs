using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>Brings the database to this program's shape, at start.</summary>
public static class Schema
{
    /// <summary>How many whole months of partitions lie ready ahead of now.</summary>
    public const int MonthsAhead = 3;

    /// <summary>Any number, the same in every node and every version.</summary>
    private const long MigrationLock = 4_672_351_902;

    /// <summary>Applies missing migrations and makes the partitions of the coming months. Several nodes may start at once: one does it, the others wait.</summary>
    public static async Task MigrateAsync(NpgsqlDataSource source, CancellationToken cancellation = default)
    {
        // EF Core locks too, but its lock is the table of its history, which is not there yet on an empty database.
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var held = await connection.BeginTransactionAsync(cancellation);
        await using (var patience = new NpgsqlCommand("SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0", connection, held))
        {
            await patience.ExecuteNonQueryAsync(cancellation);
        }
        await using (var take = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection, held) { CommandTimeout = 0 })
        {
            take.Parameters.Add(new() { Value = MigrationLock });
            await take.ExecuteNonQueryAsync(cancellation);
        }
        var options = new DbContextOptionsBuilder<DeskDb>();
        options.UseDesk(source);
        await using (var db = new DeskDb(options.Options))
        {
            // Migrating first compares the whole model with its snapshot, which a start without news need not pay for.
            if ((await db.Database.GetPendingMigrationsAsync(cancellation)).Any())
            {
                // Tables that other nodes use are waited for. The session goes back to the pool as it was.
                await db.Database.OpenConnectionAsync(cancellation);
                await db.Database.ExecuteSqlRawAsync("SET lock_timeout = 0", cancellation);
                await db.Database.MigrateAsync(cancellation);
                await db.Database.ExecuteSqlRawAsync("RESET lock_timeout", cancellation);
            }
        }
        await EnsurePartitionsAsync(source, cancellation);
    }

    /// <summary>Makes the monthly partitions of signals and closed alerts from this month on; does nothing where they exist.</summary>
    public static async Task EnsurePartitionsAsync(NpgsqlDataSource source, CancellationToken cancellation = default)
    {
        await using var command = source.CreateCommand("SELECT desk_ensure_partitions($1)");
        command.Parameters.Add(new() { Value = MonthsAhead });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
