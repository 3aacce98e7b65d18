using AngleSharp.Html.Parser;
using IncidentDesk.Incidents;
using IncidentDesk.People;
using IncidentDesk.Postmortems;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Pages.Postmortems;

namespace IncidentDesk.Web.Tests.Pages.Postmortems;

/// <summary>What people write in Markdown, shown and exported.</summary>
public sealed class MarkdownTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("a <img src=x onerror=alert(1)> b")]
    [InlineData("<div onclick=alert(1)>\n\n**x**\n\n</div>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](data:text/html;base64,AAAA)")]
    [InlineData("[x](//evil.example/x)")]
    [InlineData("[x][r]\n\n[r]: vbscript:x")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![x](https://evil.example/x.png)")]
    [InlineData("&lt;script&gt;")]
    [InlineData("[x](\tjavascript:alert(1))")]
    public void Nothing_that_runs_or_calls_home_comes_through(string text)
    {
        foreach (var html in new[] { MarkdownText.ToHtml(text), Markdig.Markdown.ToHtml(MarkdownExport.Safe(text)) })
        {
            var document = new HtmlParser().ParseDocument(html);
            document.QuerySelectorAll("script, iframe, div, [onclick], [onerror]").ShouldBeEmpty(html);
            document.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!).ShouldAllBe(href => MarkdownText.MayLead(href), html);
        }
        new HtmlParser().ParseDocument(MarkdownText.ToHtml(text)).QuerySelectorAll("img").ShouldBeEmpty();
    }

    [Fact]
    public void Headings_lists_tables_and_good_links_come_through()
    {
        var html = MarkdownText.ToHtml("# Top\n\n- a\n- [b](https://example.com) and /x\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nעברית");
        var document = new HtmlParser().ParseDocument(html);
        document.QuerySelector("h3")!.TextContent.ShouldBe("Top");
        document.QuerySelectorAll("li").Length.ShouldBe(2);
        document.QuerySelector("a")!.GetAttribute("rel")!.ShouldContain("noopener");
        document.QuerySelectorAll("td").Length.ShouldBe(2);
        document.QuerySelectorAll("p, ul, h3, table").ShouldAllBe(e => e.GetAttribute("dir") == "auto");
    }

    [Fact]
    public void What_is_nested_beyond_reason_is_shown_as_typed() =>
        MarkdownText.ToHtml(new string('>', 20_000) + "x").ShouldStartWith("<pre");

    [Theory]
    [InlineData("```\nopen", "```\nopen\n```")]
    [InlineData("a <b>c</b>", "a \\<b>c\\</b>")]
    [InlineData("`<b>` stays", "`<b>` stays")]
    [InlineData("*kept* [x](https://a.example)", "*kept* [x](https://a.example)")]
    public void A_section_stays_inside_its_section(string text, string safe) => MarkdownExport.Safe(text).ShouldBe(safe);

    [Fact]
    public void The_export_holds_every_part_with_titles_escaped()
    {
        var at = new DateTimeOffset(2026, 11, 22, 1, 12, 0, TimeSpan.Zero);
        var incident = new IncidentView(Guid.NewGuid(), 42, "Error *rate* <38%>\n# x", Severity.Sev1, Urgency.High, IncidentStatus.Resolved, Guid.NewGuid(), "Check_out", null, 1,
            at, at, null, null, null, null, null, null, at.AddMinutes(14), "Bo", null, null, null, 9);
        var factor = Section(SectionKind.Factor, "No canary");
        var view = new PostmortemView(Guid.NewGuid(), incident, PostmortemStatus.Published, null, "Bo [x]", at, 1, at, "Ana", null, 3,
            new IncidentFacts(at, at.AddMinutes(2), null, at.AddMinutes(14), 0, []),
            [Section(SectionKind.Summary, "```\nleft open"), Section(SectionKind.Impact, ""), Section(SectionKind.Timeline, "- one"), factor,
                Section(SectionKind.WentWell, "Rollback"), Section(SectionKind.Lessons, "Lesson")], [],
            [new ActionItemView(Guid.NewGuid(), "Do [it]", Guid.NewGuid(), "Chen", false, new DateOnly(2026, 12, 4), ActionPriority.High, ActionType.Prevent, ActionStatus.Done, null,
                Guid.NewGuid(), 42, factor.Id, at, at, 1)]);

        var text = MarkdownExport.Of(view, "Europe/Stockholm");

        text.ShouldStartWith("# Postmortem INC-42: Error \\*rate\\* \\<38%\\> \\# x\n");
        text.ShouldContain("- Service: Check\\_out\n");
        text.ShouldContain("- Time to acknowledge (fact): 2m\n");
        text.ShouldContain("- [x] Do \\[it\\] (Chen, due 2026-12-04, High, Prevent, Done)");
        var html = new HtmlParser().ParseDocument(Markdig.Markdown.ToHtml(text));
        html.QuerySelectorAll("h2").Select(h => h.TextContent).ShouldBe(["Summary", "Impact", "Timeline", "Contributing factors", "What went well", "Action items", "Lessons"]);
    }

    private static SectionView Section(SectionKind kind, string text) => new(Guid.NewGuid(), kind, text, 1, default, "Bo", []);
}
