using System.Runtime.Versioning;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace IncidentDesk.Storage.Postgres;

/// <summary>
/// Which folder a data folder's clusters are in. Normally <c>postgres</c> inside it. Where the server's user can't reach that (a clone under /root), a folder
/// of its own under the system's, and <c>postgres.folder</c> in the data folder says which, so that the two stay together.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class ClusterRoot
{
    public static string? Existing(string dataDirectory)
    {
        var pointer = Pointer(dataDirectory);
        if (!File.Exists(pointer))
        {
            var inside = Inside(dataDirectory);
            return Directory.Exists(inside) ? inside : null;
        }

        var root = File.ReadAllText(pointer).Trim();
        return Directory.Exists(root) ? root : throw new DatabaseStartException(
            $"{pointer} says that this data folder's database is in {root}, which is missing; put it back, or delete {pointer} to start with an empty one.");
    }

    public static async Task<string> ChooseAsync(
        string dataDirectory, ServerUser user, string systemFolder, ILogger logger, CancellationToken cancellationToken)
    {
        if (File.Exists(Pointer(dataDirectory)))
        {
            return Existing(dataDirectory)!;
        }

        var inside = Inside(dataDirectory);
        MakeOpen(inside);
        if (await user.CanEnterAsync(inside, cancellationToken))
        {
            return inside;
        }

        if (Cluster.MajorsIn(inside).Count > 0)
        {
            throw new DatabaseStartException(
                $"The user {user.Name}, who owns the database in {inside}, can no longer reach it; restore the right to enter the folders above it (chmod o+x).");
        }

        Directory.Delete(inside);
        var outside = Path.Combine(systemFolder, RandomNumberGenerator.GetHexString(8, lowercase: true));
        MakeOpen(systemFolder);
        MakeOpen(outside);
        await File.WriteAllTextAsync(Pointer(dataDirectory), outside + "\n", cancellationToken);
        logger.LogWarning(
            "PostgreSQL does not run as root, and the user {User} can't reach {DataDirectory}: the database is kept in {Folder}",
            user.Name, dataDirectory, outside);
        return outside;
    }

    private static string Inside(string dataDirectory) => Path.Combine(dataDirectory, "postgres");

    private static string Pointer(string dataDirectory) => Path.Combine(dataDirectory, "postgres.folder");

    // Open to enter, whatever the umask: what must be private is inside, and private itself.
    private static void MakeOpen(string folder)
    {
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            File.SetUnixFileMode(
                folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }
    }
}
