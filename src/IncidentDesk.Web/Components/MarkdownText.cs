using System.Net;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace IncidentDesk.Web.Components;

/// <summary>
/// Turns Markdown (CommonMark with tables and bare links) that people wrote into HTML that is safe to show: raw HTML reads as text, links lead only to
/// http, https, mailto or a place in the program, pictures become links to them, and every block finds its own writing direction.
/// </summary>
public static class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().DisableHtml().Build();

    /// <summary>The HTML. Headings begin at <paramref name="top"/>, so that they fit into the page around them.</summary>
    public static string ToHtml(string text, int top = 3)
    {
        try
        {
            var document = Markdig.Markdown.Parse(text, Pipeline);
            // All are found before any is changed: a tree that changes is not walked to its end.
            var (blocks, links) = (document.Descendants<Block>().ToList(), document.Descendants<LinkInline>().ToList());
            var autolinks = document.Descendants<AutolinkInline>().Where(l => !l.IsEmail && !MayLead(l.Url)).ToList();
            var cells = document.Descendants<Table>().SelectMany(t => t.Descendants<CodeInline>()).ToList();
            blocks.ForEach(block => Tame(block, top));
            autolinks.ForEach(link => link.ReplaceBy(new LiteralInline(link.Url)));
            links.ForEach(Tame);
            // In a table a pipe is written as \|, also in code (GitHub Flavored Markdown, 4.10).
            cells.ForEach(code => code.Content = code.Content.Replace("\\|", "|", StringComparison.Ordinal));
            return document.ToHtml(Pipeline);
        }
        catch (ArgumentException)
        {
            // Markdig refuses what is nested deeper than anybody writes: shown as it was typed.
            return $"<pre dir=\"auto\">{WebUtility.HtmlEncode(text)}</pre>";
        }
    }

    /// <summary>Whether a link may lead there: an absolute http, https or mailto address, or a path of the program.</summary>
    public static bool MayLead(string? url) => url is ['/', ..] ? url.Length == 1 || url[1] is not ('/' or '\\')
        : Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "mailto";

    private static void Tame(Block block, int top)
    {
        if (block is HeadingBlock heading)
        {
            heading.Level = Math.Min(6, heading.Level + top - 1);
        }
        if (block is HeadingBlock or ParagraphBlock or ListBlock or QuoteBlock or Table)
        {
            block.GetAttributes().AddPropertyIfNotExist("dir", "auto");
        }
    }

    private static void Tame(LinkInline link)
    {
        if (MayLead(link.GetDynamicUrl?.Invoke() ?? link.Url))
        {
            link.IsImage = false;
            link.GetAttributes().AddPropertyIfNotExist("rel", "noopener noreferrer nofollow");
            return;
        }
        while (link.FirstChild is { } child)
        {
            child.Remove();
            link.InsertBefore(child);
        }
        link.Remove();
    }
}
