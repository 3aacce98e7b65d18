using IncidentDesk.Catalog;
using IncidentDesk.Incidents;
using IncidentDesk.People;
using IncidentDesk.Postmortems;
using IncidentDesk.Runbooks;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Searching;

/// <summary>A service, person or runbook that was found. <paramref name="Detail"/> is a person's email address or a runbook's service.</summary>
public sealed record Found(Guid Id, string Name, string? Detail = null);

/// <summary>A postmortem that was found, named by its incident.</summary>
public sealed record FoundPostmortem(long IncidentNumber, string Title, PostmortemStatus Status);

/// <summary>What holds every word: incidents and postmortems newest first, but the one whose number was typed before all others; the rest by name.</summary>
public sealed record SearchResults(
    IReadOnlyList<IncidentView> Incidents, IReadOnlyList<Found> Services, IReadOnlyList<Found> People, IReadOnlyList<Found> Runbooks, IReadOnlyList<FoundPostmortem> Postmortems)
{
    public static SearchResults None { get; } = new([], [], [], [], []);
}

/// <summary>
/// The one search over everything, for the palette and the API: incidents as <see cref="IncidentSearch"/> says, postmortems by their incident (one that was
/// found, or of the newest 1,000 postmortems) or where one section holds every word, services and people by name or email address, runbooks by name or service.
/// </summary>
public sealed class SearchQueries(Desk desk)
{
    private const int Newest = 1000;

    /// <param name="text">What was typed.</param>
    /// <param name="most">How many of each kind are returned.</param>
    /// <param name="cancellation">Ends the search.</param>
    public async Task<SearchResults> FindAsync(string text, int most, CancellationToken cancellation = default)
    {
        var words = Search.Words(text);
        if (words.Count == 0)
        {
            return SearchResults.None;
        }
        await using var db = await desk.ReadAsync(cancellation);
        await using var planned = await db.PlanEachAsync(cancellation);
        var incidents = await IncidentsAsync(db, text, most, cancellation);
        return new SearchResults(
            incidents, await ServicesAsync(db, words, most, cancellation), await PeopleAsync(db, words, most, cancellation),
            await RunbooksAsync(db, words, most, cancellation), await PostmortemsAsync(db, text, words, incidents, most, cancellation));
    }

    private static async Task<IReadOnlyList<IncidentView>> IncidentsAsync(DeskDb db, string text, int most, CancellationToken cancellation)
    {
        var found = await db.IncidentsAsync(new IncidentFilter(Text: text, Limit: most), cancellation);
        return IncidentSearch.Number(text.Trim()) is { } number && await db.IncidentAsync(number, cancellation) is { } meant
            ? [meant, .. found.Where(i => i.Id != meant.Id).Take(most - 1)]
            : found;
    }

    private static Task<List<Found>> ServicesAsync(DeskDb db, IEnumerable<string> words, int most, CancellationToken cancellation)
    {
        var services = db.Set<Service>().Where(s => s.DeletedAt == null);
        foreach (var pattern in words.Select(Search.Containing))
        {
            services = services.Where(s => EF.Functions.ILike(s.Name, pattern, "\\"));
        }
        return services.OrderBy(s => s.Name).Take(most).Select(s => new Found(s.Id, s.Name, null)).ToListAsync(cancellation);
    }

    private static Task<List<Found>> PeopleAsync(DeskDb db, IEnumerable<string> words, int most, CancellationToken cancellation)
    {
        var people = db.Set<Person>().Where(p => p.DisabledAt == null);
        foreach (var pattern in words.Select(Search.Containing))
        {
            people = people.Where(p => EF.Functions.ILike(p.Name, pattern, "\\") || EF.Functions.ILike(p.Email, pattern, "\\"));
        }
        return people.OrderBy(p => p.Name).Take(most).Select(p => new Found(p.Id, p.Name, p.Email)).ToListAsync(cancellation);
    }

    private static Task<List<Found>> RunbooksAsync(DeskDb db, IEnumerable<string> words, int most, CancellationToken cancellation)
    {
        var runbooks = from r in db.Set<Runbook>() join s in db.Set<Service>() on r.ServiceId equals s.Id where r.DeletedAt == null select new { r.Id, r.Name, Service = s.Name };
        foreach (var pattern in words.Select(Search.Containing))
        {
            runbooks = runbooks.Where(r => EF.Functions.ILike(r.Name, pattern, "\\") || EF.Functions.ILike(r.Service, pattern, "\\"));
        }
        return runbooks.OrderBy(r => r.Name).Take(most).Select(r => new Found(r.Id, r.Name, r.Service)).ToListAsync(cancellation);
    }

    // Few incidents have a postmortem: among many that hold common words a search for those that do would read them all, so it ends after the newest.
    private static async Task<IReadOnlyList<FoundPostmortem>> PostmortemsAsync(
        DeskDb db, string text, IReadOnlyList<string> words, IReadOnlyList<IncidentView> incidents, int most, CancellationToken cancellation)
    {
        var ids = incidents.Select(i => i.Id).ToArray();
        var found = await NewestAsync(db.Set<Postmortem>().Where(p => ids.Contains(p.IncidentId)), db.Set<Incident>());
        found.AddRange(await NewestAsync(db.Set<Postmortem>().OrderByDescending(p => p.IncidentNumber).Take(Newest), await db.SearchAsync(db.Set<Incident>(), text, cancellation)));
        // Without a word that the index can take, every section would be read.
        if (!words.All(Search.IsShort))
        {
            var sections = db.Set<PostmortemSection>().AsQueryable();
            foreach (var pattern in words.Select(Search.Containing))
            {
                sections = sections.Where(s => EF.Functions.ILike(s.Text, pattern, "\\"));
            }
            found.AddRange(await NewestAsync(db.Set<Postmortem>().Where(p => sections.Any(s => s.PostmortemId == p.Id)), db.Set<Incident>()));
        }
        var number = IncidentSearch.Number(text.Trim());
        return [.. found.DistinctBy(p => p.IncidentNumber).OrderByDescending(p => p.IncidentNumber == number).ThenByDescending(p => p.IncidentNumber).Take(most)];

        Task<List<FoundPostmortem>> NewestAsync(IQueryable<Postmortem> postmortems, IQueryable<Incident> about) =>
            (from p in postmortems
             join i in about on p.IncidentId equals i.Id
             orderby p.IncidentNumber descending
             select new FoundPostmortem(p.IncidentNumber, i.Title, p.Status)).Take(most).ToListAsync(cancellation);
    }
}
