namespace IncidentDesk.Storage.Postgres;

/// <summary>
/// What <c>postmaster.pid</c> says of the server that wrote it, which may be long gone. Line 1 is the process, line 4 its port
/// (PostgreSQL, src/include/utils/pidfile.h).
/// </summary>
internal sealed record PostmasterFile(int ProcessId, int Port)
{
    public static string PathIn(string cluster) => Path.Combine(cluster, "postmaster.pid");

    /// <summary>Null when there is no file. The port is 0 while the server has not come far enough to write it.</summary>
    public static PostmasterFile? Read(string cluster)
    {
        try
        {
            var lines = File.ReadAllLines(PathIn(cluster));
            return lines.Length > 0 && int.TryParse(lines[0], out var processId)
                ? new PostmasterFile(Math.Abs(processId), lines.Length > 3 && int.TryParse(lines[3], out var port) ? port : 0)
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
