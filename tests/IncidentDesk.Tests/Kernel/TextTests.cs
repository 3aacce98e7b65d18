using IncidentDesk.Kernel;

namespace IncidentDesk.Tests.Kernel;

public sealed class TextTests
{
    [Theory]
    [InlineData("Checkout", true)]
    [InlineData("צוות תשלומים 🛒", true)]
    [InlineData("a\0b", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\u0085b", false)]
    public void A_line_is_what_can_be_stored_as_it_is(string text, bool line) => Text.IsLine(text).ShouldBe(line);

    [Theory]
    [InlineData(0xd83d)]
    [InlineData(0xde00, 0x61)]
    [InlineData(0xd83d, 0xd83d, 0xde00)]
    public void Half_of_a_character_can_not_be_stored(params int[] units) => Text.IsLine(string.Concat(units.Select(u => (char)u))).ShouldBeFalse();

    [Theory]
    [InlineData("", "")]
    [InlineData("Ana", "Ana")]
    [InlineData("Ana,Bo", "Ana and Bo")]
    [InlineData("Ana,Bo,Chen", "Ana, Bo and Chen")]
    [InlineData("Ana,Bo,Chen,Dee,Eli", "Ana, Bo, Chen and 2 more")]
    public void Names_are_listed_as_people_say_them(string names, string sentence) =>
        Text.Listed(names.Split(',', StringSplitOptions.RemoveEmptyEntries)).ShouldBe(sentence);

    [Theory]
    [InlineData("Checkout is broken", "Checkout is broken")]
    [InlineData("Checkout \u202E2% (1-CNI)", "Checkout 2% (1-CNI)")]
    [InlineData("ارتفاع معدل الأخطاء", "\u2068ارتفاع معدل الأخطاء\u2069")]
    public void Foreign_text_does_not_turn_around_what_follows_it(string text, string isolated) => Text.Isolate(text).ShouldBe(isolated);
}
