using System.Net.Sockets;
using Npgsql;

namespace IncidentDesk.Storage.Postgres;

/// <summary>Talks to a server on a loopback port, over single connections outside any pool.</summary>
internal static class ServerProbe
{
    /// <summary>What a port answers to our password. NotYet: a server is starting, recovering or stopping. Silent: nobody, or not ours.</summary>
    public enum Answer
    {
        Silent,
        NotYet,
        Ready,
    }

    public static string ConnectionString(int port, string password, string database, bool pooling = true) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = ServerSettings.Name,
            Password = password,
            Database = database,
            Pooling = pooling,
            Timeout = 5,
        }.ConnectionString;

    public static async Task<Answer> AskAsync(int port, string password, CancellationToken cancellationToken)
    {
        if (port == 0)
        {
            return Answer.Silent;
        }

        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString(port, password, "postgres", pooling: false));
            await connection.OpenAsync(cancellationToken);
            return Answer.Ready;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CannotConnectNow)
        {
            return Answer.NotYet;
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException)
        {
            return Answer.Silent;
        }
    }

    public static async Task EnsureDatabaseAsync(int port, string password, string database, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(port, password, "postgres", pooling: false));
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = database } } };
        if (await exists.ExecuteScalarAsync(cancellationToken) is null)
        {
            await using var create = new NpgsqlCommand($"CREATE DATABASE {database}", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
