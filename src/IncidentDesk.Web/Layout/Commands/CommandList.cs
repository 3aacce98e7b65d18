using IncidentDesk.Incidents;
using IncidentDesk.People;
using IncidentDesk.Runbooks;
using IncidentDesk.Searching;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Live;

namespace IncidentDesk.Web.Layout.Commands;

/// <summary>What the palette knows when it makes its lines.</summary>
/// <param name="Viewer">Who asks; a role without the right to act sees no acts.</param>
/// <param name="Room">The incident whose room is open; null elsewhere.</param>
/// <param name="Found">What holds the words; the newest open incidents while there are none.</param>
/// <param name="People">Who can be paged, by the words that are no verb.</param>
/// <param name="Runbooks">The runbooks of the room's service.</param>
public sealed record CommandContext(
    Viewer Viewer, IncidentView? Room, SearchResults Found, IReadOnlyList<PersonView> People, IReadOnlyList<RunbookView> Runbooks);

/// <summary>The lines of the palette for some words: acts on the incident whose room is open, then incidents, then pages. Pure.</summary>
public static class CommandList
{
    private static string[] PagingVerbs => Split(CommandTexts.PagingWords);

    private static CommandItem KeysItem => new(CommandTexts.Help, CommandTexts.KeysThatWorkHere, "?", Glyph.Info, new CommandAct.Keys());

    private static Place[] Own =>
    [
        new(CommandTexts.YourNotifications, "/me/notifications", Glyph.Bell), new(CommandTexts.HowYouAreTold, "/me", Glyph.Bell),
        new(CommandTexts.YourAccount, "/account", Glyph.User),
    ];

    public static IReadOnlyList<CommandItem> Of(string words, CommandContext context)
    {
        var pages = Place.Daily.Concat(Place.Learning).Concat(Place.SetUp).Concat(Own).Select(p => new CommandItem(CommandTexts.GoTo, p.Text, null, p.Sign, new CommandAct.Go(p.Href)));
        return
        [
            .. Room(words, context).Where(item => Asks(item, words)),
            .. context.Found.Incidents.SelectMany(incident => Incident(words, incident, context)),
            .. pages.Append(KeysItem).Where(item => Holds(item, words)),
            .. context.Found.Services.Select(s => Thing(CommandTexts.Services, s, Glyph.Service, "services")),
            .. context.Found.People.Select(p => Thing(CommandTexts.People, p, Glyph.User, "people")),
            .. context.Found.Runbooks.Select(r => Thing(CommandTexts.Runbooks, r, Glyph.Play, "runbooks")),
            .. context.Found.Postmortems.Select(p => new CommandItem(
                CommandTexts.Postmortems, $"INC-{p.IncidentNumber} {p.Title}", null, Glyph.Note, new CommandAct.Go($"/postmortems/{p.IncidentNumber}"))),
        ];
    }

    /// <summary>The words that may be a person's name: those that are no verb.</summary>
    public static string NameIn(string words) => string.Join(' ', Split(words).Where(w => !PagingVerbs.Contains(w, StringComparer.OrdinalIgnoreCase)));

    private static IEnumerable<CommandItem> Room(string words, CommandContext context)
    {
        if (context is not { Viewer.MayRespond: true, Room: { Status: not IncidentStatus.Resolved } room })
        {
            yield break;
        }
        if (Take(room, context.Viewer) is { } take)
        {
            yield return take;
        }
        yield return new(room.Reference, CommandTexts.EscalateIncident.With(room.Reference), CommandTexts.AsksFirst, Glyph.ArrowUp, new CommandAct.Escalate());
        foreach (var runbook in context.Runbooks)
        {
            yield return new(room.Reference, CommandTexts.RunRunbook.With(runbook.Name), CommandTexts.AsksFirst, Glyph.Play, new CommandAct.Run(runbook.Id));
        }
        foreach (var person in words.Trim().Length == 0 ? [] : context.People)
        {
            yield return new(room.Reference, CommandTexts.PagePerson.With(person.Name), CommandTexts.ReassignToThem.With(room.Reference), Glyph.User,
                new CommandAct.Reassign(room.Id, room.Reference, person.Id, person.Name));
        }
    }

    private static IEnumerable<CommandItem> Incident(string words, IncidentView incident, CommandContext context)
    {
        yield return new(CommandTexts.Incidents, $"{incident.Reference} {incident.Title}", Standing(incident.Status).With(SeverityRules.Name(incident.Severity)), Glyph.Incident,
            new CommandAct.Go($"/incidents/{incident.Number}"));
        // An act on an incident that is not on the screen is offered only where its number says which is meant.
        if (incident.Id != context.Room?.Id && Split(words).Any(w => IncidentSearch.Number(w) == incident.Number) && Take(incident, context.Viewer) is { } take)
        {
            yield return take with { Group = CommandTexts.Incidents };
        }
    }

    private static CommandItem Thing(string group, Found found, Glyph sign, string path) => new(group, found.Name, found.Detail, sign, new CommandAct.Go($"/{path}/{found.Id}"));

    private static string Standing(IncidentStatus status) => status switch
    {
        IncidentStatus.Triggered => CommandTexts.TriggeredHint,
        IncidentStatus.Acknowledged => CommandTexts.AcknowledgedHint,
        IncidentStatus.Mitigated => CommandTexts.MitigatedHint,
        _ => CommandTexts.ResolvedHint,
    };

    private static CommandItem? Take(IncidentView incident, Viewer viewer) => !viewer.MayRespond ? null : incident.Status switch
    {
        IncidentStatus.Triggered => new(incident.Reference, CommandTexts.AcknowledgeIncident.With(incident.Reference), CommandTexts.YouHaveIt, Glyph.Check,
            new CommandAct.Acknowledge(incident.Id, incident.Reference)),
        IncidentStatus.Acknowledged when incident.AcknowledgedById != viewer.Id =>
            new(incident.Reference, CommandTexts.JoinIncident.With(incident.Reference), CommandTexts.HasIt.With(incident.AcknowledgedBy), Glyph.User,
                new CommandAct.Acknowledge(incident.Id, incident.Reference)),
        _ => null,
    };

    // An act is asked for by how its verb or its name begins, never by a number alone or by a piece of a word: what stands first is done by Enter.
    private static bool Asks(CommandItem act, string words)
    {
        var asked = Split(words).Where(w => IncidentSearch.Number(w) is null).ToList();
        var idle = Split(CommandTexts.IdleWords);
        string[] keys = [.. Split(act.Text).Where(t => !idle.Contains(t) && IncidentSearch.Number(t) is null), .. act.Act is CommandAct.Reassign ? PagingVerbs : []];
        return words.Trim().Length == 0 || (asked.Count > 0 && asked.All(w => keys.Any(k => k.StartsWith(w, StringComparison.OrdinalIgnoreCase))));
    }

    private static bool Holds(CommandItem item, string words) =>
        Split(words).All(w => item.Text.Contains(w, StringComparison.OrdinalIgnoreCase) || item.Hint?.Contains(w, StringComparison.OrdinalIgnoreCase) == true);

    private static string[] Split(string words) => words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
