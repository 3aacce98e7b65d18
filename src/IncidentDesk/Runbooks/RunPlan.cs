namespace IncidentDesk.Runbooks;

/// <summary>What a run needs next.</summary>
public enum RunMove
{
    /// <summary>Nothing: it is over, or waits for somebody.</summary>
    Nothing,

    /// <summary>A step was executing and nobody executes it any more: it is never begun again.</summary>
    Interrupt,

    /// <summary>Somebody asked to end it.</summary>
    Cancel,

    /// <summary>A person has to do the step.</summary>
    Ask,

    /// <summary>A dry run only shows the step.</summary>
    Show,
    Execute,

    /// <summary>Every step is done.</summary>
    Succeed,
}

/// <summary>Decides how a run goes on, for a node that holds its job and executes nothing of it just now.</summary>
public static class RunPlan
{
    /// <summary>The move, and the step that it is about; -1 for none.</summary>
    public static (RunMove Move, int Step) Next(Run run, Func<StepKind, bool> runsDry)
    {
        var running = run.Steps.FindIndex(s => s.Status == StepStatus.Running);
        var waiting = run.Steps.FindIndex(s => s.Status == StepStatus.Waiting);
        var pending = run.Steps.FindIndex(s => s.Status == StepStatus.Pending);
        return run switch
        {
            { IsOver: true } => (RunMove.Nothing, -1),
            _ when running >= 0 => (RunMove.Interrupt, running),
            { CancelledAt: not null } => (RunMove.Cancel, Math.Max(waiting, pending)),
            _ when waiting >= 0 => (RunMove.Nothing, waiting),
            _ when pending < 0 => (RunMove.Succeed, -1),
            { DryRun: true } when !runsDry(run.Steps[pending].Step.Kind) => (RunMove.Show, pending),
            _ when run.Steps[pending].Step.Kind == StepKind.Text => (RunMove.Ask, pending),
            _ => (RunMove.Execute, pending),
        };
    }
}
