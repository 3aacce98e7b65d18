using System.ComponentModel;
using System.Diagnostics;

namespace IncidentDesk.Storage.Postgres;

/// <summary>
/// The running processes of one cluster. Every PostgreSQL process works in its cluster's folder, which tells ours from anybody else's, even
/// where a process number was used again. Without <c>/proc</c> (macOS) the program's name has to do, and orphans are waited for.
/// </summary>
internal sealed class ServerProcesses
{
    private readonly string _cluster;
    private readonly string _realCluster;

    private ServerProcesses(string cluster, string realCluster) => (_cluster, _realCluster) = (cluster, realCluster);

    public static async Task<ServerProcesses> OfAsync(string cluster, CancellationToken cancellationToken)
    {
        var real = await Command.RunAsync(["readlink", "-f", cluster], TimeSpan.FromSeconds(10), cancellationToken);
        return new ServerProcesses(cluster, real.Succeeded ? real.Output : cluster);
    }

    /// <summary>The postmaster named by the cluster's pid file, when it is alive and ours.</summary>
    public PostmasterFile? LivePostmaster() => PostmasterFile.Read(_cluster) is { } file && IsOurs(file.ProcessId) ? file : null;

    /// <summary>
    /// Clears what a killed postmaster leaves behind: backends that still hold its shared memory are ended (what they did not commit is rolled back by
    /// recovery anyway), then the stale pid file goes. To be called only while the desk's lock is held and no postmaster lives.
    /// </summary>
    public void ClearLeftovers()
    {
        var orphans = Orphans().ToList();
        foreach (var orphan in orphans)
        {
            orphan.Kill();
        }

        foreach (var orphan in orphans)
        {
            orphan.WaitForExit(TimeSpan.FromSeconds(5));
            orphan.Dispose();
        }

        File.Delete(PostmasterFile.PathIn(_cluster));
    }

    private IEnumerable<Process> Orphans() =>
        !Directory.Exists("/proc/self")
            ? []
            : from folder in Directory.EnumerateDirectories("/proc")
              let processId = int.TryParse(Path.GetFileName(folder), out var number) ? number : 0
              where processId > 0 && IsOurs(processId)
              let process = Find(processId)
              where process is not null
              select process;

    private bool IsOurs(int processId)
    {
        using var process = Find(processId);
        // Backends write what they do behind the program's name: "postgres: incidentdesk ... SELECT".
        if (process is null || NameOf(process)?.StartsWith("postgres", StringComparison.Ordinal) != true)
        {
            return false;
        }

        try
        {
            return !Directory.Exists("/proc/self") || new FileInfo($"/proc/{processId}/cwd").LinkTarget == _realCluster;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // Ended meanwhile, or another user's.
        }
    }

    internal static Process? Find(int processId)
    {
        try
        {
            return Process.GetProcessById(processId);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string? NameOf(Process process)
    {
        try
        {
            return process.ProcessName;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
