using System.Diagnostics;
using System.Net.Sockets;
using IncidentDesk.Storage;
using IncidentDesk.Storage.Postgres;
using IncidentDesk.Web.Settings;
using Npgsql;

namespace IncidentDesk.Web.Hosting;

/// <summary>The database that the program works on: a server that the settings name, or the built-in one, which lives as long as this object.</summary>
internal sealed class DeskDatabase : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly BuiltInPostgres? _builtIn;

    private DeskDatabase(DeskPools pools, BuiltInPostgres? builtIn, string description) =>
        (Pools, _builtIn, Description) = (pools, builtIn, description);

    public DeskPools Pools { get; }

    /// <summary>For what is done before the parts of the program run.</summary>
    public NpgsqlDataSource Source => Pools[DeskPart.Web];

    /// <summary>Where it is, for people; without user and password.</summary>
    public string Description { get; }

    /// <summary>Looks after the built-in server until cancelled; somebody's own server is somebody's own to look after.</summary>
    public Task KeepRunningAsync(CancellationToken cancellationToken) => _builtIn?.KeepRunningAsync(cancellationToken) ?? Task.CompletedTask;

    /// <exception cref="DatabaseStartException">It can't be reached or started.</exception>
    public static async Task<DeskDatabase> OpenAsync(DeskSettings settings, ILogger logger, CancellationToken cancellationToken)
    {
        if (settings.ConnectionString is { } connectionString)
        {
            return await ReachAsync(connectionString, logger, cancellationToken);
        }

        var builtIn = await BuiltInPostgres.StartAsync(settings.DataDirectory, logger, cancellationToken);
        return new DeskDatabase(DeskPools.Divide(builtIn.ConnectionString, builder => builder.Build()), builtIn, $"built-in PostgreSQL in {builtIn.Folder}");
    }

    public async ValueTask DisposeAsync()
    {
        await Pools.DisposeAsync();
        if (_builtIn is not null)
        {
            await _builtIn.StopAsync();
        }
    }

    private static async Task<DeskDatabase> ReachAsync(string connectionString, ILogger logger, CancellationToken cancellationToken)
    {
        var parsed = new NpgsqlConnectionStringBuilder(connectionString);
        var description = $"{parsed.Database ?? parsed.Username} at {parsed.Host}";
        var pools = DeskPools.Divide(connectionString, Build);
        var waited = Stopwatch.StartNew();
        while (await TryAsync(pools[DeskPart.Web], cancellationToken) is { } trouble)
        {
            if (waited.Elapsed > Patience || !IsPassing(trouble))
            {
                await pools.DisposeAsync();
                throw new DatabaseStartException($"The database {description} can't be used: {trouble.GetBaseException().Message}", trouble);
            }

            logger.LogWarning("The database {Database} does not respond yet: {Reason}", description, trouble.GetBaseException().Message);
            await Task.Delay(Pause, cancellationToken);
        }

        return new DeskDatabase(pools, null, description);
    }

    // Of several hosts, the one that takes writes: a replicated cluster moves that role.
    private static NpgsqlDataSource Build(NpgsqlDataSourceBuilder builder)
    {
        if (!builder.ConnectionStringBuilder.Host!.Contains(','))
        {
            return builder.Build();
        }

        builder.ConnectionStringBuilder.TargetSessionAttributes = null;
        return builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary);
    }

    private static async Task<Exception?> TryAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            return connection.PostgreSqlVersion.Major >= BuiltInPostgres.OldestMajor ? null : new NotSupportedException(
                $"it is PostgreSQL {connection.PostgreSqlVersion.Major}; version {BuiltInPostgres.OldestMajor} or newer is needed");
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException or ArgumentException)
        {
            return e;
        }
    }

    // Wrong passwords and missing databases do not get better by waiting; a server that is just starting does.
    private static bool IsPassing(Exception trouble) => trouble switch
    {
        PostgresException answer => answer.SqlState == PostgresErrorCodes.CannotConnectNow,
        NpgsqlException or SocketException or TimeoutException => true,
        _ => false,
    };
}
