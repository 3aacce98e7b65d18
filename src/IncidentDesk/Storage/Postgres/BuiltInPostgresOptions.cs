namespace IncidentDesk.Storage.Postgres;

/// <summary>How the built-in server is run; the defaults are what production uses.</summary>
internal sealed record BuiltInPostgresOptions
{
    /// <summary>True: a commit is on the disk when it is answered. False is for throw-away servers in tests: no syncing, and an immediate stop.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Whether a new cluster's files are synced once, before its first start.</summary>
    public bool SyncNewCluster { get; init; } = true;

    /// <summary>Most simultaneous connections.</summary>
    public int MaxConnections { get; init; } = 200;

    /// <summary>Where clusters go when the server's user can't reach the data folder.</summary>
    public string SystemFolder { get; init; } = "/var/lib/incidentdesk";

    /// <summary>How long leftovers of a killed server are waited for.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a stop may take before the server is left to finish on its own.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(6);
}
