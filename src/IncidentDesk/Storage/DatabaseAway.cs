using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>Tells that the database could not be asked, which passes, from what is wrong with the program or with what it was given.</summary>
public static class DatabaseAway
{
    /// <summary>
    /// EF Core puts what failed into exceptions of its own (its documentation, "Connection Resiliency"). What the server itself answered counts only if it says that
    /// it can't work now; Npgsql does not call its shutting down transient (PostgreSQL's documentation, appendix A, class 57).
    /// </summary>
    public static bool Is(Exception error) => error switch
    {
        PostgresException answered => answered.IsTransient || answered.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown,
        NpgsqlException or TimeoutException => true,
        InvalidOperationException { InnerException: { } cause } => Is(cause),
        DbUpdateException { InnerException: { } cause } => Is(cause),
        _ => false,
    };
}
