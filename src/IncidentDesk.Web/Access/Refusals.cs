using IncidentDesk.Web.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentDesk.Web.Access;

/// <summary>How a request that may not go on is answered: programs with problem details (RFC 9457), browsers with a page or a sentence.</summary>
internal static class Refusals
{
    public static Task SignInNeededAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return WriteAsync(context, StatusCodes.Status401Unauthorized, "Sign-in needed",
            "Send a valid API token as 'Authorization: Bearer desk_...'. It may be missing, unknown, expired or revoked.");
    }

    public static Task RoleTooLowAsync(HttpContext context) =>
        WriteAsync(context, StatusCodes.Status403Forbidden, "Not allowed", "Your role, or the scope of the token, does not include this.");

    /// <summary>One sentence, fit for the path: problem details for programs, plain text for browsers.</summary>
    public static Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        if (Doors.IsForPrograms(context.Request.Path) || context.Request.Headers.Authorization.Count > 0)
        {
            ProblemHttpResult problem = TypedResults.Problem(detail, statusCode: status, title: title);
            return problem.ExecuteAsync(context);
        }
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(AccessTexts.TitleAndDetail.With(title, detail));
    }
}
