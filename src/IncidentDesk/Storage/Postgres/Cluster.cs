using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace IncidentDesk.Storage.Postgres;

/// <summary>
/// One private PostgreSQL cluster on the disk: the folder <c>{root}/{major}</c> with its password (<c>{major}.password</c>, mode 0600) and its port
/// (<c>{major}.port</c>) beside it. Made once, started and stopped many times.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class Cluster(string root, PostgresBinaries binaries, ServerUser user, BuiltInPostgresOptions options)
{
    private readonly ServerPort _port = new(Path.Combine(root, $"{binaries.Major}.port"));

    public string Folder { get; } = Path.Combine(root, $"{binaries.Major}");

    private string PasswordFile => Folder + ".password";

    private string StartLog => Path.Combine(Folder, "start.log");

    /// <summary>The major versions that already have a cluster under a root.</summary>
    public static IReadOnlyList<int> MajorsIn(string root) =>
        !Directory.Exists(root)
            ? []
            : [.. from folder in Directory.EnumerateDirectories(root)
                  let major = int.TryParse(Path.GetFileName(folder), out var number) ? number : 0
                  where major > 0
                  select major];

    /// <summary>The random password of <see cref="ServerSettings.Name"/>.</summary>
    public string Password()
    {
        try
        {
            return File.ReadAllText(PasswordFile).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseStartException(
                $"{PasswordFile}, the key to the database, can't be read ({e.Message}); start as the user who owns it.", e);
        }
    }

    /// <summary>Makes the cluster where it is missing. It is built beside its place and moved there when complete, so that an interrupted start leaves none.</summary>
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(Folder))
        {
            return;
        }

        var unfinished = Folder + ".new";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        Directory.CreateDirectory(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await user.GiveAsync(unfinished, cancellationToken);
        await WritePasswordAsync(cancellationToken);

        var result = await user.RunAsync(
            [
                binaries.Initdb, "-D", unfinished, "-U", ServerSettings.Name, "-A", "scram-sha-256", $"--pwfile={PasswordFile}", "--encoding=UTF8",
                // Byte order is fast and survives upgrades of the system's locales; the character type makes lower() know every alphabet.
                "--lc-collate=C", OperatingSystem.IsMacOS() ? "--lc-ctype=en_US.UTF-8" : "--lc-ctype=C.UTF-8", "--lc-messages=C",
                .. options.Durable && options.SyncNewCluster ? Array.Empty<string>() : ["--no-sync"],
            ],
            TimeSpan.FromMinutes(3), cancellationToken);
        if (!result.Succeeded)
        {
            throw new DatabaseStartException($"The database can't be made in {Folder}: {result.Output}");
        }

        await File.AppendAllTextAsync(Path.Combine(unfinished, "postgresql.conf"), ServerSettings.Text(options), cancellationToken);
        Directory.Move(unfinished, Folder);
    }

    /// <summary>Starts the server, in a session of its own (pg_ctl sees to that), and waits until it answers. Null when it does; else what it said.</summary>
    public async Task<string?> StartAsync(CancellationToken cancellationToken)
    {
        File.Delete(StartLog);
        var result = await user.RunAsync(
            [binaries.PgCtl, "start", "-D", Folder, "-w", "-t", "60", "-s", "-l", StartLog, "-o", ServerSettings.Arguments(_port.Choose())],
            TimeSpan.FromSeconds(75), cancellationToken);
        return result.Succeeded ? null : LastWords(result.Output);
    }

    /// <summary>Stops the server: sessions are cut, everything committed is on the disk. False when it needs longer than the limit and finishes on its own.</summary>
    public async Task<bool> StopAsync()
    {
        var seconds = Math.Ceiling(options.StopLimit.TotalSeconds);
        var result = await user.RunAsync(
            [binaries.PgCtl, "stop", "-D", Folder, "-w", "-s", "-t", $"{seconds:0}", "-m", options.Durable ? "fast" : "immediate"],
            options.StopLimit + TimeSpan.FromSeconds(2), CancellationToken.None);
        return result.Succeeded || !File.Exists(PostmasterFile.PathIn(Folder));
    }

    private async Task WritePasswordAsync(CancellationToken cancellationToken)
    {
        File.Delete(PasswordFile);
        var file = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        await using (var writer = new StreamWriter(PasswordFile, file))
        {
            await writer.WriteAsync(RandomNumberGenerator.GetHexString(48, lowercase: true));
        }

        await user.GiveAsync(PasswordFile, cancellationToken);
    }

    // What goes wrong before the server's own log opens is in the start log; the rest is in the newest file under log/.
    private string LastWords(string fallback)
    {
        var logs = Path.Combine(Folder, "log");
        var newest = Directory.Exists(logs) ? Directory.GetFiles(logs).MaxBy(File.GetLastWriteTimeUtc) : null;
        var lines = new[] { newest, StartLog }
            .Where(File.Exists)
            .SelectMany(file => File.ReadLines(file!).TakeLast(20))
            .Where(line => line.Contains("FATAL:", StringComparison.Ordinal) || line.Contains("HINT:", StringComparison.Ordinal))
            .TakeLast(3);
        var words = string.Join(" ", lines);
        return words.Length > 0 ? words : fallback;
    }
}
