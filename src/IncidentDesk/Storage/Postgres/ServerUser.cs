namespace IncidentDesk.Storage.Postgres;

/// <summary>
/// Whom the server runs as. PostgreSQL refuses to run as root, so a root program drops to an unprivileged user for every command that it gives;
/// an ordinary user runs the server as itself.
/// </summary>
internal sealed class ServerUser
{
    private readonly string? _uid;
    private readonly string? _gid;

    private ServerUser(string name, string? uid, string? gid) => (Name, _uid, _gid) = (name, uid, gid);

    /// <summary>The name people know the user by, or its number where the machine has no name for it.</summary>
    public string Name { get; }

    /// <summary>True when commands run as somebody other than this process's own user.</summary>
    public bool Dropped => _uid is not null;

    /// <summary>As root: the owner of the cluster where one exists, else <c>postgres</c>, else <c>nobody</c>.</summary>
    public static async Task<ServerUser> FindAsync(string? existingCluster, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerUser(Environment.UserName, null, null);
        }

        var accounts = Accounts().ToList();
        if (existingCluster is not null && await OwnerAsync(existingCluster, cancellationToken) is { } owner && owner.Uid != "0")
        {
            return new ServerUser(accounts.Find(account => account.Uid == owner.Uid)?.Name ?? owner.Uid, owner.Uid, owner.Gid);
        }

        var chosen = accounts.Find(account => account.Name == "postgres") ?? accounts.Find(account => account.Name == "nobody")
            ?? throw new DatabaseStartException(
                "PostgreSQL can't run as root, and this machine has neither a user postgres nor a user nobody; start as an ordinary user.");
        return new ServerUser(chosen.Name, chosen.Uid, chosen.Gid);
    }

    /// <summary>Runs a program as this user.</summary>
    public async Task<CommandResult> RunAsync(IReadOnlyList<string> commandLine, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (!Dropped)
        {
            return await Command.RunAsync(commandLine, limit, cancellationToken);
        }

        var result = await Command.RunAsync(["setpriv", $"--reuid={_uid}", $"--regid={_gid}", "--clear-groups", .. commandLine], limit, cancellationToken);
        return result.ExitCode != 127 ? result : throw new DatabaseStartException(
            "PostgreSQL can't run as root, and the setpriv program, which would run it as another user, is missing; install util-linux or start as an ordinary user.");
    }

    /// <summary>True when the user can enter the folder.</summary>
    public async Task<bool> CanEnterAsync(string folder, CancellationToken cancellationToken) =>
        !Dropped || (await RunAsync(["test", "-x", folder], TimeSpan.FromSeconds(10), cancellationToken)).Succeeded;

    /// <summary>Hands a file or an empty folder to the user; nothing to do when that is this process's own.</summary>
    public async Task GiveAsync(string path, CancellationToken cancellationToken)
    {
        if (Dropped && await Command.RunAsync(["chown", $"{_uid}:{_gid}", path], TimeSpan.FromSeconds(10), cancellationToken) is { Succeeded: false } failed)
        {
            throw new DatabaseStartException($"{path} can't be given to the user {Name}, who runs the database: {failed.Output}");
        }
    }

    private static async Task<(string Uid, string Gid)?> OwnerAsync(string path, CancellationToken cancellationToken)
    {
        var answer = await Command.RunAsync(["stat", "-c", "%u:%g", path], TimeSpan.FromSeconds(10), cancellationToken);
        return answer.Succeeded && answer.Output.Split(':') is [var uid, var gid] ? (uid, gid) : null;
    }

    // passwd(5): name:password:uid:gid:...
    private static IEnumerable<Account> Accounts() =>
        from line in File.Exists("/etc/passwd") ? File.ReadLines("/etc/passwd") : []
        let fields = line.Split(':')
        where fields.Length >= 4
        select new Account(fields[0], fields[2], fields[3]);

    private sealed record Account(string Name, string Uid, string Gid);
}
