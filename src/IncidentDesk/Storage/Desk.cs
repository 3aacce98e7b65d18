using IncidentDesk.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>
/// Runs a verb as one transaction: state, timeline, audit and jobs land together or not at all. A refused outcome rolls back. Deadlocks and
/// serialization failures are tried again with a fresh context, so the work must not keep state between runs; so is a row that somebody changed between
/// read and write, which then shows its new version.
/// </summary>
public sealed class Desk(IDbContextFactory<DeskDb> contexts, Clock clock, Wakeups wakeups)
{
    private const int Tries = 5;
    private readonly AsyncLocal<DeskTransaction?> _outer = new();

    /// <summary>Runs the work and commits, unless it answers a refusal. Inside <see cref="AsOneAsync"/> it joins, and the outer one commits.</summary>
    public Task<T> InTransactionAsync<T>(Func<DeskTransaction, Task<T>> work, CancellationToken cancellation = default) =>
        _outer.Value is { } outer ? JoinAsync(outer, work) : RepeatAsync(() => OnceAsync(work, Accepted, cancellation), cancellation);

    /// <summary>
    /// Runs the work so that every verb and every <see cref="ReadAsync"/> inside it, however deep, takes part in one transaction, which commits when
    /// <paramref name="keep"/> says so of the answer. Keeping what holds a refused verb is an error.
    /// </summary>
    public Task<T> AsOneAsync<T>(Func<DeskTransaction, Task<T>> work, Func<T, bool> keep, CancellationToken cancellation = default) =>
        RepeatAsync(() => OnceAsync(
            async transaction =>
            {
                _outer.Value = transaction;
                return await work(transaction);
            },
            keep, cancellation), cancellation);

    /// <summary>A context for reading; inside <see cref="AsOneAsync"/> it sees what the transaction has done so far.</summary>
    public async Task<DeskDb> ReadAsync(CancellationToken cancellation = default)
    {
        if (_outer.Value is not { } outer)
        {
            return await contexts.CreateDbContextAsync(cancellation);
        }
        var options = new DbContextOptionsBuilder<DeskDb>();
        options.UseNpgsql(outer.Connection);
        var db = new DeskDb(options.Options);
        await db.Database.UseTransactionAsync(outer.Db.Database.CurrentTransaction!.GetDbTransaction(), cancellation);
        return db;
    }

    private static bool Accepted<T>(T outcome) => outcome is not IOutcome { Refusal: not null };

    private static async Task<T> JoinAsync<T>(DeskTransaction outer, Func<DeskTransaction, Task<T>> work)
    {
        var outcome = await work(outer);
        if (Accepted(outcome))
        {
            await outer.Db.SaveChangesAsync(outer.Cancellation);
        }
        else
        {
            outer.Refused = true;
        }
        return outcome;
    }

    private static async Task<T> RepeatAsync<T>(Func<Task<T>> once, CancellationToken cancellation)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await once();
            }
            catch (Exception error) when (tried < Tries && IsWorthAnotherTry(error))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 30 * tried)), cancellation);
            }
        }
    }

    private async Task<T> OnceAsync<T>(Func<DeskTransaction, Task<T>> work, Func<T, bool> keep, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var now = await DatabaseNowAsync(db, cancellation);
        clock.Observe(now);
        var desk = new DeskTransaction(db, now, cancellation);
        var outcome = await work(desk);
        if (!keep(outcome))
        {
            return outcome;
        }
        if (desk.Refused)
        {
            throw new InvalidOperationException("A verb inside was refused: nothing of this can be kept.");
        }
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        foreach (var change in desk.Changes.Take())
        {
            wakeups.Raise(change);
        }
        return outcome;
    }

    private static async Task<DateTimeOffset> DatabaseNowAsync(DeskDb db, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT desk_now()", (NpgsqlConnection)db.Database.GetDbConnection());
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellation))!);
    }

    private static bool IsWorthAnotherTry(Exception error) => error is DbUpdateConcurrencyException ||
        (error as PostgresException ?? error.InnerException as PostgresException)?.SqlState
            is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;
}

/// <summary>The transaction of one verb: its context, its instant (taken once), and what to wake when it has committed.</summary>
public sealed class DeskTransaction(DeskDb db, DateTimeOffset now, CancellationToken cancellation)
{
    public DeskDb Db { get; } = db;

    /// <summary>The database's time as this transaction began, UTC.</summary>
    public DateTimeOffset Now { get; } = now;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>The job that this transaction ends, if it is a job's: cancelling jobs spares it.</summary>
    public Guid? CurrentJob { get; set; }

    /// <summary>The connection in its transaction, for plain SQL.</summary>
    public NpgsqlConnection Connection => (NpgsqlConnection)Db.Database.GetDbConnection();

    internal Changes Changes { get; } = new();

    /// <summary>True when a verb that joined was refused after it may have changed something.</summary>
    internal bool Refused { get; set; }

    public Guid NewId() => Ids.New(Now);

    /// <summary>
    /// Wakes whoever waits for this topic, on every node, after the commit. <paramref name="seq"/> is the number that its thing has reached; 0 where it has none.
    /// </summary>
    public void Wake(Topic topic, long seq = 0) => Changes.Add(new Change(topic, seq));
}
