using System.Globalization;
using IncidentDesk.Kernel;

namespace IncidentDesk.Runbooks;

/// <summary>The sentences about runs in timelines and logs.</summary>
internal static class RunWords
{
    /// <summary>"the dry run of Roll back checkout", "Roll back checkout".</summary>
    public static string Name(Run run) => run.DryRun ? $"the dry run of {run.RunbookName}" : run.RunbookName;

    /// <summary>"Step 2 of 3 (Restart the shop)".</summary>
    public static string Step(Run run, int step) =>
        $"Step {step + 1} of {run.Steps.Count}{(run.Steps[step].Step.Title is { Length: > 0 } title ? $" ({title})" : "")}";

    /// <summary>"3.2 s", "2m 5s".</summary>
    public static string Took(TimeSpan span) => span.TotalMinutes < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, span.TotalSeconds):0.0} s")
        : $"{(int)span.TotalMinutes}m {span.Seconds}s";

    /// <summary>What a step asks of a person, short enough for a timeline.</summary>
    public static string Asked(RunStep step) => Text.Cut(Text.Clean(step.Step.Text ?? ""), 200);
}
