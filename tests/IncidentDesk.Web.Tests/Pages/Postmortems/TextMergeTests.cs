using IncidentDesk.Web.Pages.Postmortems;

namespace IncidentDesk.Web.Tests.Pages.Postmortems;

public sealed class TextMergeTests
{
    [Theory]
    // begun with, mine, theirs, merged, clean
    [InlineData("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC", true)]
    [InlineData("a\nb\nc", "a\nb\nC", "A\nb\nc", "A\nb\nC", true)]
    [InlineData("a\nb\nc", "a\nb\nc\nd", "0\na\nb\nc", "0\na\nb\nc\nd", true)]
    [InlineData("a\nb\nc", "a\nc", "a\nb\nC", "a\nC", true)]
    [InlineData("a", "a mine", "a theirs", "a theirs\n\na mine", false)]
    [InlineData("", "mine", "theirs", "theirs\n\nmine", false)]
    [InlineData("a", "same", "same", "same", true)]
    [InlineData("a", "a", "theirs", "theirs", true)]
    [InlineData(null, "mine", "theirs", "theirs\n\nmine", false)]
    [InlineData(null, "mine", "", "mine", false)]
    public void Changes_that_do_not_touch_are_both_made_and_others_stand_after_each_other(string? from, string mine, string theirs, string merged, bool clean) =>
        TextMerge.Merge(from, mine, theirs).ShouldBe((merged, clean));

    [Fact]
    public void No_line_that_either_wrote_is_ever_lost()
    {
        var random = new Random(20261122);
        for (var round = 0; round < 2_000; round++)
        {
            var from = Lines(random, "f", 6);
            var (mine, theirs) = (Edit(random, from, $"m{round}"), Edit(random, from, $"t{round}"));
            var merged = TextMerge.Merge(string.Join('\n', from), string.Join('\n', mine), string.Join('\n', theirs)).Text.Split('\n');
            mine.Concat(theirs).Except(from).Except(merged).ShouldBeEmpty($"round {round}");
        }
    }

    private static List<string> Lines(Random random, string name, int most) => [.. Enumerable.Range(0, random.Next(most)).Select(i => $"{name}{i}")];

    private static List<string> Edit(Random random, List<string> from, string name)
    {
        var at = random.Next(from.Count + 1);
        var end = random.Next(at, from.Count + 1);
        return [.. from.Take(at), .. Lines(random, name + "-", 3), .. from.Skip(end)];
    }
}
