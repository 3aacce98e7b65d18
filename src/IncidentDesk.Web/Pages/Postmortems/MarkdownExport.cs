using System.Globalization;
using System.Text;
using IncidentDesk.Incidents;
using IncidentDesk.Postmortems;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Postmortems;

/// <summary>
/// A postmortem as one Markdown file. What people wrote as Markdown stays Markdown, as far as it is safe in other programs too (<see cref="SafeMarkdown"/>); what was
/// a plain text (titles, names) is escaped.
/// </summary>
public static class MarkdownExport
{
    /// <summary>The file; times in the document's zone.</summary>
    public static string Of(PostmortemView postmortem)
    {
        var text = new StringBuilder();
        Line(text, "# " + PostmortemTexts.ExportTitle.With(postmortem.Incident.Number, TimelineDraft.Escape(postmortem.Incident.Title)));
        Line(text, "");
        foreach (var (name, value) in Head(postmortem))
        {
            Line(text, $"- {name}: {value}");
        }
        foreach (var kind in new[] { SectionKind.Summary, SectionKind.Impact, SectionKind.Timeline })
        {
            Part(text, kind.Title(), postmortem.Section(kind).Text);
        }
        Line(text, $"\n## {PostmortemTexts.ContributingFactors}");
        foreach (var (i, factor) in postmortem.Factors.Index())
        {
            Line(text, $"\n### {PostmortemTexts.FactorNumber.With(i + 1)}\n\n{SafeMarkdown.Of(factor.Text)}");
            Actions(text, postmortem.Actions.Where(a => a.FactorId == factor.Id));
        }
        Part(text, SectionKind.WentWell.Title(), postmortem.Section(SectionKind.WentWell).Text);
        Line(text, $"\n## {PostmortemTexts.ActionItems}");
        Actions(text, postmortem.Actions);
        Part(text, SectionKind.Lessons.Title(), postmortem.Section(SectionKind.Lessons).Text);
        return text.ToString();
    }

    private static IEnumerable<(string Name, string Value)> Head(PostmortemView postmortem)
    {
        var (incident, facts, zone) = (postmortem.Incident, postmortem.Facts, postmortem.TimeZone);
        yield return (PostmortemTexts.Status, postmortem.Status.Word());
        yield return (PostmortemTexts.Severity, SeverityRules.Name(incident.Severity));
        yield return (PostmortemTexts.Service, TimelineDraft.Escape(incident.ServiceName));
        yield return (PostmortemTexts.Author, TimelineDraft.Escape(postmortem.Author));
        yield return (PostmortemTexts.Opened, TimelineDraft.Escape(TimeText.Exact(facts.OpenedAt, zone)));
        if (facts.ResolvedAt is { } resolved)
        {
            yield return (PostmortemTexts.Resolved, TimelineDraft.Escape(TimeText.Exact(resolved, zone)));
        }
        foreach (var (name, span) in FactWords.Spans(facts))
        {
            yield return (PostmortemTexts.FactMarked.With(name), TimeText.Duration(span));
        }
        if (postmortem.PublishedAt is { } published)
        {
            yield return (PostmortemTexts.StatusPublished, TimelineDraft.Escape(PostmortemTexts.PublishedAtBy.With(TimeText.Exact(published, zone), postmortem.PublishedBy)));
        }
    }

    private static void Actions(StringBuilder text, IEnumerable<ActionItemView> actions)
    {
        var lines = actions.Select(a => (a.Status == ActionStatus.Done ? "- [x] " : "- [ ] ") + PostmortemTexts.ExportedAction.With(
            TimelineDraft.Escape(a.Title), TimelineDraft.Escape(a.Owner), a.Due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), a.Priority.Word(), a.Type.Word(), a.Status.Word())).ToList();
        if (lines.Count > 0)
        {
            Line(text, "\n" + string.Join('\n', lines));
        }
    }

    private static void Part(StringBuilder text, string title, string words)
    {
        Line(text, $"\n## {title}");
        if (SafeMarkdown.Of(words) is { Length: > 0 } safe)
        {
            Line(text, "\n" + safe);
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}

/// <summary>The lengths of time among the facts, by name; what never happened is left out.</summary>
public static class FactWords
{
    public static IEnumerable<(string Name, TimeSpan Span)> Spans(IncidentFacts facts)
    {
        var all = new (string Name, TimeSpan? Span)[]
        {
            (PostmortemTexts.TimeToAcknowledge, facts.TimeToAcknowledge), (PostmortemTexts.TimeToMitigate, facts.TimeToMitigate), (PostmortemTexts.TimeToResolve, facts.TimeToResolve),
        };
        return all.Where(f => f.Span is not null).Select(f => (f.Name, f.Span!.Value));
    }
}
