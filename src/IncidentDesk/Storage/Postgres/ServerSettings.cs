namespace IncidentDesk.Storage.Postgres;

/// <summary>The settings of the built-in server (PostgreSQL documentation, chapter "Server Configuration").</summary>
internal static class ServerSettings
{
    /// <summary>The superuser of the cluster, and the name of the desk's database in it.</summary>
    public const string Name = "incidentdesk";

    /// <summary>What a new cluster's <c>postgresql.conf</c> ends with: starting values that an operator may change there.</summary>
    public static string Text(BuiltInPostgresOptions options) =>
        $"""

        # IncidentDesk's starting values. Change them here and start again.
        max_connections = {options.MaxConnections}
        shared_buffers = 128MB
        wal_compression = on
        fsync = {OnOff(options.Durable)}
        synchronous_commit = {OnOff(options.Durable)}
        full_page_writes = {OnOff(options.Durable)}
        random_page_cost = 1.1
        timezone = 'UTC'
        log_timezone = 'UTC'
        logging_collector = on
        log_directory = 'log'
        log_filename = 'postgresql-%a.log'
        log_truncate_on_rotation = on
        log_rotation_age = 1d
        log_rotation_size = 0

        """;

    /// <summary>What must hold at every start: this loopback port, and no other door.</summary>
    public static string Arguments(int port) => $"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''";

    private static string OnOff(bool value) => value ? "on" : "off";
}
