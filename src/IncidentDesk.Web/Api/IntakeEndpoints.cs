using System.Buffers;
using System.Globalization;
using IncidentDesk.Alerts;
using IncidentDesk.Alerts.Sources;
using IncidentDesk.Storage;

namespace IncidentDesk.Web.Api;

/// <summary>
/// <c>POST /intake/{source}/{key}</c>: anonymous, the key says who sends. 202 after the commit; 400 with the reason for a body that can't be understood, which is
/// kept in the rejected log; 404 for an unknown key; 413 above 4 MiB; 503 with Retry-After when the desk can't keep it now (429 for senders that honour it).
/// </summary>
public static class IntakeEndpoints
{
    /// <summary>The largest body, in bytes: about 10,000 alerts in one notification.</summary>
    public const int MaxBody = 4 * 1024 * 1024;
    private const string RetryAfterSeconds = "5";

    public static void MapIntake(this IEndpointRouteBuilder routes) => routes
        .MapPost("/intake/{source}/{key}", (RequestDelegate)HandleAsync)
        .AllowAnonymous()
        .DisableAntiforgery()
        // Nothing of sign-in or forms concerns it: it is answered as soon as it is routed.
        .ShortCircuit()
        .WithSummary("Takes signals of a monitoring system.")
        .WithTags("Intake");

    private static async Task HandleAsync(HttpContext context)
    {
        DeskPools.WorkAs(DeskPart.Intake);
        var kind = (string)context.GetRouteValue("source")!;
        var key = (string)context.GetRouteValue("key")!;
        if (SourceCatalog.Find(kind) is not { } source || await FindAsync(context, kind, key) is not { } integration)
        {
            if (!context.Response.HasStarted)
            {
                await ProblemAsync(context, StatusCodes.Status404NotFound, "No such intake address. Copy it again from the integration's page.");
            }
            return;
        }
        if (await ReadBodyAsync(context) is not { } body)
        {
            await ProblemAsync(context, StatusCodes.Status413PayloadTooLarge, "The body is larger than 4 MiB. Send fewer signals at once.");
            return;
        }
        await TakeAsync(context, source, integration, body);
    }

    private static async Task<IntegrationRoute?> FindAsync(HttpContext context, string kind, string key)
    {
        try
        {
            return await context.RequestServices.GetRequiredService<IntegrationDirectory>().FindAsync(kind, key, context.RequestAborted);
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            await BusyAsync(context, honours429: false);
            return null;
        }
    }

    private static async Task TakeAsync(HttpContext context, ISource source, IntegrationRoute integration, ReadOnlyMemory<byte> body)
    {
        var intake = context.RequestServices.GetRequiredService<Intake>();
        var reading = source.Read(body.Span);
        if (reading.Malformed is { } reason)
        {
            await RejectAsync(context, integration, reason, body);
            return;
        }
        await (await intake.AcceptAsync(integration, reading, body) switch
        {
            IntakeResult.Busy => BusyAsync(context, source.Honours429),
            IntakeResult.Refused => RejectAsync(context, integration, "Something in this body can't be kept: a value is too large, or is no text, number or time.", body),
            _ => AcceptedAsync(context.Response, reading),
        });
    }

    private static Task AcceptedAsync(HttpResponse response, SourceReading reading)
    {
        response.StatusCode = StatusCodes.Status202Accepted;
        return reading.Rejected.Count == 0
            ? WriteAcceptedAsync(response, reading.Signals.Count)
            : response.WriteAsJsonAsync(new Accepted(reading.Signals.Count, reading.Rejected));
    }

    private static async Task RejectAsync(HttpContext context, IntegrationRoute integration, string reason, ReadOnlyMemory<byte> body)
    {
        try
        {
            await context.RequestServices.GetRequiredService<Intake>().RejectAsync(integration, reason, body, context.RequestAborted);
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            await BusyAsync(context, honours429: false);
            return;
        }
        await ProblemAsync(context, StatusCodes.Status400BadRequest, reason);
    }

    /// <summary>The usual answer, written by hand: in a storm thousands of them leave each second.</summary>
    private static async Task WriteAcceptedAsync(HttpResponse response, int count)
    {
        Span<byte> text = stackalloc byte[32];
        System.Text.Unicode.Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{{\"accepted\":{count}}}", out var length);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = length;
        response.BodyWriter.Write(text[..length]);
        await response.BodyWriter.FlushAsync();
    }

    /// <summary>The whole body, or null when it is too large.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaxBody)
        {
            return null;
        }
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > MaxBody)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static Task BusyAsync(HttpContext context, bool honours429)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return ProblemAsync(context, honours429 ? StatusCodes.Status429TooManyRequests : StatusCodes.Status503ServiceUnavailable,
            "The desk can't keep signals just now. Nothing was kept: please send it again.");
    }

    private static Task ProblemAsync(HttpContext context, int status, string detail) =>
        Results.Problem(detail, statusCode: status).ExecuteAsync(context);

    private sealed record Accepted([property: System.Text.Json.Serialization.JsonPropertyName("accepted")] int Count, IReadOnlyList<RejectedItem>? Rejected);
}
