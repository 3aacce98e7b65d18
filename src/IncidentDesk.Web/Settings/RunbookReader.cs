using IncidentDesk.Runbooks;

namespace IncidentDesk.Web.Settings;

/// <summary>Reads what runbooks may do on this server. What is wrong here stops the start: an allow-list with a mistake in it should not be found out in an outage.</summary>
internal static class RunbookReader
{
    private const string CommandsKey = "Runbooks:Commands";
    private const string PlaybooksKey = "Runbooks:Playbooks";
    private static readonly string[] Shells = ["sh", "bash", "dash", "ash", "zsh", "ksh", "csh", "tcsh", "fish", "busybox"];
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static RunbookSettings Read(SettingsReader reader) => new([.. reader.List(CommandsKey).Where(c => IsProgram(reader, c))], Playbooks(reader));

    private static bool IsProgram(SettingsReader reader, string path)
    {
        var problem = !Path.IsPathRooted(path) || Path.GetFullPath(path) != path ? "is not an absolute path."
            : Shells.Contains(Path.GetFileName(path)) ? "is a shell, which would allow everything; list the programs themselves."
            : !File.Exists(path) ? "does not exist."
            : !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Executable) == 0 ? "is not executable."
            : null;
        if (problem is not null)
        {
            reader.Complain(CommandsKey, $"holds \"{path}\", which {problem}");
        }
        return problem is null;
    }

    private static string? Playbooks(SettingsReader reader)
    {
        if (reader.Text(PlaybooksKey) is not { } folder)
        {
            return null;
        }
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!Directory.Exists(path))
        {
            reader.Complain(PlaybooksKey, $"is {path}, which is not a folder.");
        }
        return path;
    }
}
