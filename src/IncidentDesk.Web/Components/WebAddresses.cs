using System.Text.RegularExpressions;

namespace IncidentDesk.Web.Components;

/// <summary>Finds addresses of the web in what people typed.</summary>
internal static partial class WebAddresses
{
    /// <summary>The text in pieces, in order, nothing left out; addresses apart. What ends a sentence does not belong to an address.</summary>
    public static IEnumerable<(string Part, bool IsLink)> Apart(string text)
    {
        var end = 0;
        foreach (Match address in Address().Matches(text))
        {
            var link = Trimmed(address.ValueSpan).ToString();
            if (address.Index > end)
            {
                yield return (text[end..address.Index], false);
            }
            yield return (link, true);
            end = address.Index + link.Length;
        }
        if (end < text.Length)
        {
            yield return (text[end..], false);
        }
    }

    /// <summary>Without the marks that end a sentence, and without a bracket that was opened before the address.</summary>
    private static ReadOnlySpan<char> Trimmed(ReadOnlySpan<char> address)
    {
        // Counted once: a note may be nothing but ten thousand brackets.
        var (round, square) = (address.Count(')') - address.Count('('), address.Count(']') - address.Count('['));
        while (address[^1] is '.' or ',' or ';' or ':' or '!' or '?' || (address[^1] == ')' && round-- > 0) || (address[^1] == ']' && square-- > 0))
        {
            address = address[..^1];
        }
        return address;
    }

    [GeneratedRegex(@"\bhttps?://[^\s<>""']*[^\s<>""'.,;:!?)\](\[][^\s<>""']*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
