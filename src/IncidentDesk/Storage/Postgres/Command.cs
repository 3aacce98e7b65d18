using System.ComponentModel;
using System.Diagnostics;

namespace IncidentDesk.Storage.Postgres;

/// <summary>What a finished program answered: its exit code, and its standard output followed by its standard error.</summary>
internal sealed record CommandResult(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>Runs small system programs: no shell, no input, from <c>/</c> (a user we drop to may not see our working directory), messages in English.</summary>
internal static class Command
{
    /// <summary>Runs a program to its end. One that is missing answers with exit code 127; one over its limit is killed and answers 124.</summary>
    public static async Task<CommandResult> RunAsync(IReadOnlyList<string> commandLine, TimeSpan limit, CancellationToken cancellationToken)
    {
        Process process;
        try
        {
            process = Process.Start(StartInfo(commandLine))!;
        }
        catch (Win32Exception e)
        {
            return new CommandResult(127, e.Message);
        }

        using (process)
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
            using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timer.CancelAfter(limit);
            try
            {
                await process.WaitForExitAsync(timer.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                cancellationToken.ThrowIfCancellationRequested();
                return new CommandResult(124, $"{commandLine[0]} took longer than {limit.TotalSeconds:0} seconds.");
            }

            return new CommandResult(process.ExitCode, (await output + await error).Trim());
        }
    }

    private static ProcessStartInfo StartInfo(IReadOnlyList<string> commandLine)
    {
        var start = new ProcessStartInfo(commandLine[0], commandLine.Skip(1))
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // PGDATA, PGPORT and their like would speak for another server.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C";
        return start;
    }
}
