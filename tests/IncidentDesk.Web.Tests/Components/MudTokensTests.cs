using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentDesk.Web.Tests.Components;

/// <summary>MudBlazor mixes some colours from number triples, which css can't take from a token.</summary>
public sealed partial class MudTokensTests
{
    private static readonly Dictionary<string, string> Tokens = new()
    {
        ["primary"] = "accent",
        ["secondary"] = "muted",
        ["tertiary"] = "accent",
        ["info"] = "sev4",
        ["success"] = "good",
        ["warning"] = "sev3",
        ["error"] = "sev1",
        ["dark"] = "ink",
        ["text-primary"] = "ink",
        ["text-secondary"] = "muted",
        ["text-disabled"] = "muted",
        ["surface"] = "surface",
        ["divider"] = "line",
    };

    [Fact]
    public void Each_triple_equals_its_token_in_light_in_dark_by_the_system_and_in_dark_by_choice()
    {
        var blocks = StyleSheets.Css("mud-tokens.css").Split('\n').Where(line => line.Contains("-rgb: ", StringComparison.Ordinal)).ToList();
        blocks.Count.ShouldBe(3);
        foreach (var (block, dark) in blocks.Zip([false, true, true]))
        {
            var triples = Triple().Matches(block).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
            triples.Keys.ShouldBe(Tokens.Keys, ignoreOrder: true);
            triples.ShouldAllBe(triple => triple.Value == Numbers(dark ? StyleSheets.Tokens[Tokens[triple.Key]].Dark : StyleSheets.Tokens[Tokens[triple.Key]].Light));
        }
    }

    private static string Numbers(string colour) => string.Join(',', Enumerable.Range(0, 3).Select(i => int.Parse(colour.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)));

    [GeneratedRegex("--mud-palette-([a-z-]+)-rgb: ([0-9,]+)")]
    private static partial Regex Triple();
}
