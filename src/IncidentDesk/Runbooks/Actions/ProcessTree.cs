using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace IncidentDesk.Runbooks.Actions;

/// <summary>
/// Ends a program with everything that it has started: its session first, then whatever carries the run's mark in its environment (Linux: proc(5),
/// <c>/proc/PID/environ</c>), which also finds what made a session of its own or lost its parent. What wiped its environment or runs as another user escapes.
/// </summary>
internal static partial class ProcessTree
{
    private const int Terminate = 15;
    private const int Kill = 9;
    private const int Rounds = 20;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>Asks it to end, and kills all of it after a second.</summary>
    public static async Task EndAsync(Process process, Guid run)
    {
        Signal(-process.Id, Terminate);
        await WaitAsync(process, Grace);
        Signal(-process.Id, Kill);
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
        EndMarked(run);
        await WaitAsync(process, Grace);
    }

    /// <summary>Kills every process of this machine that a run has started and that still lives; answers how many there were.</summary>
    public static int EndMarked(Guid run)
    {
        var ended = new HashSet<int>();
        for (var round = 0; round < Rounds && Marked(run) is { Count: > 0 } alive; round++)
        {
            foreach (var id in alive)
            {
                Signal(id, Kill);
                ended.Add(id);
            }
        }
        return ended.Count;
    }

    /// <summary>The processes of this machine that carry the run's mark.</summary>
    public static List<int> Marked(Guid run)
    {
        var mark = Encoding.ASCII.GetBytes($"{ChildEnvironment.RunVariable}={run:N}");
        var found = new List<int>();
        foreach (var folder in Directory.Exists("/proc") ? Directory.EnumerateDirectories("/proc") : [])
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != Environment.ProcessId && Carries(folder, mark))
            {
                found.Add(id);
            }
        }
        return found;
    }

    private static bool Carries(string folder, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or belongs to somebody else.
            return false;
        }
    }

    private static async Task WaitAsync(Process process, TimeSpan atMost)
    {
        using var limit = new CancellationTokenSource(atMost);
        await process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static void Signal(int id, int signal) => _ = kill(id, signal);

    [DllImport("libc")]
    private static extern int kill(int id, int signal);
}
