using System.Text;
using IncidentDesk.Postmortems;
using IncidentDesk.Web.Components;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace IncidentDesk.Web.Pages.Postmortems;

/// <summary>
/// Markdown that shows the same words in any renderer, runs nothing and loads nothing. It is not escaped by rules of our own: it is parsed as others parse it
/// (CommonMark, and with GitHub's tables and links), what would be live there is escaped, and the result is parsed again until nothing is.
/// </summary>
public static class SafeMarkdown
{
    /// <summary>Each round leaves less that is live; what is still live after so many is not Markdown that somebody wrote.</summary>
    private const int MostRounds = 30;

    private static readonly MarkdownPipeline[] Readers =
    [
        new MarkdownPipelineBuilder().UsePreciseSourceLocation().Build(),
        new MarkdownPipelineBuilder().UsePreciseSourceLocation().UsePipeTables().UseAutoLinks().Build(),
    ];

    /// <summary>A section's Markdown, safe to stand among others: a fence left open ends with it, and pictures are links to them.</summary>
    public static string Of(string text)
    {
        try
        {
            for (var round = 0; round < MostRounds; round++)
            {
                var document = Markdig.Markdown.Parse(text, Readers[0]);
                var edits = new SortedDictionary<int, Edit>();
                Find(document, text, edits);
                Find(Markdig.Markdown.Parse(text, Readers[1]), text, edits);
                if (edits.Count == 0)
                {
                    return Closed(text, document).Trim('\n');
                }
                text = Apply(text, edits);
            }
        }
        catch (ArgumentException)
        {
            // Markdig refuses what is nested deeper than anybody writes.
        }
        return TimelineDraft.Escape(text);
    }

    private enum Edit
    {
        /// <summary>A backslash goes in front of the sign.</summary>
        Escape,

        /// <summary>The sign goes.</summary>
        Drop,
    }

    private static void Find(MarkdownDocument document, string text, SortedDictionary<int, Edit> edits)
    {
        foreach (var html in document.Descendants<HtmlBlock>())
        {
            FirstOfLines(html.Span, text, edits);
        }
        foreach (var html in document.Descendants<HtmlInline>())
        {
            edits[html.Span.Start] = Edit.Escape;
        }
        foreach (var link in document.Descendants<AutolinkInline>().Where(l => !l.IsEmail && !MarkdownText.MayLead(l.Url)))
        {
            edits[link.Span.Start] = Edit.Escape;
        }
        foreach (var definition in document.Descendants<LinkReferenceDefinition>().Where(d => !MarkdownText.MayLead(d.Url) && d.Span.Length > 0))
        {
            edits[text.IndexOf('[', Math.Max(0, definition.Span.Start))] = Edit.Escape;
        }
        foreach (var link in document.Descendants<LinkInline>().Where(l => l.IsImage || !MarkdownText.MayLead(l.GetDynamicUrl?.Invoke() ?? l.Url)))
        {
            edits[link.Span.Start] = link.IsImage ? Edit.Drop : Edit.Escape;
        }
        foreach (var words in document.Descendants<LiteralInline>())
        {
            Tags(words.Span, text, edits);
        }
    }

    /// <summary>What opens each line of a block of HTML, which is a paragraph afterwards; what else is in it the next round finds.</summary>
    private static void FirstOfLines(SourceSpan span, string text, SortedDictionary<int, Edit> edits)
    {
        for (var at = Math.Max(0, span.Start); at <= Math.Min(span.End, text.Length - 1); at++)
        {
            if (text[at] == '<' && text.AsSpan(0, at).TrimEnd(" \t>") is var before && (before.IsEmpty || before[^1] == '\n' || at == span.Start))
            {
                edits[at] = Edit.Escape;
            }
        }
    }

    /// <summary>What is no tag for CommonMark may be one for laxer renderers: <c>&lt;img src=x onerror=a=b&gt;</c>.</summary>
    private static void Tags(SourceSpan span, string text, SortedDictionary<int, Edit> edits)
    {
        for (var at = Math.Max(0, span.Start); at <= Math.Min(span.End, text.Length - 2); at++)
        {
            if (text[at] == '<' && (char.IsAsciiLetter(text[at + 1]) || text[at + 1] is '/' or '!' or '?') && !IsEscaped(text, at))
            {
                edits[at] = Edit.Escape;
            }
        }
    }

    private static bool IsEscaped(string text, int at) => (at - 1 - text.AsSpan(0, at).LastIndexOfAnyExcept('\\')) % 2 == 1;

    private static string Apply(string text, SortedDictionary<int, Edit> edits)
    {
        var changed = new StringBuilder(text.Length + edits.Count);
        for (var at = 0; at < text.Length; at++)
        {
            var edit = edits.TryGetValue(at, out var found) ? found : (Edit?)null;
            changed.Append(edit == Edit.Escape ? "\\" : "").Append(edit == Edit.Drop ? "" : text[at].ToString());
        }
        return changed.ToString();
    }

    private static string Closed(string text, MarkdownDocument document) =>
        document.Descendants<FencedCodeBlock>().LastOrDefault() is { ClosingFencedCharCount: 0 } open
            ? $"{text}\n{new string(open.FencedChar, open.OpeningFencedCharCount)}" : text;
}
