using IncidentDesk.Kernel;

namespace IncidentDesk.Runbooks.Actions;

/// <summary>How a step ended; <paramref name="Reason"/> is a sentence for the timeline, without secrets.</summary>
public sealed record StepResult(StepStatus Status, int? ExitCode, string Reason)
{
    public static StepResult Succeeded(int? code, string reason) => new(StepStatus.Succeeded, code, reason);

    public static StepResult Failed(int? code, string reason) => new(StepStatus.Failed, code, reason);
}

/// <summary>A step to be executed: its values are filled in, and what is written goes through <paramref name="Output"/>, which masks and limits it.</summary>
public sealed record StepRequest(Guid RunId, string Incident, bool DryRun, RunbookStep Step, StepOutput Output);

/// <summary>One system that steps act on. There is one for each kind that executes.</summary>
public interface IAction
{
    StepKind Kind { get; }

    /// <summary>Whether it can say what it would do by doing it without effect; the others are only shown in a dry run.</summary>
    bool RunsDry { get; }

    /// <summary>Says what this kind needs; <paramref name="field"/> is the step's path in the contract.</summary>
    void Check(Check check, string field, RunbookStep step);

    /// <summary>What it does, in one line, with the names of secrets and not their values.</summary>
    string Describe(RunbookStep step, bool dryRun = false);

    /// <summary>Does it. When the token is cancelled it ends everything that it has started and throws <see cref="OperationCanceledException"/>.</summary>
    Task<StepResult> RunAsync(StepRequest request, CancellationToken stop);
}
