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
        "25P03", // idle_in_transaction_session_timeout, which Npgsql has no name for
    ];

    /// <summary>
    /// EF Core puts what failed into exceptions of its own (its documentation, "Connection Resiliency"). What the server itself answered counts only if it says that
    /// it can't work now (also: its disk or memory is full, its files fail it), does not let the desk in, or is no longer the one that takes writes; Npgsql does not
    /// call all of these transient (PostgreSQL's documentation, appendix A, classes 57, 53, 58, XX, 28, 3D and 25).
    /// </summary>
    public static bool Is(Exception error) => error switch
    {
        PostgresException answered => answered.IsTransient || Passing.Contains(answered.SqlState) || answered.SqlState[..2] is "53" or "58" or "XX",
        NpgsqlOperationInProgressException => false,
        NpgsqlException or TimeoutException => true,
        InvalidOperationException { InnerException: { } cause } => Is(cause),
        DbUpdateException { InnerException: { } cause } => Is(cause),
        _ => false,
    };

    /// <summary>Writes what may be lost, for who reads: a server that takes no writes now, as with a full disk, still answers what is read.</summary>
    public static async Task IfItCanAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception error) when (Is(error))
        {
            // The next use is noted as soon as it can be; what stays away is said where it matters.
        }
    }
}
