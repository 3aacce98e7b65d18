using IncidentDesk.Incidents;
using IncidentDesk.Searching;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary>What a search found, in the contract.</summary>
internal sealed record SearchBody(
    IReadOnlyList<IncidentBody> Incidents, IReadOnlyList<Found> Services, IReadOnlyList<Found> People, IReadOnlyList<Found> Runbooks, IReadOnlyList<FoundPostmortem> Postmortems);

/// <summary><c>/search</c>: one search over incidents, services, people, runbooks and postmortems, as the command palette does it.</summary>
internal static class SearchEndpoints
{
    private const int Most = 20;

    public static void MapSearch(this ApiRoutes routes) =>
        routes.Viewer.MapGet("/search", FindAsync).Says("Search", "Search everything", body: typeof(SearchBody))
            .Takes<string>("q", $"Words that must all be found. Returns at most {Most} of each kind. {IncidentSearch.Says}");

    private static async Task<IResult> FindAsync(HttpContext http, SearchQueries queries, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var text = query.NeededSearch("q");
        if (query.Problem is { } problem)
        {
            return problem;
        }
        var found = await queries.FindAsync(text, Most, cancellation);
        return new SearchBody([.. found.Incidents.Select(IncidentBody.Of)], found.Services, found.People, found.Runbooks, found.Postmortems).ToFound("The result");
    }
}
