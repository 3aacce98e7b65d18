using System.ComponentModel;
using System.Diagnostics;

namespace IncidentDesk.Runbooks.Actions;

/// <summary>A program to start: its environment is all that it gets.</summary>
internal sealed record ChildStart(Guid RunId, string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, string Folder);

/// <summary>A step that can't even begin; the message is the reason that people see.</summary>
internal sealed class StepFailedException(string message) : Exception(message);

/// <summary>
/// Runs one program to its end in a session of its own, so that everything it starts can be ended with it. Output is taken as it comes; what a program that
/// ended left running in the background may go on, and loses its output.
/// </summary>
internal static class ChildProgram
{
    private const string Setsid = "/usr/bin/setsid";
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    /// <summary>The exit code; 128 and the signal's number for a program that a signal ended.</summary>
    public static async Task<int> RunAsync(ChildStart start, StepOutput output, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        using var process = Start(start);
        process.StandardInput.Close();
        var reading = Task.WhenAll(PumpAsync(process.StandardOutput.BaseStream, output), PumpAsync(process.StandardError.BaseStream, output));
        try
        {
            await process.WaitForExitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            await ProcessTree.EndAsync(process, start.RunId);
            await Task.WhenAny(reading, Task.Delay(LastWords, CancellationToken.None));
            throw;
        }
        await Task.WhenAny(reading, Task.Delay(LastWords, CancellationToken.None));
        return process.ExitCode;
    }

    private static Process Start(ChildStart start)
    {
        var info = File.Exists(Setsid)
            ? new ProcessStartInfo(Setsid, ["--wait", start.Program, .. start.Arguments])
            : new ProcessStartInfo(start.Program, start.Arguments);
        (info.RedirectStandardInput, info.RedirectStandardOutput, info.RedirectStandardError, info.WorkingDirectory) = (true, true, true, start.Folder);
        info.Environment.Clear();
        foreach (var (name, value) in start.Environment)
        {
            info.Environment[name] = value;
        }
        if (!File.Exists(start.Program))
        {
            throw new StepFailedException($"{start.Program} does not exist.");
        }
        try
        {
            return Process.Start(info)!;
        }
        catch (Win32Exception error)
        {
            throw new StepFailedException($"{start.Program} can't be started: {error.Message}");
        }
    }

    private static async Task PumpAsync(Stream from, StepOutput output)
    {
        var pipe = output.Open();
        var bytes = new byte[8 * 1024];
        try
        {
            for (int read; (read = await from.ReadAsync(bytes)) > 0;)
            {
                pipe.Append(bytes.AsSpan(0, read));
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The program has ended, and what it left behind kept the pipe.
        }
        pipe.Close();
    }
}
