using System.Text.RegularExpressions;

namespace IncidentDesk.Web.Tests.Components;

public sealed partial class ContrastTests
{
    private static readonly string[] Meanings = ["sev1", "sev2", "sev3", "sev4", "sev5", "good", "accent"];
    private static readonly string[] Surfaces = ["bg", "surface", "raised", "sunken", "hover", "code"];
    private static readonly string[] Tints = [.. Meanings.Select(name => name + "-tint")];

    public static TheoryData<string, string, double> Meetings()
    {
        var meetings = new TheoryData<string, string, double>();
        foreach (var surface in Surfaces)
            foreach (var text in Meanings.Concat(["ink", "muted"])) meetings.Add(text, surface, 4.5);
        foreach (var tint in Tints)
            foreach (var text in new[] { tint[..^5], "ink", "muted" }) meetings.Add(text, tint, 4.5);
        foreach (var fill in Meanings.Concat(["accent-strong", "sev1-strong"])) meetings.Add("on-fill", fill, 4.5);
        foreach (var who in Enumerable.Range(1, 8)) meetings.Add($"who-{who}-ink", $"who-{who}-tint", 4.5);
        meetings.Add("surface", "ink", 4.5);
        foreach (var surface in new[] { "surface", "raised" }) meetings.Add("line-strong", surface, 3);
        return meetings;
    }

    [Theory]
    [MemberData(nameof(Meetings))]
    public void Colours_that_meet_can_be_told_apart_in_light_and_dark(string text, string surface, double least)
    {
        var (front, back) = (StyleSheets.Tokens[text], StyleSheets.Tokens[surface]);
        StyleSheets.Contrast(front.Light, back.Light).ShouldBeGreaterThanOrEqualTo(least);
        StyleSheets.Contrast(front.Dark, back.Dark).ShouldBeGreaterThanOrEqualTo(least);
    }

    [Theory]
    [InlineData("sev1", "#B3261E", "#FFB4AB")]
    [InlineData("sev2", "#B84A0C", "#FFB68A")]
    [InlineData("sev3", "#8A5A00", "#F5C451")]
    [InlineData("sev4", "#1558B0", "#A8C7FA")]
    [InlineData("sev5", "#5F6368", "#BDC1C6")]
    [InlineData("good", "#1B6E3C", "#7FD8A0")]
    [InlineData("accent", "#3D4FB8", "#B9C3FF")]
    [InlineData("surface", "#FFFFFF", "#1A1D23")]
    [InlineData("bg", "#F6F7F9", "#121418")]
    public void The_agreed_colours_are_used_exactly(string name, string light, string dark) =>
        StyleSheets.Tokens[name].ShouldBe(new StyleSheets.Pair(light, dark));

    [Fact]
    public void The_measure_itself_is_right()
    {
        StyleSheets.Contrast("#000000", "#FFFFFF").ShouldBe(21, 0.001);
        StyleSheets.Contrast("#777777", "#FFFFFF").ShouldBe(4.478, 0.001);
        StyleSheets.Contrast("#123456", "#123456").ShouldBe(1);
    }

    [Fact]
    public void No_colour_stands_outside_of_the_tokens()
    {
        var web = Path.Combine(StyleSheets.Root, "src", "IncidentDesk.Web");
        var files = Directory.EnumerateFiles(Path.Combine(StyleSheets.Root, "wwwroot", "css"), "*.css")
            .Where(file => Path.GetFileName(file) != "tokens.css")
            .Concat(Directory.EnumerateFiles(web, "*.razor", SearchOption.AllDirectories));
        files.SelectMany(file => Colour().Matches(File.ReadAllText(file)).Select(match => $"{Path.GetFileName(file)}: {match.Value}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a { color: #fff; }", true)]
    [InlineData("a { box-shadow: 0 0 2px rgb(0 0 0 / 50%); }", true)]
    [InlineData("<div style=\"color:#B3261E\">", true)]
    [InlineData("<a href=\"#add\">", false)]
    [InlineData("&#32;", false)]
    [InlineData("a { color: var(--ink); }", false)]
    public void A_colour_outside_of_the_tokens_would_be_found(string text, bool found) => Colour().IsMatch(text).ShouldBe(found);

    [Fact]
    public void The_acknowledging_page_has_room_to_stay_under_fifty_kilobytes() =>
        (StyleSheets.Css("tokens.css").Length + StyleSheets.Css("page.css").Length).ShouldBeLessThan(16_000);

    [GeneratedRegex(@"(?<![&\w""'/.=])#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3,4})\b(?=\s*[;,)""'])|\b(?:rgba?|hsla?|oklch)\(", RegexOptions.None)]
    private static partial Regex Colour();
}
