using IncidentDesk.Runbooks;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Runbooks;

/// <summary>How runs and steps are said on pages.</summary>
public static class RunWord
{
    /// <summary>"succeeded", "waits for you", ... and the tag's class.</summary>
    public static (string Word, string Class) Of(RunStatus status) => status switch
    {
        RunStatus.Queued => (RunbookTexts.StatusStarting, "tag-info"),
        RunStatus.Running => (RunbookTexts.StatusRunning, "tag-info"),
        RunStatus.Waiting => (RunbookTexts.StatusWaiting, "tag-warning"),
        RunStatus.Succeeded => (RunbookTexts.StatusDone, "tag-good"),
        RunStatus.Failed => (RunbookTexts.StatusFailed, "tag-danger"),
        RunStatus.Cancelled => (RunbookTexts.StatusCancelled, ""),
        _ => (RunbookTexts.StatusInterrupted, "tag-danger"),
    };

    /// <summary>The same for a step.</summary>
    public static (string Word, string Class) Of(StepStatus status) => status switch
    {
        StepStatus.Pending => (RunbookTexts.StatusToDo, ""),
        StepStatus.Waiting => (RunbookTexts.StatusWaiting, "tag-warning"),
        StepStatus.Running => (RunbookTexts.StatusRunning, "tag-info"),
        StepStatus.Succeeded => (RunbookTexts.StatusDone, "tag-good"),
        StepStatus.Failed => (RunbookTexts.StatusFailed, "tag-danger"),
        StepStatus.Skipped => (RunbookTexts.StatusSkipped, ""),
        StepStatus.Cancelled => (RunbookTexts.StatusCancelled, ""),
        _ => (RunbookTexts.StatusInterrupted, "tag-danger"),
    };

    /// <summary>"manual", "command", ...</summary>
    public static string Of(StepKind kind) => kind switch
    {
        StepKind.Text => RunbookTexts.KindByHand,
        StepKind.Command => RunbookTexts.KindProgram,
        StepKind.Http => RunbookTexts.KindHttpCall,
        _ => RunbookTexts.KindPlaybook,
    };

    /// <summary>What a step does, in one line; secrets by their names.</summary>
    public static string Does(RunbookStep step) => step.Kind switch
    {
        StepKind.Text => step.Text ?? "",
        StepKind.Command => string.Join(' ', step.Command ?? []),
        StepKind.Http when step.ExpectedText is { } text => RunbookTexts.AskUntilItHolds.With(step.Method ?? "GET", step.Url, text),
        StepKind.Http => $"{step.Method ?? "GET"} {step.Url}",
        _ => $"{step.Playbook} {string.Join(' ', (step.Variables ?? []).Select(v => $"{v.Name}={v.Value}"))}",
    };

    /// <summary>"exit 0", "status 200"; empty without a code.</summary>
    public static string Code(RunStep step) =>
        step.ExitCode is { } code ? (step.Step.Kind == StepKind.Http ? RunbookTexts.AnswerCode : RunbookTexts.ExitCode).With(code) : "";

    /// <summary>How long it took, or takes since it began.</summary>
    public static string Took(DateTimeOffset? from, DateTimeOffset? to, DateTimeOffset now) =>
        from is { } began ? TimeText.Duration((to ?? now) - began) : "";
}
