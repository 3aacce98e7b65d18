using System.Diagnostics;
using IncidentDesk.Storage.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IncidentDesk.Tests.Storage.Postgres;

/// <summary>A data folder of one test, and what a test does to the server in it. Ends its server and goes away afterwards.</summary>
public sealed class PostgresFolder : IAsyncDisposable, ILogger
{
    private readonly List<string> _log = [];

    // Durable, as in production, but for the one sync of a new cluster: only a power cut would tell.
    private readonly BuiltInPostgresOptions _options;

    public PostgresFolder(string? parent = null, string? systemFolder = null)
    {
        Data = Path.Combine(parent ?? Path.GetTempPath(), $"incidentdesk-folder-{Guid.NewGuid():N}");
        SystemFolder = systemFolder ?? Data + "-system";
        _options = new BuiltInPostgresOptions { MaxConnections = 20, SyncNewCluster = false, SystemFolder = SystemFolder };
    }

    public string Data { get; }

    /// <summary>Stands for /var/lib/incidentdesk.</summary>
    public string SystemFolder { get; }

    /// <summary>What the server's start told.</summary>
    public IReadOnlyList<string> Told => _log;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _log.Add(formatter(state, exception));

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public async Task<BuiltInPostgres> StartAsync() =>
        await BuiltInPostgres.StartAsync(Data, _options, this, TestContext.Current.CancellationToken);

    /// <summary>What a program that was killed leaves: no lock, and its server running.</summary>
    public async Task<BuiltInPostgres> StartAndDieAsync()
    {
        var server = await StartAsync();
        server.Abandon();
        return server;
    }

    /// <summary>The live postmaster's process; null when there is none.</summary>
    public static async Task<Process?> PostmasterAsync(BuiltInPostgres server)
    {
        var processes = await ServerProcesses.OfAsync(server.Folder, TestContext.Current.CancellationToken);
        return processes.LivePostmaster() is { } postmaster ? Process.GetProcessById(postmaster.ProcessId) : null;
    }

    /// <summary>The live postmaster of whatever program runs on the folder.</summary>
    public Process? Postmaster() => Folders(Path.Combine(Data, "postgres"))
        .Select(PostmasterFile.Read)
        .Select(file => file is null ? null : ServerProcesses.Find(file.ProcessId))
        .FirstOrDefault();

    public static async Task<object?> RunAsync(BuiltInPostgres server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var root in new[] { Path.Combine(Data, "postgres") }.Concat(Folders(SystemFolder)))
        {
            foreach (var cluster in Folders(root))
            {
                var processes = await ServerProcesses.OfAsync(cluster, CancellationToken.None);
                if (processes.LivePostmaster() is { } postmaster)
                {
                    using var process = Process.GetProcessById(postmaster.ProcessId);
                    process.Kill();
                    process.WaitForExit(TimeSpan.FromSeconds(5));
                }

                processes.ClearLeftovers();
            }
        }

        foreach (var folder in new[] { Data, SystemFolder }.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string[] Folders(string parent) => Directory.Exists(parent) ? Directory.GetDirectories(parent) : [];
}
