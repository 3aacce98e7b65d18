using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;
using Npgsql;

namespace IncidentDesk.Web.Api.Contract;

/// <summary>
/// <c>Idempotency-Key</c> on a POST: the first request under (caller, key) that is carried out stores its answer in the transaction of its effect, and
/// every later one within 24 hours is given that answer. Duplicates that come at once wait on the row of the first. A refused request stores nothing, so
/// its key can be used again. Answers are boxed, because they may hold a key or token that is shown once.
/// </summary>
internal sealed class Idempotency(Desk desk, SecretBox box) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";

    /// <summary>Says that an answer is a repeated one.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private const int LongestKey = 200;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var key = http.Request.Headers[Header].ToString();
        if (key.Length == 0 || !HttpMethods.IsPost(http.Request.Method) || http.GetEndpoint()?.Metadata.GetMetadata<NotIdempotent>() is not null)
        {
            return await next(context);
        }
        if (key.Length > LongestKey || !key.All(c => c is >= ' ' and <= '~'))
        {
            return new Refusal.Invalid(Header, $"This must be 1 to {LongestKey} printable ASCII characters.").ToProblem();
        }
        var request = new Keyed(http.User.FindTokenId() ?? http.User.FindPersonId() ?? Guid.Empty, key, HashOf(http));
        return await desk.AsOneAsync(work => OnceAsync(work, request, context, next), IsKept, http.RequestAborted);
    }

    private static bool IsKept(object? result) => result is Answer;

    private async Task<object?> OnceAsync(DeskTransaction work, Keyed request, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (!await ClaimAsync(work, request))
        {
            return await ReplayAsync(work, request);
        }
        var result = await next(context);
        if (result is Answer answer)
        {
            await RunAsync(work, "UPDATE idempotent_requests SET status = $3, answer = $4 WHERE caller = $1 AND key = $2",
                request.Caller, request.Key, answer.Status, Seal(answer));
        }
        return result;
    }

    /// <summary>Inserts the row, waiting for whoever inserts it at the same time; false when it was there.</summary>
    private static async Task<bool> ClaimAsync(DeskTransaction work, Keyed request)
    {
        await RunAsync(work, "DELETE FROM idempotent_requests WHERE caller = $1 AND key = $2 AND at <= desk_now() - $3", request.Caller, request.Key, Kept);
        return await RunAsync(work,
            "INSERT INTO idempotent_requests (caller, key, request_hash, status, answer, at) VALUES ($1, $2, $3, 0, '', $4) ON CONFLICT DO NOTHING",
            request.Caller, request.Key, request.Hash, work.Now) == 1;
    }

    private async Task<object?> ReplayAsync(DeskTransaction work, Keyed request)
    {
        await using var command = Command(work, "SELECT request_hash, answer FROM idempotent_requests WHERE caller = $1 AND key = $2", request.Caller, request.Key);
        await using var row = await command.ExecuteReaderAsync(work.Cancellation);
        await row.ReadAsync(work.Cancellation);
        return row.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(request.Hash)
            ? new Replayed(Open(row.GetString(1)))
            : new Refusal.Invalid(Header, "Another request was carried out under this key. Use a new key for a new request.").ToProblem();
    }

    private static byte[] HashOf(HttpContext http)
    {
        var head = Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n");
        return SHA256.HashData([.. head, .. BodyBytes.Of(http)]);
    }

    private string Seal(Answer answer) => Convert.ToBase64String(box.Protect(JsonSerializer.SerializeToUtf8Bytes(answer)));

    private Answer Open(string answer) => JsonSerializer.Deserialize<Answer>(box.Unprotect(Convert.FromBase64String(answer)))!;

    private static async Task<int> RunAsync(DeskTransaction work, string sql, params object[] values)
    {
        await using var command = Command(work, sql, values);
        return await command.ExecuteNonQueryAsync(work.Cancellation);
    }

    private static NpgsqlCommand Command(DeskTransaction work, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, work.Connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }
        return command;
    }

    private sealed record Keyed(Guid Caller, string Key, byte[] Hash);

    private sealed record Replayed(Answer Answer) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers[ReplayedHeader] = "true";
            return Answer.ExecuteAsync(httpContext);
        }
    }
}

/// <summary>Marks a POST that has to leave its trace also when it is refused (it counts wrong tries), and so can't be one transaction with its answer.</summary>
internal sealed record NotIdempotent;
