namespace IncidentDesk.Runbooks.Actions;

/// <summary>An empty folder for one step, for this program's user alone; gone with everything in it when the step has ended.</summary>
internal sealed class WorkFolder : IDisposable
{
    /// <summary>Its full path; it holds a folder <c>tmp</c>.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("incidentdesk-run-").FullName;

    public WorkFolder() => Directory.CreateDirectory(Temporary);

    public string Temporary => System.IO.Path.Combine(Path, "tmp");

    /// <summary>Writes a file; others can't reach into the folder.</summary>
    public async Task<string> WriteAsync(string name, byte[] content, CancellationToken cancellation)
    {
        var path = System.IO.Path.Combine(Path, name);
        await File.WriteAllBytesAsync(path, content, cancellation);
        return path;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Something that the step left running still writes there; the machine clears its temporary folder.
        }
    }
}

/// <summary>The environment of every program that a step starts: made from nothing.</summary>
internal static class ChildEnvironment
{
    public const string RunVariable = "INCIDENTDESK_RUN_ID";

    public static Dictionary<string, string> For(StepRequest request, WorkFolder folder) => new()
    {
        ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ["LANG"] = "C.UTF-8",
        ["LC_ALL"] = "C.UTF-8",
        ["HOME"] = folder.Path,
        ["TMPDIR"] = folder.Temporary,
        [RunVariable] = request.RunId.ToString("N"),
        ["INCIDENTDESK_INCIDENT"] = request.Incident,
    };
}
