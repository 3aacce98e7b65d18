using IncidentDesk.Storage;
using Npgsql;

namespace IncidentDesk.Jobs;

/// <summary>One node's right to work on a job, until it ends it, or a crash lets the lease run out. Every ending is refused without the token.</summary>
public sealed class JobLease(Job job, NpgsqlDataSource source)
{
    public Job Job { get; } = job;

    /// <summary>True when the job was found cancelled or taken over.</summary>
    public bool Lost { get; internal set; }

    private Guid Token => Job.LeaseToken ?? throw new InvalidOperationException("The job is not leased.");

    /// <summary>Deletes the job inside the handler's transaction; throws <see cref="LeaseLostException"/> when it is no longer this node's.</summary>
    public Task FinishAsync(DeskTransaction desk) => EndAsync(desk, "DELETE FROM jobs WHERE id = $1 AND lease_token = $2");

    /// <summary>Sets the job again for later inside the handler's transaction, with the reason that people see.</summary>
    public Task RetryAsync(DeskTransaction desk, TimeSpan after, string reason) => EndAsync(desk,
        """
        UPDATE jobs SET attempt = attempt + 1, due_at = desk_now() + $3, last_error = $4, lease_until = NULL, lease_token = NULL, node = NULL
        WHERE id = $1 AND lease_token = $2
        """, after, reason);

    /// <summary>Makes sure, under the row's lock and to the end of the transaction, that the job is still this node's: a send is claimed with it.</summary>
    public Task AssertMineAsync(DeskTransaction desk) =>
        EndAsync(desk, "UPDATE jobs SET node = node WHERE id = $1 AND lease_token = $2");

    /// <summary>A failed handler: the job stays, one attempt older, and comes back after a growing pause. False when it is no longer this node's.</summary>
    internal async Task<bool> FailAsync(TimeSpan after, string error, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            UPDATE jobs SET attempt = attempt + 1, due_at = desk_now() + $3, last_error = $4, lease_until = NULL, lease_token = NULL, node = NULL
            WHERE id = $1 AND lease_token = $2
            """);
        Bind(command, after, error);
        return await command.ExecuteNonQueryAsync(cancellation) > 0;
    }

    internal async Task SetAgainAsync(TimeSpan after, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            UPDATE jobs SET attempt = 0, due_at = desk_now() + $3, last_error = NULL, lease_until = NULL, lease_token = NULL, node = NULL
            WHERE id = $1 AND lease_token = $2
            """);
        Bind(command, after);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task EndAsync(DeskTransaction desk, string sql, params object[] more)
    {
        await using var command = new NpgsqlCommand(sql, desk.Connection);
        Bind(command, more);
        if (await command.ExecuteNonQueryAsync(desk.Cancellation) == 0)
        {
            throw new LeaseLostException();
        }
    }

    private void Bind(NpgsqlCommand command, params object[] more)
    {
        foreach (var value in (object[])[Job.Id, Token, .. more])
        {
            command.Parameters.Add(new() { Value = value });
        }
    }
}
