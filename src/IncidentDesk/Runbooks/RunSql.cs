using System.Text;
using IncidentDesk.Jobs;
using Npgsql;

namespace IncidentDesk.Runbooks;

/// <summary>What goes on several times a second while a step runs, in plain SQL; each statement touches one row by its key.</summary>
internal static class RunSql
{
    /// <summary>Appends output; false when the job is no longer this node's, and then nothing is written.</summary>
    public static async Task<bool> AppendAsync(NpgsqlConnection connection, Guid run, int step, string text, Job job)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO run_output (run_id, at_byte, step, at, text)
            SELECT $1, coalesce((SELECT at_byte + octet_length(text) FROM run_output WHERE run_id = $1 ORDER BY at_byte DESC LIMIT 1), 0), $2, desk_now(), $3
            WHERE EXISTS (SELECT 1 FROM jobs WHERE id = $4 AND lease_token = $5)
            """, connection);
        foreach (var value in (object[])[run, step, text, job.Id, job.LeaseToken!])
        {
            command.Parameters.Add(new() { Value = value });
        }
        return await command.ExecuteNonQueryAsync() == 1;
    }

    /// <summary>Why the step has to end, as <see cref="StepEnd"/> says it; null when it may go on.</summary>
    public static async Task<string?> LookAsync(NpgsqlDataSource source, Guid run, Job job)
    {
        await using var command = source.CreateCommand(
            "SELECT r.cancelled_at IS NOT NULL, EXISTS (SELECT 1 FROM jobs WHERE id = $2 AND lease_token = $3) FROM runs r WHERE r.id = $1");
        foreach (var value in (object[])[run, job.Id, job.LeaseToken!])
        {
            command.Parameters.Add(new() { Value = value });
        }
        await using var row = await command.ExecuteReaderAsync();
        return !await row.ReadAsync() || !row.GetBoolean(1) ? StepEnd.LeaseLost : row.GetBoolean(0) ? StepEnd.Cancelled : null;
    }

    /// <summary>The output from a byte on as UTF-8, at most so many bytes.</summary>
    public static async Task<byte[]> ReadAsync(NpgsqlDataSource source, Guid run, long from, int atMost, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "SELECT at_byte, text FROM run_output WHERE run_id = $1 AND at_byte + octet_length(text) > $2 ORDER BY at_byte");
        command.Parameters.Add(new() { Value = run });
        command.Parameters.Add(new() { Value = from });
        using var text = new MemoryStream();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (text.Length < atMost && await rows.ReadAsync(cancellation))
        {
            var bytes = Encoding.UTF8.GetBytes(rows.GetString(1));
            var skip = (int)Math.Max(0, from - rows.GetInt64(0));
            text.Write(bytes, skip, Math.Min(bytes.Length - skip, atMost - (int)text.Length));
        }
        return text.ToArray();
    }
}
