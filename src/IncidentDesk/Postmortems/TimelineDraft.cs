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
    private const int LongestLine = 200;
    private const string Special = "\\`*_{}[]<>()#+-.!|~&:@";

    /// <summary>Times are written in the zone given, an IANA id.</summary>
    public static string Of(IncidentFacts facts, IReadOnlyList<TimelineEntry> pins, string zone)
    {
        var said = pins.Where(p => facts.Lines.All(f => f.Seq != p.Seq)).Select(p => (p.Seq, p.At, Text: Said(p)));
        var lines = facts.Lines.Select(f => (f.Seq, f.At, f.Text)).Concat(said).OrderBy(l => l.Seq).ToList();
        var shown = lines.Count <= MostLines ? lines : [.. lines.Take(MostLines - 1), lines[^1]];
        var text = new StringBuilder($"Taken from the record; times are in {Escape(zone)}.\n\n");
        foreach (var (seq, at, words) in shown)
        {
            text.Append(CultureInfo.InvariantCulture, $"- **{Local(at, zone)}** {Escape(Text.Cut(words.ReplaceLineEndings(" "), LongestLine))}{(pins.Any(p => p.Seq == seq) ? " _(pinned)_" : "")}\n");
        }
        return text.ToString();
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
