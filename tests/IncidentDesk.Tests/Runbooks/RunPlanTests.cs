using IncidentDesk.Runbooks;

namespace IncidentDesk.Tests.Runbooks;

/// <summary>What a run does next: T text, C command, A ansible; then its status: pending, waiting, running, good, bad.</summary>
public sealed class RunPlanTests
{
    [Theory]
    [InlineData("Cp", false, false, RunMove.Execute, 0)]
    [InlineData("Cg Cp", false, false, RunMove.Execute, 1)]
    [InlineData("Cg Cg", false, false, RunMove.Succeed, -1)]
    [InlineData("Cg Tp Cp", false, false, RunMove.Ask, 1)]
    [InlineData("Cg Tw Cp", false, false, RunMove.Nothing, 1)]
    [InlineData("Cg Cr Cp", false, false, RunMove.Interrupt, 1)]
    [InlineData("Cg Cr Cp", false, true, RunMove.Interrupt, 1)]
    [InlineData("Cg Cp Cp", false, true, RunMove.Cancel, 1)]
    [InlineData("Cg Tw Cp", false, true, RunMove.Cancel, 2)]
    [InlineData("Cp Ap", true, false, RunMove.Show, 0)]
    [InlineData("Cg Ap", true, false, RunMove.Execute, 1)]
    [InlineData("Tp", true, false, RunMove.Show, 0)]
    [InlineData("Ar", true, false, RunMove.Interrupt, 0)]
    public void The_next_move_follows_from_the_steps(string steps, bool dryRun, bool cancelled, RunMove move, int step) =>
        RunPlan.Next(Of(steps, dryRun, cancelled), kind => kind == StepKind.Ansible).ShouldBe((move, step));

    [Theory]
    [InlineData(RunStatus.Succeeded)]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Cancelled)]
    [InlineData(RunStatus.Interrupted)]
    public void A_run_that_is_over_does_nothing_more(RunStatus status)
    {
        var run = Of("Cp", false, false);
        run.Status = status;
        RunPlan.Next(run, _ => false).ShouldBe((RunMove.Nothing, -1));
    }

    private static Run Of(string steps, bool dryRun, bool cancelled) => new()
    {
        RunbookName = "Restart",
        StartedBy = "Ana",
        DryRun = dryRun,
        CancelledAt = cancelled ? DateTimeOffset.UnixEpoch : null,
        Steps = [.. steps.Split(' ').Select(s => new RunStep(new RunbookStep(Kind(s[0])), Status(s[1])))],
    };

    private static StepKind Kind(char sign) => sign switch { 'T' => StepKind.Text, 'A' => StepKind.Ansible, _ => StepKind.Command };

    private static StepStatus Status(char sign) => sign switch
    {
        'p' => StepStatus.Pending,
        'w' => StepStatus.Waiting,
        'r' => StepStatus.Running,
        'g' => StepStatus.Succeeded,
        _ => StepStatus.Failed,
    };
}
