using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentDesk.Web.Tests.Components;

/// <summary>The style sheets of the repository, and the colours that tokens.css names.</summary>
internal static partial class StyleSheets
{
    /// <summary>A colour in light and in dark, as "#RRGGBB".</summary>
    public sealed record Pair(string Light, string Dark);

    public static string Root { get; } = FindRoot();

    public static string Css(string name) => File.ReadAllText(Path.Combine(Root, "wwwroot", "css", name));

    public static IReadOnlyDictionary<string, Pair> Tokens { get; } = TokenRow().Matches(Css("tokens.css"))
        .ToDictionary(row => row.Groups["name"].Value, row => new Pair(row.Groups["light"].Value, row.Groups["dark"].Value));

    /// <summary>The contrast ratio of two colours, 1 to 21: WCAG 2.2, "contrast ratio" and "relative luminance".</summary>
    public static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour) => 0.2126 * Channel(colour, 1) + 0.7152 * Channel(colour, 3) + 0.0722 * Channel(colour, 5);

    private static double Channel(string colour, int at)
    {
        var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "IncidentDesk.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        return folder.FullName;
    }

    [GeneratedRegex(@"--(?<name>[\w-]+): light-dark\((?<light>#[0-9A-Fa-f]{6}), (?<dark>#[0-9A-Fa-f]{6})\);")]
    private static partial Regex TokenRow();
}
