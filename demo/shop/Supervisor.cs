using System.Diagnostics;
using System.Globalization;

namespace IncidentDesk.DemoShop;

/// <summary>One instance that runs, for the state that it was started for.</summary>
internal sealed record Member(Process Process, int Port, ShopState For);

/// <summary>Keeps as many instances of the wanted version as the state folder says: starts what is missing, replaces what is old, restarts what has died.</summary>
internal sealed class Supervisor(string folder) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private volatile Member[] _members = [];
    private ShopState _state = ShopState.First;

    /// <summary>Those that take customers now.</summary>
    public IReadOnlyList<Member> Members => _members;

    /// <summary>What the folder asks for.</summary>
    public ShopState Wanted => ShopState.Read(folder, _state);

    /// <summary>Whether every instance is as the folder asks.</summary>
    public bool Settled => _members.Length == Wanted.Instances && _members.All(m => IsAs(m, Wanted));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            _state = ShopState.Read(folder, _state);
            await FollowAsync(_state, stoppingToken);
            await Task.Delay(Look, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        foreach (var member in _members)
        {
            End(member);
        }
    }

    private async Task FollowAsync(ShopState wanted, CancellationToken stopping)
    {
        _members = [.. _members.Where(m => !m.Process.HasExited)];
        // New ones first, so that somebody always takes customers; then the old ones go.
        while (_members.Count(m => IsAs(m, wanted)) < wanted.Instances && !stopping.IsCancellationRequested)
        {
            var member = await StartAsync(wanted);
            _members = [.. _members, member];
        }
        var keep = _members.Where(m => IsAs(m, wanted)).Take(wanted.Instances).ToArray();
        var old = _members.Except(keep).ToList();
        _members = keep;
        old.ForEach(End);
    }

    private static bool IsAs(Member member, ShopState wanted) => member.For with { Instances = wanted.Instances } == wanted;

    private static async Task<Member> StartAsync(ShopState wanted)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["instance", wanted.Version, wanted.Errors.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var port = await process.StandardOutput.ReadLineAsync();
        return new Member(process, int.Parse(port ?? throw new InvalidOperationException("An instance could not start."), CultureInfo.InvariantCulture), wanted);
    }

    private static void End(Member member)
    {
        member.Process.StandardInput.Close();
        if (!member.Process.WaitForExit(TimeSpan.FromSeconds(1)))
        {
            member.Process.Kill();
        }
        member.Process.Dispose();
    }
}
