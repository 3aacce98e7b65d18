using System.Collections.Concurrent;
using System.Diagnostics;
using IncidentDesk.Storage;
using IncidentDesk.Storage.Postgres;
using IncidentDesk.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

[assembly: AssemblyFixture(typeof(TestPostgresEnd))]

namespace IncidentDesk.Tests;

/// <summary>
/// The one throw-away PostgreSQL of a test run, started by whoever first asks and stopped by <see cref="TestPostgresEnd"/>. Each test takes a database of its own,
/// cloned from a template that is migrated once.
/// </summary>
public static class TestPostgres
{
    private const string Prefix = "incidentdesk-tests-";

    private static readonly Lazy<Task<(BuiltInPostgres Running, string Folder)>> Server = new(StartAsync);
    private static readonly ConcurrentDictionary<string, Lazy<Task>> Templates = new();
    private static int _databases;

    // Nothing of it outlives the run, so it lies in memory where there is plenty: copying a template takes half as long there.
    private static readonly string Place = MemoryIsPlenty("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    /// <summary>The connection string of a new database with the desk's schema.</summary>
    public static Task<string> NewDatabaseAsync() => NewDatabaseAsync("desk", MigrateAsync);

    /// <summary>The connection string of a new database cloned from the named template, which <paramref name="build"/> fills once per run.</summary>
    public static async Task<string> NewDatabaseAsync(string template, Func<string, Task> build)
    {
        var (server, _) = await Server.Value;
        await Templates.GetOrAdd(template, _ => new Lazy<Task>(() => BuildAsync(server, template, build))).Value;
        var name = $"{template}_{Interlocked.Increment(ref _databases)}";
        await RunAsync(server, $"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY");
        return Named(server, name, pooling: true);
    }

    /// <summary>Drops a database that is no longer needed; worth it in tests that take hundreds.</summary>
    public static async Task DropAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await RunAsync((await Server.Value).Running, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    /// <summary>Stops the server, if anybody has asked for it.</summary>
    internal static async Task EndAsync()
    {
        if (Server.IsValueCreated)
        {
            var (server, folder) = await Server.Value;
            await server.StopAsync();
            Remove(folder);
        }
    }

    private static async Task BuildAsync(BuiltInPostgres server, string template, Func<string, Task> build)
    {
        await RunAsync(server, $"CREATE DATABASE {template}");
        await build(Named(server, template, pooling: false));
    }

    private static async Task MigrateAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await Schema.MigrateAsync(source);
    }

    private static string Named(BuiltInPostgres server, string database, bool pooling) =>
        // Many tests share the server: who makes a connection while it copies databases waits longer than a desk of its own would.
        new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = database, Pooling = pooling, Timeout = 60 }.ConnectionString;

    private static async Task RunAsync(BuiltInPostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(Named(server, "postgres", pooling: false));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<(BuiltInPostgres, string)> StartAsync()
    {
        await SweepAbandonedAsync();

        // Not CreateTempSubdirectory: its folders are closed to the user that a root run drops to.
        var folder = Path.Combine(Place, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}");
        var options = new BuiltInPostgresOptions { Durable = false, MaxConnections = 500 };
        return (await BuiltInPostgres.StartAsync(folder, options, NullLogger.Instance, CancellationToken.None), folder);
    }

    private static bool MemoryIsPlenty(string place) => Directory.Exists(place) && new DriveInfo(place).AvailableFreeSpace > 10L << 30;

    // A server that is just ending may still remove files of its own; the next run sweeps what is left.
    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Swept by the next run.
        }
    }

    // A killed test run leaves its server running; the next run ends it.
    private static async Task SweepAbandonedAsync()
    {
        foreach (var folder in Directory.EnumerateDirectories(Place, Prefix + "*"))
        {
            try
            {
                using var held = DeskLock.Take(folder);
                foreach (var cluster in Directory.EnumerateDirectories(Path.Combine(folder, "postgres")))
                {
                    var processes = await ServerProcesses.OfAsync(cluster, CancellationToken.None);
                    if (processes.LivePostmaster() is { } postmaster)
                    {
                        using var process = Process.GetProcessById(postmaster.ProcessId);
                        process.Kill();
                    }
                }

                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is DatabaseStartException or ArgumentException or IOException or UnauthorizedAccessException)
            {
                // In use by a run that is still going, or another user's.
            }
        }
    }
}

/// <summary>Stops the run's server behind its last test: a fixture of the assembly, because the runner takes a slow end of the process for threads left running.</summary>
public sealed class TestPostgresEnd : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await TestPostgres.EndAsync();
}
