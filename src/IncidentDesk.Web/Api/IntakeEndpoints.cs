using System.Buffers;
using System.Globalization;
using IncidentDesk.Alerts;
using IncidentDesk.Alerts.Sources;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using IncidentDesk.Web.Api.Contract;
using Microsoft.AspNetCore.Http.Features;

namespace IncidentDesk.Web.Api;

/// <summary>
/// <c>POST /intake/{source}/{key}</c>: anonymous, the key says who sends. 202 after the commit, with what was not taken; 400 with the reason for a body that can't be
/// understood and 422 for one of which nothing could be used, both kept in the rejected log; 404 for an unknown key; 408 for a body that takes over a minute; 503 with
/// Retry-After when IncidentDesk can't keep it now (429 for senders that honour it). A body above 32 MiB is read as far as that: senders like Alertmanager drop what is
/// answered 413, and an outage would be lost with it; 413 only says that nothing in it could be read.
/// </summary>
public static class IntakeEndpoints
{
    private const string RetryAfterSeconds = "5";
    private const int MostErrors = 100;
    private const string TooLarge = "This request is larger than 32 MiB; the rest was not read.";

    public static void MapIntake(this IEndpointRouteBuilder routes) => routes
        .MapPost("/intake/{source}/{key}", (RequestDelegate)HandleAsync)
        .AllowAnonymous()
        .DisableAntiforgery()
        // Nothing of sign-in or forms concerns it: it is answered as soon as it is routed.
        .ShortCircuit()
        .WithSummary("Receives events from a monitoring system.")
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
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null; // IntakeBody has its own limit, and takes what is below it.
        }
        using var body = await IntakeBody.ReadAsync(context.Request, context.RequestAborted);
        await (body.State switch
        {
            IntakeBodyState.Busy => BusyAsync(context, source.Honours429),
            IntakeBodyState.Slow => ProblemAsync(context, StatusCodes.Status408RequestTimeout, "The body did not arrive within a minute. Nothing was stored."),
            _ => TakeAsync(context, source, integration, body),
        });
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

    private static async Task TakeAsync(HttpContext context, ISource source, IntegrationRoute integration, IntakeBody body)
    {
        var cut = body.State == IntakeBodyState.Cut;
        var reading = source.Read(body.Bytes.Span, cut);
        if (cut)
        {
            reading = reading with { Note = SourceReading.Notes(reading.Note, TooLarge) };
        }
        if (reading.Malformed is { } reason)
        {
            await RejectAsync(context, integration, cut ? TooLarge : reason, body, cut ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest);
            return;
        }
        if (reading.Signals.Count == 0)
        {
            await RejectAsync(context, integration, reading.Losses is { Length: > 0 } losses ? losses : "There is no alert in this body.", body, StatusCodes.Status422UnprocessableEntity, reading.Rejected);
            return;
        }
        await (await context.RequestServices.GetRequiredService<Intake>().AcceptAsync(integration, reading, body.Bytes) switch
        {
            IntakeResult.Busy => BusyAsync(context, source.Honours429),
            IntakeResult.Refused => RejectAsync(context, integration, "Something in this body can't be stored: a value is too large, or is no text, number or time.", body, StatusCodes.Status400BadRequest),
            _ => AcceptedAsync(context.Response, reading),
        });
    }

    private static Task AcceptedAsync(HttpResponse response, SourceReading reading)
    {
        response.StatusCode = StatusCodes.Status202Accepted;
        return reading is { Rejected.Count: 0, Note: null }
            ? WriteAcceptedAsync(response, reading.Signals.Count)
            : response.WriteAsJsonAsync(new Accepted(reading.Signals.Count, reading.Rejected, reading.Note));
    }

    private static async Task RejectAsync(HttpContext context, IntegrationRoute integration, string reason, IntakeBody body, int status, IReadOnlyList<RejectedItem>? items = null)
    {
        try
        {
            await context.RequestServices.GetRequiredService<Intake>().RejectAsync(integration, reason, body.Bytes, context.RequestAborted);
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            await BusyAsync(context, honours429: false);
            return;
        }
        await (items is { Count: > 0 }
            ? new Refusal.Invalid([.. items.Take(MostErrors).Select(i => new FieldError(i.Path, i.Reason))]).ToProblem().ExecuteAsync(context)
            : ProblemAsync(context, status, reason));
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

    private static Task BusyAsync(HttpContext context, bool honours429)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return ProblemAsync(context, honours429 ? StatusCodes.Status429TooManyRequests : StatusCodes.Status503ServiceUnavailable,
            "IncidentDesk can't store events at the moment. Nothing was stored: please send it again.");
    }

    private static Task ProblemAsync(HttpContext context, int status, string detail) =>
        Results.Problem(detail, statusCode: status).ExecuteAsync(context);

    private sealed record Accepted([property: System.Text.Json.Serialization.JsonPropertyName("accepted")] int Count, IReadOnlyList<RejectedItem> Rejected, string? Note);
}
