namespace IncidentDesk.Web.Pages.Postmortems;

/// <summary>
/// Makes one text of two that were written at once. Each side is taken as one change of the text that both began with: what lies between the first and the
/// last line in which they differ. Changes that do not touch are both made; others stand one after the other, so that no word is lost and people tidy up.
/// </summary>
public static class TextMerge
{
    /// <summary>The merged text; <paramref name="from"/> is what both began with, null when nobody knows any more.</summary>
    public static (string Text, bool Clean) Merge(string? from, string mine, string theirs)
    {
        if (mine == theirs)
        {
            return (mine, true);
        }
        if (from is null)
        {
            return (Both(mine, theirs), false);
        }
        var lines = from.Split('\n');
        var (a, b) = (Change.Of(lines, mine.Split('\n')), Change.Of(lines, theirs.Split('\n')));
        if (a.Start > b.Start)
        {
            (a, b) = (b, a);
        }
        // Two changes at one place have no order: which words come first is for people to say.
        return a.End < b.Start || (a.End == b.Start && a.Start < b.Start && a.End > a.Start)
            ? (string.Join('\n', [.. lines[..a.Start], .. a.Lines, .. lines[a.End..b.Start], .. b.Lines, .. lines[b.End..]]), true)
            : (Both(mine, theirs), false);
    }

    private static string Both(string mine, string theirs) =>
        theirs.Length == 0 ? mine : mine.Length == 0 ? theirs : $"{theirs.TrimEnd('\n')}\n\n{mine}";

    /// <summary>Lines from Start up to End are replaced by Lines.</summary>
    private sealed record Change(int Start, int End, string[] Lines)
    {
        public static Change Of(string[] from, string[] to)
        {
            var start = 0;
            while (start < from.Length && start < to.Length && from[start] == to[start])
            {
                start++;
            }
            var (end, rest) = (from.Length, to.Length);
            while (end > start && rest > start && from[end - 1] == to[rest - 1])
            {
                (end, rest) = (end - 1, rest - 1);
            }
            return new Change(start, end, to[start..rest]);
        }
    }
}
