using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentDesk.Web.Components;

/// <summary>Puts values into texts that come from the resource files (*Texts.resx). Values are written the same way in every language.</summary>
public static partial class Phrases
{
    /// <summary>The text with its {0}, {1}... filled in.</summary>
    public static string With([StringSyntax(StringSyntaxAttribute.CompositeFormat)] this string text, params ReadOnlySpan<object?> values) =>
        string.Format(CultureInfo.InvariantCulture, text, values);

    /// <summary>
    /// One text or the other by a count, which is {0} in both: "1 alert", "8 alerts". A language without a plural gives both the same text.
    /// </summary>
    public static string Counted(int count, string one, string many) => (count == 1 ? one : many).With(count);

    /// <summary>Where a text has a place for something else.</summary>
    [GeneratedRegex(@"(\{[012]\})")]
    internal static partial Regex Slots();
}
