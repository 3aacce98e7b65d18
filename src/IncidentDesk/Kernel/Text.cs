using System.Globalization;
using System.Text;

namespace IncidentDesk.Kernel;

/// <summary>Small rules about text that every boundary needs.</summary>
public static class Text
{
    /// <summary>Cuts to at most <paramref name="limit"/> UTF-16 units, never through a surrogate pair, and ends what was cut with an ellipsis.</summary>
    public static string Cut(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }
        var end = limit - 1;
        if (char.IsHighSurrogate(text[end - 1]))
        {
            end--;
        }
        return string.Concat(text.AsSpan(0, end), "…");
    }

    /// <summary>Replaces what Postgres text refuses (NUL) and what breaks lines and terminals (other controls, lone surrogates); keeps line feeds if asked.</summary>
    public static string Clean(string text, bool keepLines = false)
    {
        if (!text.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
        {
            return text;
        }
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(Rune.IsControl(rune) && !(keepLines && rune.Value is '\n' or '\t') ? " " : rune.ToString());
        }
        return clean.ToString();
    }

    /// <summary>Whether anything of the text can be seen: not only spaces, marks of direction, joiners and fillers (Unicode's general categories, and its blank letters).</summary>
    public static bool IsVisible(string text) => text.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && rune.Value is not (0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0));

    /// <summary>Whether text is one line that can be stored as it is: no control characters, no lone surrogates.</summary>
    public static bool IsLine(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
            {
                return false;
            }
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>
    /// Foreign text as a part of our own plain-text line: it can't turn around what follows it. Marks that set or override the direction go, and what is
    /// written from right to left is isolated (Unicode Standard Annex 9, sections 2.1 to 2.4).
    /// </summary>
    public static string Isolate(string text)
    {
        var plain = text.Any(IsDirectionMark) ? string.Concat(text.Where(c => !IsDirectionMark(c))) : text;
        return plain.Any(IsRightToLeft) ? $"\u2068{plain}\u2069" : plain;
    }

    private static bool IsDirectionMark(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms.</summary>
    private static bool IsRightToLeft(char c) => c is (>= '\u0590' and <= '\u08FF') or (>= '\uFB1D' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFC');

    /// <summary>Joins names for a sentence: "Ana, Bo, Chen and 4 more".</summary>
    public static string Listed(IReadOnlyList<string> names, int atMost = 3) => names.Count switch
    {
        0 => "",
        1 => names[0],
        _ when names.Count <= atMost => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}",
        _ => $"{string.Join(", ", names.Take(atMost))} and {names.Count - atMost} more",
    };
}
