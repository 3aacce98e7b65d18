using IncidentDesk.Escalation;
using IncidentDesk.Kernel;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Escalations;

/// <summary>Says in words what a climb would do.</summary>
public static class PreviewText
{
    /// <summary>"Ana at once, Bo in 5m, then 2 more rounds; after 30m the administrators (Cy)."</summary>
    public static string Sentence(ClimbPreview preview)
    {
        var steps = preview.Steps.Where(s => s.People.Count > 0).Select(s => $"{Text.Listed(Names(s))} {After(s.After)}").ToList();
        var names = Text.Listed([.. preview.LastResort.Select(p => p.Name)]);
        var administrators = names.Length == 0 ? "the administrators" : $"the administrators ({names})";
        return steps.Count == 0
            ? $"{char.ToUpperInvariant(administrators[0])}{administrators[1..]} {After(preview.LastResortAfter)}."
            : $"{string.Join(", ", steps)}{Rounds(preview.MoreRounds)}; {Last(preview.LastResortAfter)} {administrators}.";
    }

    /// <summary>"at once", "in 5m".</summary>
    public static string After(TimeSpan after) => after == TimeSpan.Zero ? "at once" : "in " + TimeText.Duration(after);

    /// <summary>"Runs 3 rounds, about 45m, then the administrators."</summary>
    public static string Length(IReadOnlyList<TimeSpan> delays, int repeats)
    {
        var total = TimeSpan.FromTicks(delays.Sum(d => d.Ticks)) * (repeats + 1);
        var rounds = repeats == 0 ? "1 round" : $"{repeats + 1} rounds";
        return $"Runs {rounds}, {(total == TimeSpan.Zero ? "without waiting" : "about " + TimeText.Duration(total))}, then the administrators.";
    }

    private static List<string> Names(PreviewStep step) => [.. step.People.Select(p => p.Reachable ? p.Name : p.Name + " (in the program only)")];

    private static string Rounds(int more) => more switch
    {
        0 => "",
        1 => ", then 1 more round",
        _ => $", then {more} more rounds",
    };

    private static string Last(TimeSpan after) => after == TimeSpan.Zero ? "at once also" : "after " + TimeText.Duration(after);
}
