using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IncidentDesk.Alerts.Sources;

/// <summary>Turns what stands in a JSON body into text that Postgres takes and that a page can show: decoded, cleaned, cut between graphemes.</summary>
internal static class SourceText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The string or property name under the reader, complete and uncleaned. Unlike <see cref="Utf8JsonReader.GetString"/>
    /// it lets lone surrogate escapes through, for <see cref="Clean"/> to replace, instead of throwing.</summary>
    public static string Decode(in Utf8JsonReader reader)
    {
        var bytes = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var chars = ArrayPool<char>.Shared.Rent(bytes.Length);
        var length = Unescape(bytes, chars);
        var text = new string(chars, 0, length);
        ArrayPool<char>.Shared.Return(chars);
        return text;
    }

    /// <summary>
    /// Replaces what has no place in stored text. With <paramref name="keepLines"/> line feeds and tabs stay (CR LF and CR become LF);
    /// without, they become spaces. Other control characters and lone surrogates become U+FFFD, which <paramref name="replaced"/> tells.
    /// </summary>
    public static string Clean(string text, bool keepLines, out bool replaced)
    {
        replaced = false;
        if (!HasSuspects(text))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                clean.Append(c).Append(text[++i]);
            }
            else if (c is '\r' && i + 1 < text.Length && text[i + 1] is '\n')
            {
                continue;
            }
            else if (c is '\r' or '\n' or '\t')
            {
                clean.Append(!keepLines ? ' ' : c is '\r' ? '\n' : c);
            }
            else
            {
                var bad = char.IsControl(c) || char.IsSurrogate(c);
                replaced |= bad;
                clean.Append(bad ? Replacement : c);
            }
        }

        return clean.ToString();
    }

    /// <summary>At most <paramref name="limit"/> characters, ending in an ellipsis when cut; a grapheme is kept whole or not at all.</summary>
    public static string Cut(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }

        var end = 0;
        while (end < limit)
        {
            var next = end + StringInfo.GetNextTextElementLength(text.AsSpan(end));
            if (next >= limit)
            {
                break;
            }

            end = next;
        }

        return string.Concat(end > 0 ? text.AsSpan(0, end) : Prefix(text, limit - 1), "…");
    }

    /// <summary>A key fit to store: the text itself, or its beginning and the SHA-256 of all of it where it is too long or had to be cleaned.</summary>
    public static string Key(string text)
    {
        var clean = Clean(text, keepLines: false, out var replaced);
        if (!replaced && clean.Length <= SignalLimits.DedupKey)
        {
            return clean;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return string.Concat(Prefix(clean, SignalLimits.DedupKey - hash.Length - 1), "~", hash);
    }

    /// <summary>The hash that stands in for a missing key: stable over restarts and releases, 32 hexadecimal digits behind its prefix.</summary>
    public static string HashKey(string prefix, string text) =>
        prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    // Nearly all text of a monitoring system is printable ASCII, which one pass tells.
    private static bool HasSuspects(ReadOnlySpan<char> text) =>
        text.ContainsAnyExceptInRange(' ', '~') && HasRareSuspects(text);

    private static bool HasRareSuspects(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\0', '\u001F') || text.ContainsAnyInRange('\u007F', '\u009F') || text.ContainsAnyInRange('\uD800', '\uDFFF');

    private static ReadOnlySpan<char> Prefix(string text, int length) =>
        length >= text.Length ? text : text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length);

    private static int Unescape(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        var length = 0;
        while (true)
        {
            var escape = bytes.IndexOf((byte)'\\');
            length += Encoding.UTF8.GetChars(escape < 0 ? bytes : bytes[..escape], chars[length..]);
            if (escape < 0)
            {
                return length;
            }

            var unicode = bytes[escape + 1] == 'u';
            chars[length++] = unicode ? (char)int.Parse(bytes.Slice(escape + 2, 4), NumberStyles.AllowHexSpecifier) : Unescape(bytes[escape + 1]);
            bytes = bytes[(escape + (unicode ? 6 : 2))..];
        }
    }

    private static char Unescape(byte escaped) => (char)escaped switch
    {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\b',
        'f' => '\f',
        var itself => itself,
    };
}
