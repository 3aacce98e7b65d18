using System.Globalization;
using IncidentDesk.Kernel;

namespace IncidentDesk.Web.Api.Contract;

/// <summary>Every refusal as problem details (RFC 9457): <c>detail</c> is the sentence, <c>errors</c> names the fields.</summary>
internal static class Problems
{
    /// <summary>One status for each kind of refusal.</summary>
    public static IResult ToProblem(this Refusal refusal) => refusal switch
    {
        Refusal.NotFound => Of(StatusCodes.Status404NotFound, "Not found", refusal.Message),
        Refusal.Stale stale => Of(StatusCodes.Status409Conflict, "Version conflict", refusal.Message, ("currentVersion", stale.CurrentVersion)),
        Refusal.Conflict => Of(StatusCodes.Status409Conflict, "Not possible now", refusal.Message),
        Refusal.TooOften often => new Later(Of(StatusCodes.Status429TooManyRequests, "Too many requests", refusal.Message), often.Wait),
        Refusal.Forbidden => Of(StatusCodes.Status403Forbidden, "Not allowed", refusal.Message),
        Refusal.Busy busy => new ComeAgain(Of(StatusCodes.Status503ServiceUnavailable, "Busy", refusal.Message), busy.ComeAgain),
        Refusal.Invalid invalid => Of(StatusCodes.Status422UnprocessableEntity, "Invalid", Sentence(invalid.Errors), ("errors", invalid.Errors)),
        _ => throw new InvalidOperationException($"No status for {refusal.GetType().Name}."),
    };

    public static IResult NotFound(string what) => new Refusal.NotFound(what).ToProblem();

    public static IResult BadBody(string detail) => Of(StatusCodes.Status400BadRequest, "Not readable", detail);

    public static IResult TooLarge(int most) =>
        Of(StatusCodes.Status413PayloadTooLarge, "Too large", $"The body may have at most {most / 1024} KB. Nothing was stored.");

    public static IResult WrongType() =>
        Of(StatusCodes.Status415UnsupportedMediaType, "Wrong content type", "Send the body as application/json in UTF-8.");

    private static IResult Of(int status, string title, string detail, params (string Name, object Value)[] more) => TypedResults.Problem(
        detail, statusCode: status, title: title, extensions: more.Select(m => KeyValuePair.Create<string, object?>(m.Name, m.Value)));

    /// <summary>A refusal that says when to come again.</summary>
    private sealed class ComeAgain(IResult problem, TimeSpan after) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return problem.ExecuteAsync(httpContext);
        }
    }

    private static string Sentence(IReadOnlyList<FieldError> errors) =>
        errors is [var only] ? $"{only.Field}: {only.Message}" : $"{errors.Count} members are invalid; errors says which and why.";

    /// <summary>A problem that passes by itself: Retry-After says when (RFC 9110, 10.2.3).</summary>
    private sealed record Later(IResult Problem, TimeSpan Wait) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = Math.Ceiling(Wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return Problem.ExecuteAsync(httpContext);
        }
    }
}
