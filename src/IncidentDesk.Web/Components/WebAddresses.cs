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

    /// <summary>Without the marks that end a sentence or an emphasis, and without a bracket that was opened before the address.</summary>
    private static ReadOnlySpan<char> Trimmed(ReadOnlySpan<char> address)
    {
        // Counted once: a note may be nothing but ten thousand brackets.
        var (round, square) = (address.Count(')') - address.Count('('), address.Count(']') - address.Count('['));
        while (address[^1] is '.' or ',' or ';' or ':' or '!' or '?' or '*' || (address[^1] == ')' && round-- > 0) || (address[^1] == ']' && square-- > 0))
        {
            address = address[..^1];
        }
        return address;
    }

    // Neither quotes and backticks nor the punctuation of Chinese and Japanese (U+3001 to U+3011, full-width forms) are part of an address.
    private const string Outside = @"\s<>""'`\u3001-\u3011\uFF01\uFF08\uFF09\uFF0C\uFF1A\uFF1B\uFF1F";

    [GeneratedRegex($@"\bhttps?://[^{Outside}]*[^{Outside}.,;:!?)\](\[*][^{Outside}]*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
