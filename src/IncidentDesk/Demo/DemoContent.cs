using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentDesk.Demo;

/// <summary>Empties a desk: what is left is its shape, its own keys, and its clock at the true time.</summary>
internal static class DemoContent
{
    /// <summary>What belongs to the desk and not to its content: cookies and boxed secrets would not open without them.</summary>
    private static readonly string[] Kept = ["desk_secrets", "data_protection_keys"];

    /// <summary>Tables of the desk that are filled by plain SQL and not mapped; views and partitions follow their tables.</summary>
    private static readonly string[] Unmapped = ["signals", "open_alerts", "closed_alerts"];

    /// <summary>
    /// Takes every row away and begins the numbers of incidents anew. Only the desk's own tables are touched, wherever the database holds others. Whoever works
    /// on a job just now finds it gone, which ends his transaction without effect.
    /// </summary>
    public static async Task EmptyAsync(DeskTransaction work)
    {
        var mapped = work.Db.Model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>().Except(Kept);
        var tables = string.Join(", ", mapped.Union(Unmapped).Select(name => $"\"{name}\""));
        await RunAsync(work, $"TRUNCATE {tables} RESTART IDENTITY");
        await RunAsync(work, "UPDATE desk_clock SET shift = interval '0'");
    }

    private static async Task RunAsync(DeskTransaction work, string sql)
    {
        await using var command = new NpgsqlCommand(sql, work.Connection);
        await command.ExecuteNonQueryAsync(work.Cancellation);
    }
}
