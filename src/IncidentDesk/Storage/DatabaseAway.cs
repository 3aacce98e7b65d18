using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>Tells that the database could not be asked, which passes, from what is wrong with the program or with what it was given.</summary>
public static class DatabaseAway
{
    private static readonly FrozenSet<string> Passing =
    [
        PostgresErrorCodes.AdminShutdown, PostgresErrorCodes.CrashShutdown, PostgresErrorCodes.InvalidPassword, PostgresErrorCodes.InvalidAuthorizationSpecification,
        PostgresErrorCodes.InvalidCatalogName, PostgresErrorCodes.ReadOnlySqlTransaction,
    ];

    /// <summary>
    /// EF Core puts what failed into exceptions of its own (its documentation, "Connection Resiliency"). What the server itself answered counts only if it says that
    /// it can't work now, does not let the desk in, or is no longer the one that takes writes; Npgsql does not call these transient (PostgreSQL's documentation,
    /// appendix A, classes 57, 28, 3D and 25).
    /// </summary>
    public static bool Is(Exception error) => error switch
    {
        PostgresException answered => answered.IsTransient || Passing.Contains(answered.SqlState),
        NpgsqlOperationInProgressException => false,
        NpgsqlException or TimeoutException => true,
        InvalidOperationException { InnerException: { } cause } => Is(cause),
        DbUpdateException { InnerException: { } cause } => Is(cause),
        _ => false,
    };
}
