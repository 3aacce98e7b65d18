using System.Text.Json;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;

namespace IncidentDesk.Escalation;

/// <summary>
/// What the source said about an incident's first alert, as lines of a page's text: its description, then its links (dashboard, runbook, ...). All of it is
/// untrusted plain text, and bounded so that a phone shows it. Plain SQL, because this folder does not know alerts.
/// </summary>
internal static class AlertWords
{
    private const int DescriptionLimit = 1_500;
    private const int LinksLimit = 5;
    private const int HrefLimit = 1_000;

    /// <summary>Nothing for an incident without an alert, or whose alert says no more than its title.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(DeskTransaction desk, Guid incident)
    {
        await using var command = desk.Connection.CreateCommand();
        command.CommandText = "SELECT title, description, links::text FROM alerts WHERE incident_id = $1 ORDER BY (status = 'firing') DESC, id LIMIT 1";
        command.Parameters.Add(new() { Value = incident });
        await using var rows = await command.ExecuteReaderAsync(desk.Cancellation);
        return await rows.ReadAsync(desk.Cancellation) ? Lines(rows.GetString(0), rows.GetString(1), rows.GetString(2)) : [];
    }

    private static List<string> Lines(string title, string description, string links)
    {
        var lines = new List<string>();
        if (description.Trim() is { Length: > 0 } text && text != title)
        {
            lines.AddRange(["", .. Text.Cut(text, DescriptionLimit).Split('\n').Select(Text.Isolate)]);
        }
        // A cut address leads elsewhere: a long one is left to the incident's page.
        var shown = JsonSerializer.Deserialize<List<Link>>(links, JsonColumns.Options)!.Where(l => l.Href.Length <= HrefLimit).Take(LinksLimit).ToList();
        if (shown.Count > 0)
        {
            lines.AddRange(["", .. shown.Select(l => l.Text == l.Href ? l.Href : $"{Text.Isolate(l.Text)}: {l.Href}")]);
        }
        return lines;
    }

    private sealed record Link(string Text, string Href);
}
