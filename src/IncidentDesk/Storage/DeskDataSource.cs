using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>How every part of the desk connects to its database.</summary>
public static class DeskDataSource
{
    /// <summary>
    /// What every session asks of the server, unless the connection string has options of its own. A node that freezes in the middle of a transaction, or whose host or
    /// network is gone, loses its session within ten seconds, and with it the locks that its peers wait for; no one waits for a lock for longer than that takes
    /// (PostgreSQL's documentation, "Client Connection Defaults" and "Connections and Authentication").
    /// </summary>
    private const string SessionSettings = "-c jit=off -c idle_in_transaction_session_timeout=10s -c lock_timeout=14s"
        + " -c tcp_keepalives_idle=4 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c tcp_user_timeout=10s";

    /// <summary>
    /// Opens a pool. Statements that repeat are prepared by themselves, and the server compiles no plan to machine code: the desk's statements are many and
    /// short, so that parsing and compiling them would cost more than running them. What the connection string says itself is left alone.
    /// </summary>
    /// <exception cref="ArgumentException">The connection string can't be understood.</exception>
    public static NpgsqlDataSource Create(string connectionString) => Builder(connectionString).Build();

    /// <summary>The same, to be refined: several hosts, for one.</summary>
    public static NpgsqlDataSourceBuilder Builder(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var settings = builder.ConnectionStringBuilder;
        if (settings.MaxAutoPrepare == 0)
        {
            settings.MaxAutoPrepare = 200;
        }
        settings.Options ??= SessionSettings;
        // Locks and settings end with their transaction, so a session that goes back to the pool needs no cleaning. Whoever listens keeps the connection.
        settings.NoResetOnClose = true;
        return builder;
    }
}
