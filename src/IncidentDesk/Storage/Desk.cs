using IncidentDesk.Kernel;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>
/// Runs a verb as one transaction: state, timeline, audit and jobs land together or not at all. A refused outcome rolls back. Deadlocks and
/// serialization failures are tried again with a fresh context, so the work must not keep state between runs.
/// </summary>
public sealed class Desk(IDbContextFactory<DeskDb> contexts, Clock clock, Wakeups wakeups)
{
    private const int Tries = 5;

    /// <summary>Runs the work and commits, unless it answers a refusal.</summary>
    public async Task<T> InTransactionAsync<T>(Func<DeskTransaction, Task<T>> work, CancellationToken cancellation = default)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await OnceAsync(work, cancellation);
            }
            catch (Exception error) when (tried < Tries && IsWorthAnotherTry(error))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 30 * tried)), cancellation);
            }
        }
    }

    /// <summary>A context for reading.</summary>
    public Task<DeskDb> ReadAsync(CancellationToken cancellation = default) => contexts.CreateDbContextAsync(cancellation);

    private async Task<T> OnceAsync<T>(Func<DeskTransaction, Task<T>> work, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var now = await DatabaseNowAsync(db, cancellation);
        clock.Observe(now);
        var desk = new DeskTransaction(db, now, cancellation);
        var outcome = await work(desk);
        if (outcome is IOutcome { Refusal: not null })
        {
            return outcome;
        }
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        foreach (var topic in desk.Topics)
        {
            wakeups.Raise(topic);
        }
        return outcome;
    }

    private static async Task<DateTimeOffset> DatabaseNowAsync(DeskDb db, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT desk_now()", (NpgsqlConnection)db.Database.GetDbConnection());
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellation))!);
    }

    private static bool IsWorthAnotherTry(Exception error) =>
        (error as PostgresException ?? error.InnerException as PostgresException)?.SqlState
            is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;
}

/// <summary>The transaction of one verb: its context, its instant (taken once), and what to wake when it has committed.</summary>
public sealed class DeskTransaction(DeskDb db, DateTimeOffset now, CancellationToken cancellation)
{
    private readonly HashSet<string> _topics = [];

    public DeskDb Db { get; } = db;

    /// <summary>The database's time as this transaction began, UTC.</summary>
    public DateTimeOffset Now { get; } = now;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>The job that this transaction ends, if it is a job's: cancelling jobs spares it.</summary>
    public Guid? CurrentJob { get; set; }

    /// <summary>The connection in its transaction, for plain SQL.</summary>
    public NpgsqlConnection Connection => (NpgsqlConnection)Db.Database.GetDbConnection();

    internal IReadOnlyCollection<string> Topics => _topics;

    public Guid NewId() => Ids.New(Now);

    /// <summary>Wakes whoever waits for this topic, on every node, after the commit.</summary>
    public void Wake(string topic) => _topics.Add(topic);
}
