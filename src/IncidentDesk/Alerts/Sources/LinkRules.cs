using System.Buffers;
using System.Text;

namespace IncidentDesk.Alerts.Sources;

/// <summary>Which addresses of a source may become links on a page and in a message.</summary>
internal static class LinkRules
{
    // RFC 3986 (section 2) never allows these unescaped, yet dashboards send them (spaces and braces in query values). Escaped they can't
    // end the address early in a message of plain text.
    private static readonly SearchValues<char> ToEscape = SearchValues.Create(" \"<>\\^`{|}");

    /// <summary>The address to keep, or null unless it is absolute, http or https, with a host, without control or direction characters,
    /// and no longer than <see cref="SignalLimits.LinkHref"/>.</summary>
    public static string? Safe(string href)
    {
        var host = href.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? href.AsSpan(8)
            : href.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? href.AsSpan(7)
            : default;
        if (host.IsEmpty || host[0] is '/' or '?' or '#' or ':' or '@' or ' ' or '\\' || HasHidden(href))
        {
            return null;
        }

        var safe = href.AsSpan().ContainsAny(ToEscape) ? Escape(href) : href;
        return safe.Length <= SignalLimits.LinkHref ? safe : null;
    }

    private static bool HasHidden(string href)
    {
        var text = href.AsSpan();
        if (!text.ContainsAnyExceptInRange(' ', '~'))
        {
            return false;
        }

        SourceText.Clean(href, keepLines: false, out var replaced);
        return replaced || text.ContainsAny("\r\n\t") || text.ContainsAnyInRange('\u200B', '\u200F') || text.ContainsAnyInRange('\u2028', '\u202E')
            || text.ContainsAnyInRange('\u2066', '\u2069');
    }

    private static string Escape(string href)
    {
        var escaped = new StringBuilder(href.Length + 32);
        foreach (var c in href)
        {
            _ = ToEscape.Contains(c) ? escaped.Append('%').Append(((int)c).ToString("X2")) : escaped.Append(c);
        }

        return escaped.ToString();
    }
}
