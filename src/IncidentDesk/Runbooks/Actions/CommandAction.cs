using IncidentDesk.Kernel;

namespace IncidentDesk.Runbooks.Actions;

/// <summary>
/// A program of the server's allow-list with its arguments: no shell, no input, nothing of the server's environment, an empty working directory of its own.
/// </summary>
internal sealed class CommandAction(RunbookSettings settings) : IAction
{
    private const int MostArguments = 100;
    private const int LongestArgument = 4_000;

    public StepKind Kind => StepKind.Command;

    public bool RunsDry => false;

    public void Check(Check check, string field, RunbookStep step)
    {
        if (!check.That(step.Command is { Count: > 0 and <= MostArguments }, $"{field}.command",
            $"Give the command by its absolute path, then its arguments, at most {MostArguments} in all."))
        {
            return;
        }
        check.That(Allows(step.Command![0]), $"{field}.command[0]", WhyNot(step.Command[0]));
        foreach (var (i, argument) in step.Command.Index().Skip(1))
        {
            check.That(argument.Length <= LongestArgument && !argument.Contains('\0'), $"{field}.command[{i}]", $"An argument has at most {LongestArgument} characters, and no NUL.");
        }
        // Other names would let a runbook change what an allowed program is: LD_PRELOAD, PYTHONPATH and their like.
        NamedValues.Check(check, $"{field}.environment", step.Environment, NamedValues.IsRunbookVariable,
            "A variable's name begins with RUNBOOK_ and has capital letters, digits and underscores.");
    }

    public string Describe(RunbookStep step, bool dryRun = false) => CommandLine(step.Command ?? []);

    public async Task<StepResult> RunAsync(StepRequest request, CancellationToken stop)
    {
        var command = request.Step.Command!;
        if (!Allows(command[0]))
        {
            return StepResult.Failed(null, WhyNot(command[0]));
        }
        using var folder = new WorkFolder();
        var environment = ChildEnvironment.For(request, folder);
        foreach (var (name, value) in request.Step.Environment ?? [])
        {
            environment[name] = value;
        }
        var code = await ChildProgram.RunAsync(new ChildStart(request.RunId, command[0], [.. command.Skip(1)], environment, folder.Path), request.Output, stop);
        return code == 0 ? StepResult.Succeeded(code, "Exit code 0.") : StepResult.Failed(code, $"Exit code {code}.");
    }

    /// <summary>A command line for reading: arguments with spaces or signs in quotes.</summary>
    public static string CommandLine(IReadOnlyList<string> command) => string.Join(' ', command.Select(part =>
        part.Length > 0 && part.All(c => char.IsLetterOrDigit(c) || "-_./:=@,+%".Contains(c)) ? part : $"'{part.Replace("'", "'\\''", StringComparison.Ordinal)}'"));

    private bool Allows(string program) => settings.Commands.Contains(program, StringComparer.Ordinal);

    private string WhyNot(string program) => settings.Commands.Count == 0
        ? "This server allows no commands: its operator lists them in IncidentDesk:Runbooks:Commands."
        : $"{Text.Cut(program, 200)} is not among the commands that this server allows: {string.Join(", ", settings.Commands)}.";
}
