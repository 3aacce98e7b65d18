using System.Globalization;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Runbooks;
using IncidentDesk.Searching;
using IncidentDesk.Storage;
using IncidentDesk.Web.Live;

namespace IncidentDesk.Web.Layout.Commands;

/// <summary>Reads what the palette offers.</summary>
public sealed class CommandReads(Desk desk, PersonQueries people, RunbookQueries runbooks, SearchQueries search)
{
    private const int Most = 8;
    private const int MostPeople = 6;
    private const int MostText = 200;

    /// <param name="words">What was typed.</param>
    /// <param name="path">The address of the page behind the palette, without the site's root.</param>
    /// <param name="viewer">Who asks.</param>
    public async Task<IReadOnlyList<CommandItem>> ReadAsync(string words, string path, Viewer viewer)
    {
        words = Text.Clean(words.Length > MostText ? words[..MostText] : words).Trim();
        await using var db = await desk.ReadAsync();
        var room = RoomIn(path) is { } number ? await db.IncidentAsync(number, CancellationToken.None) : null;
        var found = words.Length > 0 ? await search.FindAsync(words, Most) : SearchResults.None with
        {
            Incidents = await db.IncidentsAsync(
            new IncidentFilter(IncidentQueries.Open, Limit: Most), CancellationToken.None)
        };
        var named = room is null || words.Length == 0 ? [] : (await people.ListAsync(new PageAsk(Limit: PageAsk.MostItems), CommandList.NameIn(words))).Items;
        var ready = room is null ? [] : (await runbooks.ListAsync(new PageAsk(Limit: PageAsk.MostItems), room.ServiceId)).Items;
        return CommandList.Of(words, new CommandContext(
            viewer, room, found, [.. named.Where(p => p.DisabledAt is null).Take(MostPeople)], [.. ready.OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase)]));
    }

    /// <summary>The number in the address of an incident's room; null on any other page.</summary>
    public static long? RoomIn(string path) =>
        path.Split('?', '#')[0].Split('/', StringSplitOptions.RemoveEmptyEntries) is ["incidents", var number]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : null;
}
