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
            if (address.Index > end)
            {
                yield return (text[end..address.Index], false);
            }
            yield return (address.Value, true);
            end = address.Index + address.Length;
        }
        if (end < text.Length)
        {
            yield return (text[end..], false);
        }
    }

    [GeneratedRegex(@"\bhttps?://[^\s<>""']*[^\s<>""'.,;:!?)\]]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
