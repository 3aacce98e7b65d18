namespace IncidentDesk.Tests.House;

/// <summary>Pages and documents speak the words of <c>docs/glossary.md</c>; <c>forbidden-phrases.txt</c> beside this class has what they never say.</summary>
public sealed class WordingTests
{
    private static readonly string House = Path.Combine(Clone.Root, "tests", "IncidentDesk.Tests", "House");

    private static readonly IReadOnlyList<ForbiddenPhrase> Phrases =
        [.. Wording.LinesOf(Path.Combine(House, "forbidden-phrases.txt")).Select(ForbiddenPhrase.Read)];

    [Fact]
    public void No_text_of_a_page_and_no_line_of_a_document_says_a_forbidden_phrase()
    {
        var findings = new Wording(Clone.Root, Phrases, Wording.LinesOf(Path.Combine(House, "allowed-phrases.txt"))).Findings();

        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    [Fact]
    public void A_forbidden_phrase_is_found_wherever_it_hides_and_an_allowance_that_excuses_nothing_too()
    {
        const string unused = "docs/page.md\tSeveral are on call.";
        string[] allowed = ["docs/page.md\tSeveral are on call at once, as it should be.", unused];

        var findings = new Wording(Path.Combine(Clone.Root, "tests", "samples", "Wording"), Phrases, allowed).Findings();

        findings.ShouldBe(
        [
            "src/SampleTexts.resx:4: \"whoever\", better: the person who: Whoever has it is paged",
            "src/SampleTexts.resx:4: \"has it\", better: acknowledged by, assignee: Whoever has it is paged",
            "README.md:3: \"the desk\", better: IncidentDesk: The desk wakes somebody",
            "README.md:3: \"somebody*\", better: someone, or the name: The desk wakes somebody",
            "docs/page.md:3: \"climb*\", better: escalation: | escalation | Climbing goes on AT ONCE |",
            "docs/page.md:3: \"at once\", better: immediately: | escalation | Climbing goes on AT ONCE |",
            $"Allowed, but not there any more: {unused}",
        ]);
    }
}
