using IncidentDesk.Runbooks;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Runbooks;

/// <summary>How runs and steps are said on pages.</summary>
public static class RunWord
{
    /// <summary>"succeeded", "waits for you", ... and the tag's class.</summary>
    public static (string Word, string Class) Of(RunStatus status) => status switch
    {
        RunStatus.Queued => ("starting", "tag-info"),
        RunStatus.Running => ("running", "tag-info"),
        RunStatus.Waiting => ("waits for somebody", "tag-warning"),
        RunStatus.Succeeded => ("done", "tag-good"),
        RunStatus.Failed => ("failed", "tag-danger"),
        RunStatus.Cancelled => ("cancelled", ""),
        _ => ("interrupted", "tag-danger"),
    };

    /// <summary>The same for a step.</summary>
    public static (string Word, string Class) Of(StepStatus status) => status switch
    {
        StepStatus.Pending => ("to do", ""),
        StepStatus.Waiting => ("waits for somebody", "tag-warning"),
        StepStatus.Running => ("running", "tag-info"),
        StepStatus.Succeeded => ("done", "tag-good"),
        StepStatus.Failed => ("failed", "tag-danger"),
        StepStatus.Skipped => ("not done", ""),
        StepStatus.Cancelled => ("cancelled", ""),
        _ => ("interrupted", "tag-danger"),
    };

    /// <summary>"by hand", "program", ...</summary>
    public static string Of(StepKind kind) => kind switch
    {
        StepKind.Text => "by hand",
        StepKind.Command => "program",
        StepKind.Http => "HTTP call",
        _ => "playbook",
    };

    /// <summary>What a step does, in one line; secrets by their names.</summary>
    public static string Does(RunbookStep step) => step.Kind switch
    {
        StepKind.Text => step.Text ?? "",
        StepKind.Command => string.Join(' ', step.Command ?? []),
        StepKind.Http => $"{step.Method ?? "GET"} {step.Url}{(step.ExpectedText is { } text ? $" until it holds \"{text}\"" : "")}",
        _ => $"{step.Playbook} {string.Join(' ', (step.Variables ?? []).Select(v => $"{v.Name}={v.Value}"))}",
    };

    /// <summary>"exit 0", "answer 200"; empty without a code.</summary>
    public static string Code(RunStep step) => step.ExitCode is { } code ? step.Step.Kind == StepKind.Http ? $"answer {code}" : $"exit {code}" : "";

    /// <summary>How long it took, or takes since it began.</summary>
    public static string Took(DateTimeOffset? from, DateTimeOffset? to, DateTimeOffset now) =>
        from is { } began ? TimeText.Duration((to ?? now) - began) : "";
}
