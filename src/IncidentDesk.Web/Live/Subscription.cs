using System.Threading.Channels;
using IncidentDesk.Storage;

namespace IncidentDesk.Web.Live;

/// <summary>
/// One listener to the <see cref="Feed"/> until it is disposed: told of the changes of its topics, folded, at most four times a second, and never
/// twice at once.
/// </summary>
public sealed class Subscription : IAsyncDisposable
{
    /// <summary>The least time between two tellings.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);

    private readonly Feed _feed;
    private readonly TimeProvider _time;
    private readonly Func<IReadOnlyList<Change>, CancellationToken, Task> _tell;
    private readonly Func<TimeSpan> _longest;
    private readonly Lock _gate = new();
    private readonly Dictionary<Topic, IDisposable> _ears = [];
    private readonly Changes _heard = new();
    private readonly Channel<bool> _woken = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    /// <param name="feed">This node's feed.</param>
    /// <param name="time">What the waits run by.</param>
    /// <param name="tell">Told what has changed; nothing when the longest time is over. It handles its own failures.</param>
    /// <param name="longest">The longest time between two tellings, asked before each; infinite where changes alone count.</param>
    public Subscription(Feed feed, TimeProvider time, Func<IReadOnlyList<Change>, CancellationToken, Task> tell, Func<TimeSpan>? longest = null)
    {
        (_feed, _time, _tell, _longest) = (feed, time, tell, longest ?? (() => Timeout.InfiniteTimeSpan));
        _loop = RunAsync(_stop.Token);
    }

    /// <summary>Listens to these topics from now on, and to no others.</summary>
    public void Watch(IReadOnlyCollection<Topic> topics)
    {
        lock (_gate)
        {
            foreach (var gone in _ears.Keys.Except(topics).ToList())
            {
                _ears[gone].Dispose();
                _ears.Remove(gone);
            }
            foreach (var topic in topics.Except(_ears.Keys).ToList())
            {
                _ears[topic] = _feed.Listen(topic, Hear);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Watch([]);
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private void Hear(Change change)
    {
        lock (_heard)
        {
            _heard.Add(change);
        }
        _woken.Writer.TryWrite(true);
    }

    private async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await WokenAsync(stop);
            IReadOnlyList<Change> heard;
            lock (_heard)
            {
                heard = _heard.Take();
            }
            await _tell(heard, stop);
            await Task.Delay(Rest, _time, stop);
        }
    }

    private async Task WokenAsync(CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(_longest(), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            await _woken.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The longest time is over.
        }
    }
}
