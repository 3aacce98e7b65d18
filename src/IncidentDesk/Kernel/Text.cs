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
}
