using System.Text;

namespace IncidentDesk.Alerts.Sources;

/// <summary>What an alert's annotations say to people. <c>summary</c> and <c>description</c> are the names in use by custom
/// (Prometheus documentation, alerting rules); runbook and dashboard annotations are links.</summary>
internal static class AlertAnnotations
{
    /// <summary>The description, followed by the annotations that have no place of their own; those that are links go to <paramref name="links"/>.</summary>
    public static string Describe(SignalDraft draft, TextMap annotations, List<SignalLink> links)
    {
        StringBuilder? others = null;
        for (var i = 0; i < annotations.Count; i++)
        {
            var (name, value) = annotations[i];
            if (name is "summary" or "description")
            {
                continue;
            }

            if (name.Contains("runbook", StringComparison.OrdinalIgnoreCase))
            {
                draft.Link(links, "Runbook", value);
            }
            else if (name.Contains("dashboard", StringComparison.OrdinalIgnoreCase))
            {
                draft.Link(links, "Dashboard", value);
            }
            else if (value.Length > 0)
            {
                (others ??= new StringBuilder()).Append('\n').Append(name).Append(": ").Append(value);
            }
        }

        if (links.Count > 1)
        {
            links.Sort((one, other) => string.CompareOrdinal(other.Text, one.Text));
        }

        var description = annotations.Find("description") ?? "";
        var all = others is null ? description : others.Insert(0, description).ToString();
        return draft.Fit(all.Trim(), SignalLimits.Description, "description", keepLines: true);
    }

    /// <summary>The summary, else the description's first line, else the alert's name and instance, else all labels, else its key.</summary>
    public static string Title(SignalDraft draft, TextMap annotations, TextMap labels, string key)
    {
        var title = FirstLine(annotations.Find("summary")?.ReplaceLineEndings(" "))
            ?? FirstLine(annotations.Find("description"))
            ?? NameAndInstance(labels)
            ?? (labels.Count > 0 ? string.Join(", ", Enumerable.Range(0, labels.Count).Select(i => $"{labels[i].Name}={labels[i].Value}")) : $"Alert {key}");
        return draft.Fit(title, SignalLimits.Title, "title");
    }

    private static string? NameAndInstance(TextMap labels) =>
        FirstLine(labels.Find("alertname")) is not { } name ? null
        : FirstLine(labels.Find("instance")) is { } instance ? $"{name} on {instance}"
        : name;

    // The first line that holds anything, trimmed, or null.
    private static string? FirstLine(string? text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!line.IsWhiteSpace())
            {
                return line.Trim().ToString();
            }
        }

        return null;
    }
}
