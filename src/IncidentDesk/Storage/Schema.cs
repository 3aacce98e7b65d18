using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>Brings the database to this program's shape, at start.</summary>
public static class Schema
{
    /// <summary>How many whole months of partitions lie ready ahead of now.</summary>
    public const int MonthsAhead = 3;

    /// <summary>Applies missing migrations (EF Core locks, so several nodes may start at once) and makes the partitions of the coming months.</summary>
    public static async Task MigrateAsync(NpgsqlDataSource source, CancellationToken cancellation = default)
    {
        var options = new DbContextOptionsBuilder<DeskDb>();
        options.UseDesk(source);
        await using (var db = new DeskDb(options.Options))
        {
            await db.Database.MigrateAsync(cancellation);
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
