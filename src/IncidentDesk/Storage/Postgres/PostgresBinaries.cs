using System.Text.RegularExpressions;

namespace IncidentDesk.Storage.Postgres;

/// <summary>A folder that holds <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>, and the major version they are of.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest PostgreSQL that the desk's SQL runs on.</summary>
    public const int OldestMajor = 15;

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    public string Initdb => Path.Combine(Folder, "initdb");

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>
    /// Finds the binaries to use. Data decides: where a cluster exists, only its own major version can open it. Else the first found wins.
    /// </summary>
    /// <param name="existingMajors">Major versions of the clusters that are already in the data folder.</param>
    /// <param name="folders">Where to look, best first; see <see cref="UsualFolders"/>.</param>
    /// <exception cref="DatabaseStartException">Nothing suitable is installed.</exception>
    public static async Task<PostgresBinaries> FindAsync(
        IReadOnlyCollection<int> existingMajors, IEnumerable<string> folders, CancellationToken cancellationToken)
    {
        var found = new List<PostgresBinaries>();
        foreach (var folder in folders.Where(HasAllPrograms))
        {
            if (await MajorOfAsync(folder, cancellationToken) is { } major)
            {
                found.Add(new PostgresBinaries(folder, major));
            }
        }

        if (existingMajors.Count > 0)
        {
            var major = existingMajors.Max();
            return found.Find(binaries => binaries.Major == major) ?? throw new DatabaseStartException(
                $"The data folder was written by PostgreSQL {major}, whose server programs are not installed; install them (Debian and Ubuntu: apt install postgresql-{major}; Homebrew: brew install postgresql@{major}).");
        }

        return found.Find(binaries => binaries.Major >= OldestMajor) ?? throw new DatabaseStartException(NothingSuitable(found));
    }

    /// <summary>PATH, then the distributions' versioned folders and Homebrew's, newest version first.</summary>
    public static IEnumerable<string> UsualFolders()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return path.Where(Path.IsPathRooted)
            .Concat(Versioned("/usr/lib/postgresql", "*"))
            .Concat(Versioned("/usr", "pgsql-*"))
            .Concat(Versioned("/opt/homebrew/opt", "postgresql@*"))
            .Concat(Versioned("/usr/local/opt", "postgresql@*"))
            .Concat(Versioned("/home/linuxbrew/.linuxbrew/opt", "postgresql@*"))
            .Distinct();
    }

    private static IEnumerable<string> Versioned(string parent, string pattern) =>
        !Directory.Exists(parent)
            ? []
            : Directory.EnumerateDirectories(parent, pattern)
                .Select(folder => (Folder: folder, Version: Digits().Match(Path.GetFileName(folder)).Value))
                .Where(entry => entry.Version.Length is > 0 and < 5)
                .OrderByDescending(entry => int.Parse(entry.Version))
                .Select(entry => Path.Combine(entry.Folder, "bin"));

    private static bool HasAllPrograms(string folder) => Programs.All(program => File.Exists(Path.Combine(folder, program)));

    private static async Task<int?> MajorOfAsync(string folder, CancellationToken cancellationToken)
    {
        // "postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)"
        var answer = await Command.RunAsync([Path.Combine(folder, "postgres"), "--version"], TimeSpan.FromSeconds(10), cancellationToken);
        var version = Version().Match(answer.Output);
        return answer.Succeeded && version.Success ? int.Parse(version.Groups[1].Value) : null;
    }

    private static string NothingSuitable(List<PostgresBinaries> found) =>
        (found.Count == 0 ? "PostgreSQL's server programs are not installed" : $"PostgreSQL {found[0].Major} in {found[0].Folder} is too old")
        + $": install PostgreSQL {OldestMajor} or newer (Debian and Ubuntu: apt install postgresql; Homebrew: brew install postgresql@17), "
        + "or give the address of a server in IncidentDesk__Database__ConnectionString.";

    [GeneratedRegex(@"\d+$")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\(PostgreSQL\) (\d{1,4})")]
    private static partial Regex Version();
}
