using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>Tells that the database could not be asked, which passes, from what is wrong with the program or with what it was given.</summary>
public static class DatabaseAway
{
    private static readonly FrozenSet<string> NotLetIn =
    [
        PostgresErrorCodes.AdminShutdown, PostgresErrorCodes.CrashShutdown, PostgresErrorCodes.InvalidPassword, PostgresErrorCodes.InvalidAuthorizationSpecification,
        PostgresErrorCodes.InvalidCatalogName,
    ];

    /// <summary>
    /// EF Core puts what failed into exceptions of its own (its documentation, "Connection Resiliency"). What the server itself answered counts only if it says that
    /// it can't work now, or does not let the desk in; Npgsql does not call its shutting down transient (PostgreSQL's documentation, appendix A, classes 57, 28 and 3D).
    /// </summary>
    public static bool Is(Exception error) => error switch
    {
        PostgresException answered => answered.IsTransient || NotLetIn.Contains(answered.SqlState),
        NpgsqlException or TimeoutException => true,
        InvalidOperationException { InnerException: { } cause } => Is(cause),
        DbUpdateException { InnerException: { } cause } => Is(cause),
        _ => false,
    };
}
