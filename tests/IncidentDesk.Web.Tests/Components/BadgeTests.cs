using Bunit;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Tests.Components;

public sealed class BadgeTests : ComponentTest
{
    [Theory]
    [InlineData("SEV1", "sev-1")]
    [InlineData("sev4", "sev-4")]
    [InlineData("SEV9", "sev-5")]
    [InlineData("", "sev-5")]
    public void A_severity_stands_as_a_word_on_its_colour(string value, string css)
    {
        var badge = Render<SeverityBadge>(b => b.Add(c => c.Value, value)).Find("span");
        badge.ClassList.ShouldContain(css);
        badge.TextContent.ShouldBe(value);
    }

    [Theory]
    [InlineData("triggered", "Triggered", "state-triggered")]
    [InlineData("Resolved", "Resolved", "state-resolved")]
    [InlineData("paused", "Paused", "state-other")]
    [InlineData("", "Unknown", "state-other")]
    public void A_state_stands_as_a_sign_and_a_word(string value, string word, string css)
    {
        var badge = Render<StatusBadge>(b => b.Add(c => c.Value, value)).Find("span");
        badge.ClassList.ShouldContain(css);
        badge.TextContent.Trim().ShouldBe(word);
        badge.QuerySelector("svg").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("Ana Lindqvist", "AL")]
    [InlineData("dmitrij van der Орлов", "DО")]
    [InlineData("Cher", "C")]
    [InlineData("  ", "?")]
    [InlineData("👩‍🚒 Chief", "👩‍🚒C")]
    public void A_person_is_marked_by_first_and_last_letter(string name, string initials) => Initials.Of(name).ShouldBe(initials);

    [Fact]
    public void Every_glyph_has_a_drawing()
    {
        foreach (var glyph in Enum.GetValues<Glyph>())
            Render<Icon>(icon => icon.Add(i => i.Name, glyph)).Find("svg").Children.ShouldNotBeEmpty(glyph.ToString());
    }

    [Fact]
    public void An_icon_without_words_is_hidden_from_screen_readers_and_one_with_words_is_named()
    {
        Render<Icon>(icon => icon.Add(i => i.Name, Glyph.Bell)).Find("svg").GetAttribute("aria-hidden").ShouldBe("true");
        var named = Render<Icon>(icon => icon.Add(i => i.Name, Glyph.Bell).Add(i => i.Title, "Pages"));
        named.Find("svg").GetAttribute("aria-label").ShouldBe("Pages");
        named.Find("svg").HasAttribute("aria-hidden").ShouldBeFalse();
    }
}
