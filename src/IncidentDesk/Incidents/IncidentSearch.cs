using System.Globalization;
using IncidentDesk.Catalog;
using IncidentDesk.Storage;
using IncidentDesk.Timeline;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Incidents;

/// <summary>
/// The one search over incidents, for the list, the palette and the API. Every word has to be found, each anywhere: as the number (42 or INC-42), or as a part of
/// the title, of the service's name, or of a note; upper and lower case are the same.
/// </summary>
/// <remarks>
/// Notes are looked through for the newest <see cref="NotesOf"/> incidents only, by the timeline's index on (incident, seq): so a word that is nowhere costs the
/// same however old the desk is. Titles and names are read through, which stays in milliseconds for a hundred thousand incidents.
/// </remarks>
public static class IncidentSearch
{
    /// <summary>How many incidents, the newest, have their notes searched.</summary>
    public const int NotesOf = 2000;

    /// <summary>More words are passed over.</summary>
    public const int MostWords = 8;

    /// <summary>What is searched, for people.</summary>
    public static string Says => SearchTexts.LooksForEveryWord;

    /// <summary>The number that a word means, as 42 or INC-42; null when it means none.</summary>
    public static long? Number(string word)
    {
        var digits = word.StartsWith("INC-", StringComparison.OrdinalIgnoreCase) ? word[4..] : word;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    internal static IQueryable<Incident> Narrow(DeskDb db, IQueryable<Incident> incidents, string text)
    {
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MostWords))
        {
            incidents = Holding(db, incidents, word);
        }
        return incidents;
    }

    private static IQueryable<Incident> Holding(DeskDb db, IQueryable<Incident> incidents, string word)
    {
        var (pattern, number) = (Search.Containing(word), Number(word) ?? -1);
        return incidents.Where(i => i.Number == number
            || EF.Functions.ILike(i.Title, pattern, "\\")
            || db.Set<Service>().Any(s => s.Id == i.ServiceId && EF.Functions.ILike(s.Name, pattern, "\\"))
            || (i.Number > db.Set<Incident>().Max(n => n.Number) - NotesOf
                && db.Set<TimelineEntry>().Any(e => e.IncidentId == i.Id && e.Kind == "note" && EF.Functions.ILike(e.Text, pattern, "\\"))));
    }
}
