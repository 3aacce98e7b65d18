using System.Text.Json;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;

namespace IncidentDesk.Web.Api.Contract;

/// <summary>A success: its status, its body as JSON (null for none), and where the thing can be found.</summary>
internal sealed record Answer(int Status, string? Json, string? Location = null) : IResult
{
    public static Answer Of(int status, object? body, string? location = null) =>
        new(status, body is null ? null : JsonSerializer.Serialize(body, ApiJson.Options), location);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        if (Location is not null)
        {
            httpContext.Response.Headers.Location = Location;
        }
        if (Json is null)
        {
            return Task.CompletedTask;
        }
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        return httpContext.Response.WriteAsync(Json, httpContext.RequestAborted);
    }
}

/// <summary>Turns what verbs and queries answer into HTTP: the one place that does.</summary>
internal static class Answers
{
    /// <summary>200 with a body made of the value, or the refusal.</summary>
    public static IResult ToOk<T>(this Outcome<T> outcome, Func<T, object>? body = null) =>
        outcome.Refusal?.ToProblem() ?? Answer.Of(StatusCodes.Status200OK, body is null ? outcome.Value : body(outcome.Value));

    /// <summary>201 with a body made of the value, found at the address, or the refusal.</summary>
    public static IResult ToCreated<T>(this Outcome<T> outcome, Func<T, string> address, Func<T, object>? body = null) =>
        outcome.Refusal?.ToProblem()
        ?? Answer.Of(StatusCodes.Status201Created, body is null ? outcome.Value : body(outcome.Value), ApiRoutes.Root + address(outcome.Value));

    /// <summary>204, or the refusal.</summary>
    public static IResult ToDone<T>(this Outcome<T> outcome) => outcome.Refusal?.ToProblem() ?? Answer.Of(StatusCodes.Status204NoContent, null);

    /// <summary>200 with the thing, or 404.</summary>
    public static IResult ToFound(this object? thing, string what) => thing is null ? Problems.NotFound(what) : Answer.Of(StatusCodes.Status200OK, thing);

    /// <summary>200 with a page of a list.</summary>
    public static IResult ToList<T>(this Page<T> page) => Answer.Of(StatusCodes.Status200OK, page);
}
