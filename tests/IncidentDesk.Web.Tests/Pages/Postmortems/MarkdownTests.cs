using AngleSharp.Html.Parser;
using IncidentDesk.Incidents;
using IncidentDesk.People;
using IncidentDesk.Postmortems;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Pages.Postmortems;
using Markdig;
using Markdig.Syntax;

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
    [InlineData("<javascript:alert(1)> [b](javascript:x)")]
    [InlineData("[b](javascript:x) <javascript:alert(1)> **<vbscript:x>** [c][r]\n\n[r]: javascript:x 'title'")]
    [InlineData("- [a](javascript:x)\n- <javascript:y>\n\n> [z](data:text/html,x)")]
    [InlineData("path C:\\\\<img src=x onerror=alert(1)> end")]
    [InlineData("<div>\n[open](javascript:alert(1))\n</div>")]
    [InlineData("![a ![b](javascript:x)](https://evil.example/x.png)")]
    [InlineData("<!-- open\n\n[x](javascript:alert(1))")]
    [InlineData("| a |\n|---|\n| [x](javascript:alert(1)) <b>y</b> |")]
    public void Nothing_that_runs_or_calls_home_comes_through(string text)
    {
        foreach (var html in new[] { MarkdownText.ToHtml(text), Markdig.Markdown.ToHtml(SafeMarkdown.Of(text)) })
        {
            var document = new HtmlParser().ParseDocument(html);
            document.QuerySelectorAll("script, iframe, div, [onclick], [onerror]").ShouldBeEmpty(html);
            document.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!).ShouldAllBe(href => MarkdownText.MayLead(href), html);
        }
        new HtmlParser().ParseDocument(MarkdownText.ToHtml(text)).QuerySelectorAll("img").ShouldBeEmpty();
    }

    /// <summary>Pieces that people and attackers write; each W is a word of the author's.</summary>
    private static readonly string[] Pieces =
    [
        "W", " W ", "\n\n", "\n", "# W\n", "- W\n", "> W\n", "`W <b>`", "```\nW\n```\n", "**W**", "\\", "\\\\", "<", ">", "!", "[", "]", "(", ")", "|", "| W |\n|---|\n| W |\n",
        "<img src=x onerror=alert(1)>", "<img src=x onerror=a=b>", "<script>W</script>", "</div>", "<div onclick=x>\nW\n", "<!-- W -->", "<!--", "<?php W ?>", "<![CDATA[W]]>",
        "[W](javascript:alert(1))", "[W](https://a.example.test/x)", "![W](https://a.example.test/x.png)", "![W](javascript:x)", "<javascript:alert(1)>", "<https://a.example.test/>",
        "[W][r]", "[r]", "\n\n[r]: javascript:alert(1)\n\n", "\n\n[r]: https://a.example.test/r\n\n", "&lt;b&gt;", "<svg/onload=x>", "<a href=javascript:x>W</a>", "    W\n", "\t",
    ];

    [Fact]
    public void Whatever_is_written_the_export_runs_nothing_loads_nothing_and_keeps_the_words()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var gitHub = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().Build();
        for (var sample = 0; sample < 3_000; sample++)
        {
            var words = 0;
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            text = System.Text.RegularExpressions.Regex.Replace(text, "W", _ => $"word{++words}x");
            var safe = SafeMarkdown.Of(text);
            foreach (var html in new[] { Markdig.Markdown.ToHtml(safe), Markdig.Markdown.ToHtml(safe, gitHub) })
            {
                var document = new HtmlParser().ParseDocument(html);
                var said = $"seed {seed}, written {text.ReplaceLineEndings("\\n")}, exported {safe.ReplaceLineEndings("\\n")}, shown {html}";
                document.QuerySelectorAll("body :not(p, a, h1, h2, h3, h4, h5, h6, ul, ol, li, blockquote, code, pre, strong, em, table, thead, tbody, tr, th, td, hr, br)").ShouldBeEmpty(said);
                document.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!).ShouldAllBe(href => MarkdownText.MayLead(href), said);
                for (var word = 1; word <= words; word++)
                {
                    html.ShouldContain($"word{word}x", Case.Sensitive, said);
                }
            }
            Lax(safe).ShouldBeEmpty($"seed {seed}, exported {safe}");
        }
    }

    /// <summary>The elements that a renderer finds which takes for a tag whatever a browser does, but knows code and backslashes.</summary>
    private static List<string> Lax(string markdown)
    {
        var document = Markdig.Markdown.Parse(markdown, new MarkdownPipelineBuilder().UsePreciseSourceLocation().Build());
        var without = new System.Text.StringBuilder(markdown);
        foreach (var span in document.Descendants<Markdig.Syntax.Inlines.CodeInline>().Select(c => c.Span).Concat(document.Descendants<Markdig.Syntax.CodeBlock>().Select(c => c.Span))
            .Concat(document.Descendants<Markdig.Syntax.Inlines.AutolinkInline>().Select(c => c.Span)).Where(s => s.Length > 0))
        {
            for (var at = span.Start; at <= Math.Min(span.End, without.Length - 1); at++)
            {
                without[at] = ' ';
            }
        }
        var text = System.Text.RegularExpressions.Regex.Replace(without.ToString(), @"\\(.)", m => m.Groups[1].Value == "<" ? "&lt;" : m.Groups[1].Value,
            System.Text.RegularExpressions.RegexOptions.Singleline);
        return [.. new HtmlParser().ParseDocument($"<body>{text}</body>").Body!.Children.Select(e => e.OuterHtml)];
    }

    [Fact]
    public void A_pipe_in_the_code_of_a_table_is_written_with_a_backslash_and_shown_without() =>
        new HtmlParser().ParseDocument(MarkdownText.ToHtml("| step | command |\n|---|---|\n| 1 | `ps aux \\| grep java` |")).QuerySelector("code")!.TextContent.ShouldBe("ps aux | grep java");

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
    public void A_section_stays_inside_its_section(string text, string safe) => SafeMarkdown.Of(text).ShouldBe(safe);

    [Fact]
    public void The_export_holds_every_part_with_titles_escaped()
    {
        var at = new DateTimeOffset(2026, 11, 22, 1, 12, 0, TimeSpan.Zero);
        var incident = new IncidentView(Guid.NewGuid(), 42, "Error *rate* <38%>\n# x", Severity.Sev1, Urgency.High, IncidentStatus.Resolved, Guid.NewGuid(), "Check_out", null, 1,
            at, at, null, null, null, null, null, null, at.AddMinutes(14), "Bo", null, null, null, 9);
        var factor = Section(SectionKind.Factor, "No canary");
        var view = new PostmortemView(Guid.NewGuid(), incident, PostmortemStatus.Published, null, "Bo [x]", "Europe/Stockholm", at, 1, at, "Ana", null, 3,
            new IncidentFacts(at, at.AddMinutes(2), null, at.AddMinutes(14), 0, []),
            [Section(SectionKind.Summary, "```\nleft open"), Section(SectionKind.Impact, ""), Section(SectionKind.Timeline, "- one"), factor,
                Section(SectionKind.WentWell, "Rollback"), Section(SectionKind.Lessons, "Lesson")], [],
            [new ActionItemView(Guid.NewGuid(), "Do [it]", Guid.NewGuid(), "Chen", false, new DateOnly(2026, 12, 4), ActionPriority.High, ActionType.Prevent, ActionStatus.Done, null,
                Guid.NewGuid(), 42, factor.Id, at, at, 1)]);

        var text = MarkdownExport.Of(view);

        text.ShouldStartWith("# Postmortem INC-42: Error \\*rate\\* \\<38%\\> \\# x\n");
        text.ShouldContain("- Service: Check\\_out\n");
        text.ShouldContain("- Time to acknowledge (automatic): 2m\n");
        text.ShouldContain("- [x] Do \\[it\\] (Chen, due 2026-12-04, High, Prevent, Done)");
        var html = new HtmlParser().ParseDocument(Markdig.Markdown.ToHtml(text));
        html.QuerySelectorAll("h2").Select(h => h.TextContent).ShouldBe(["Summary", "Impact", "Timeline", "Contributing factors", "What went well", "Action items", "Lessons"]);
    }

    private static SectionView Section(SectionKind kind, string text) => new(Guid.NewGuid(), kind, text, 1, default, "Bo", []);
}
