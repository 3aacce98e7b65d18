using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>How every part of the desk connects to its database.</summary>
public static class DeskDataSource
{
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
        settings.Options ??= "-c jit=off";
        // Locks and settings end with their transaction, so a session that goes back to the pool needs no cleaning. Whoever listens keeps the connection.
        settings.NoResetOnClose = true;
        return builder;
    }
}
