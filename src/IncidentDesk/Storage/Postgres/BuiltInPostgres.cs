using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;

namespace IncidentDesk.Storage.Postgres;

/// <summary>
/// The program's own PostgreSQL server, for when no connection string is given: a private cluster in the data folder, on a loopback port, behind a random
/// password. It runs in a session of its own and outlives a killed program; the next start adopts it. One program at a time uses a data folder.
/// </summary>
public sealed class BuiltInPostgres
{
    /// <summary>The oldest PostgreSQL that the desk's SQL runs on.</summary>
    public const int OldestMajor = PostgresBinaries.OldestMajor;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ServerStart _start;
    private readonly Func<Task<bool>> _stop;
    private readonly IReadOnlyList<DeskLock> _locks;
    private readonly ILogger _logger;

    private BuiltInPostgres(
        string folder, string connectionString, ServerStart start, Func<Task<bool>> stop, IReadOnlyList<DeskLock> locks, ILogger logger)
    {
        (Folder, ConnectionString, _start, _stop, _locks, _logger) = (folder, connectionString, start, stop, locks, logger);
    }

    /// <summary>Npgsql's connection string of the database <c>incidentdesk</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>The cluster's folder.</summary>
    public string Folder { get; }

    /// <summary>Starts the server, or adopts the one that a killed program left running, and makes the database where it is missing.</summary>
    /// <param name="dataDirectory">The desk's data folder; made where it is missing.</param>
    /// <param name="logger">Hears where the database is kept and what is waited for.</param>
    /// <param name="cancellationToken">Ends the start; a server that was already on its way is stopped again.</param>
    /// <exception cref="DatabaseStartException">Nothing installed, another program on the folder, or the server refuses.</exception>
    public static Task<BuiltInPostgres> StartAsync(string dataDirectory, ILogger logger, CancellationToken cancellationToken) =>
        StartAsync(dataDirectory, new BuiltInPostgresOptions(), logger, cancellationToken);

    internal static async Task<BuiltInPostgres> StartAsync(
        string dataDirectory, BuiltInPostgresOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new DatabaseStartException(
                "The built-in database runs on Linux and macOS; give the address of a server in IncidentDesk__Database__ConnectionString.");
        }

        dataDirectory = Path.GetFullPath(dataDirectory);
        var locks = new List<DeskLock> { DeskLock.Take(dataDirectory) };
        try
        {
            var cluster = await FindClusterAsync(dataDirectory, options, locks, logger, cancellationToken);
            try
            {
                await cluster.InitializeAsync(cancellationToken);
                var start = new ServerStart(cluster, options.Patience, logger);
                var port = await start.EnsureRunningAsync(cancellationToken);
                await ServerProbe.EnsureDatabaseAsync(port, cluster.Password(), ServerSettings.Name, cancellationToken);
                var connectionString = ServerProbe.ConnectionString(port, cluster.Password(), ServerSettings.Name);
                return new BuiltInPostgres(cluster.Folder, connectionString, start, cluster.StopAsync, locks, logger);
            }
            catch (OperationCanceledException)
            {
                await cluster.StopAsync();
                throw;
            }
        }
        catch
        {
            locks.ForEach(held => held.Dispose());
            throw;
        }
    }

    /// <summary>Looks after the server until cancelled: one that died is started again, on the same port while nobody else took it.</summary>
    public async Task KeepRunningAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                if (!OperatingSystem.IsWindows() && !await _start.IsAliveAsync(cancellationToken))
                {
                    _logger.LogError("The database in {Folder} has died; restarting it", Folder);
                    await _start.EnsureRunningAsync(cancellationToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // A full disk, say: it may pass, and giving up would not help.
                _logger.LogError("The database in {Folder} is not back yet: {Reason}", Folder, e.Message);
            }
        }
    }

    /// <summary>Stops the server and gives the data folder free. What it can't finish in time it finishes on its own.</summary>
    public async Task StopAsync()
    {
        if (!await _stop())
        {
            _logger.LogWarning("The database needs longer to stop; it finishes on its own in {Folder}", Folder);
        }

        Abandon();
    }

    /// <summary>Gives the data folder free and leaves the server running, as a killed program does.</summary>
    internal void Abandon()
    {
        foreach (var held in _locks)
        {
            held.Dispose();
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static async Task<Cluster> FindClusterAsync(
        string dataDirectory, BuiltInPostgresOptions options, List<DeskLock> locks, ILogger logger, CancellationToken cancellationToken)
    {
        var existing = ClusterRoot.Existing(dataDirectory);
        var majors = existing is null ? [] : Cluster.MajorsIn(existing);
        var binaries = await PostgresBinaries.FindAsync(majors, PostgresBinaries.UsualFolders(), cancellationToken);
        var user = await ServerUser.FindAsync(majors.Count == 0 ? null : Path.Combine(existing!, $"{binaries.Major}"), cancellationToken);
        var root = await ClusterRoot.ChooseAsync(dataDirectory, user, options.SystemFolder, logger, cancellationToken);
        if (!root.StartsWith(dataDirectory, StringComparison.Ordinal))
        {
            // A copied data folder points to the same cluster: the first one has it.
            locks.Add(DeskLock.Take(root));
        }

        return new Cluster(root, binaries, user, options);
    }
}
