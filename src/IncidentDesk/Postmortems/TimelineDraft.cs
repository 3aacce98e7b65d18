using System.Globalization;
using System.Text;
using IncidentDesk.Kernel;
using IncidentDesk.Timeline;
using NodaTime;

namespace IncidentDesk.Postmortems;

/// <summary>
/// The first words of the timeline section: facts and pins in order, one line each, and which of them somebody pinned. Texts that people or sources
/// wrote are escaped, so that they read in Markdown as they read in the room (CommonMark 0.31, 2.4).
/// </summary>
public static class TimelineDraft
{
    private const int MostLines = 100;

    /// <summary>What is kept free for the sentence about lines that were left out.</summary>
    private const int Room = 200;
    private const int LongestLine = 200;
    private const string Special = "\\`*_{}[]<>()#+-.!|~&:@";

    /// <summary>
    /// Times are written in the zone given, an IANA id. The first lines and the last one, as many as the section may hold; how many are left out between them is said.
    /// </summary>
    public static string Of(IncidentFacts facts, IReadOnlyList<TimelineEntry> pins, string zone)
    {
        var said = pins.Where(p => facts.Lines.All(f => f.Seq != p.Seq)).Select(p => (p.Seq, p.At, Text: Said(p)));
        var lines = facts.Lines.Select(f => (f.Seq, f.At, f.Text)).Concat(said).OrderBy(l => l.Seq).ToList();
        List<string> written = [.. lines.Select(l =>
            $"- **{Local(l.At, zone)}** {Escape(Text.Cut(l.Text.ReplaceLineEndings(" "), LongestLine))}{(pins.Any(p => p.Seq == l.Seq) ? " _(pinned)_" : "")}\n")];
        var head = $"Taken from the record; times are in {Escape(zone)}.\n\n";
        var shown = Fitting(written, SectionRules.Limit(SectionKind.Timeline) - head.Length - Room);
        return shown == written.Count
            ? head + string.Concat(written)
            : $"{head}{string.Concat(written.Take(shown - 1))}- {written.Count - shown} more entries are omitted here; the incident's timeline has them all.\n{written[^1]}";
    }

    /// <summary>How many lines fit, the last one always among them.</summary>
    private static int Fitting(List<string> lines, int characters)
    {
        var left = characters - (lines.Count > 0 ? lines[^1].Length : 0);
        var first = lines.Take(Math.Min(lines.Count, MostLines) - 1).TakeWhile(line => (left -= line.Length) >= 0).Count();
        return Math.Min(lines.Count, first + 1);
    }

    /// <summary>Plain text as Markdown that reads the same, on one line.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text.ReplaceLineEndings(" "))
        {
            if (Special.Contains(c))
            {
                escaped.Append('\\');
            }
            escaped.Append(c);
        }
        return escaped.ToString();
    }

    private static string Said(TimelineEntry entry) => entry.Kind is "note" ? $"{entry.Actor}: {entry.Text}" : entry.Text;

    private static string Local(DateTimeOffset at, string zone) => Instant.FromDateTimeOffset(at)
        .InZone(DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc).ToString("d MMM HH:mm", CultureInfo.InvariantCulture);
}
