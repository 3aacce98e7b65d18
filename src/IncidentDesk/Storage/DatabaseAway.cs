using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>Tells that the database could not be asked, which passes, from what is wrong with the program.</summary>
public static class DatabaseAway
{
    /// <summary>EF Core puts what it takes for passing into an <see cref="InvalidOperationException"/> (its documentation, "Connection Resiliency").</summary>
    public static bool Is(Exception error) =>
        error is NpgsqlException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException or TimeoutException };
}
