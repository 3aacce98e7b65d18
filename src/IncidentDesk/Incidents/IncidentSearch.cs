using System.Globalization;
using IncidentDesk.Catalog;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Incidents;

/// <summary>
/// The one search over incidents, for the list, the palette and the API. Every word has to be found, each anywhere: as the number (42 or INC-42), or as a part of
/// the title, of the service's name, or of a note; upper and lower case are the same. One or two letters are looked for where words begin.
/// </summary>
public static class IncidentSearch
{
    /// <summary>What is searched, for people.</summary>
    public static string Says => SearchTexts.LooksForEveryWord;

    /// <summary>The number that a word means, as 42 or INC-42; null when it means none.</summary>
    public static long? Number(string word)
    {
        var digits = word.StartsWith("INC-", StringComparison.OrdinalIgnoreCase) ? word[4..] : word;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Those of these incidents that hold every word; none where there is nothing to look for.</summary>
    public static async Task<IQueryable<Incident>> SearchAsync(this DeskDb db, IQueryable<Incident> incidents, string text, CancellationToken cancellation)
    {
        var words = Search.Words(text);
        if (words.Count == 0)
        {
            return incidents.Where(_ => false);
        }
        var texts = db.Set<IncidentText>().AsQueryable();
        foreach (var word in words)
        {
            texts = Holding(texts, word, await ServicesAsync(db, word, cancellation));
        }
        return incidents.Where(i => texts.Any(t => t.IncidentId == i.Id));
    }

    private static IQueryable<IncidentText> Holding(IQueryable<IncidentText> texts, string word, Guid[] services)
    {
        var (pattern, beginning, number) = (Search.Containing(word), Search.Beginning(word), Number(word) ?? -1);
        return Search.IsShort(word)
            ? texts.Where(t => t.Number == number || services.Contains(t.ServiceId) || t.Words.Matches(EF.Functions.ToTsQuery("simple", beginning)))
            : texts.Where(t => t.Number == number || services.Contains(t.ServiceId) || EF.Functions.ILike(t.Document, pattern, "\\"));
    }

    // Found first and by themselves: a list of ids is a condition that the index can take together with the others.
    private static Task<Guid[]> ServicesAsync(DeskDb db, string word, CancellationToken cancellation)
    {
        var pattern = Search.Containing(word);
        return db.Set<Service>().Where(s => EF.Functions.ILike(s.Name, pattern, "\\")).Select(s => s.Id).ToArrayAsync(cancellation);
    }
}
