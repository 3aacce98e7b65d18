using System.Threading.Channels;
using IncidentDesk.Storage;

namespace IncidentDesk.Web.Live;

/// <summary>
/// Keeps what an open page shows up to date until it is disposed: reads again when one of its topics is raised on any node, at most four times a second,
/// and every five seconds anyway, because a wake-up is a hint that may get lost.
/// </summary>
public sealed class Reread : IAsyncDisposable
{
    /// <summary>The least time between two reads.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest time between two reads.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    private readonly Wakeups _wakeups;
    private readonly TimeProvider _time;
    private readonly Func<IReadOnlyCollection<string>> _topics;
    private readonly Func<CancellationToken, Task> _read;
    private readonly Channel<bool> _woken = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    /// <param name="wakeups">This node's wake-ups.</param>
    /// <param name="time">What the waits run by.</param>
    /// <param name="topics">What the page shows now; asked at every wake-up, on any thread.</param>
    /// <param name="read">Reads again and shows; it handles its own failures.</param>
    public Reread(Wakeups wakeups, TimeProvider time, Func<IReadOnlyCollection<string>> topics, Func<CancellationToken, Task> read)
    {
        (_wakeups, _time, _topics, _read) = (wakeups, time, topics, read);
        wakeups.Raised += Hear;
        _loop = RunAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _wakeups.Raised -= Hear;
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private void Hear(string topic)
    {
        if (_topics().Contains(topic))
        {
            _woken.Writer.TryWrite(true);
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await WokenAsync(stop);
            await _read(stop);
            await Task.Delay(Rest, _time, stop);
        }
    }

    private async Task WokenAsync(CancellationToken stop)
    {
        using var poll = new CancellationTokenSource(Poll, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, poll.Token);
        try
        {
            await _woken.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The time is over: the page looks for itself.
        }
    }
}
