using System.Text;
using IncidentDesk.Kernel;
using IncidentDesk.Postmortems;
using IncidentDesk.Storage;
using IncidentDesk.Web.Access;

namespace IncidentDesk.Web.Pages.Postmortems;

/// <summary>A postmortem as a file to take along.</summary>
public static class PostmortemFiles
{
    public static IEndpointRouteBuilder MapPostmortemFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/postmortems/{number:long}.md", MarkdownAsync).RequireAuthorization(Policies.Viewer).ExcludeFromDescription();
        return routes;
    }

    private static async Task<IResult> MarkdownAsync(long number, HttpContext http, Desk desk, Clock clock)
    {
        await using var db = await desk.ReadAsync(http.RequestAborted);
        if (await db.PostmortemAsync(number, clock.Now, http.RequestAborted) is not { } postmortem)
        {
            return Results.NotFound();
        }
        return Results.File(Encoding.UTF8.GetBytes(MarkdownExport.Of(postmortem)), "text/markdown; charset=utf-8", $"postmortem-INC-{number}.md");
    }
}
