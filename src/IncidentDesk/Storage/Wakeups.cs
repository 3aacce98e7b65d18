using System.Collections.Concurrent;
using System.Threading.Channels;

namespace IncidentDesk.Storage;

/// <summary>
/// Who waits for what inside this node. A wake is a hint, never a fact: every waiter also looks by itself after a while, so a lost one costs a moment.
/// </summary>
public sealed class Wakeups
{
    private readonly ConcurrentDictionary<string, Channel<bool>> _waiters = new();

    /// <summary>Topics raised on this node, for the relay that tells the other nodes.</summary>
    internal Channel<string> ToRelay { get; } =
        Channel.CreateBounded<string>(new BoundedChannelOptions(1_024) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Wakes the waiters here at once, and those on other nodes through the relay.</summary>
    public void Raise(string topic)
    {
        RaiseHere(topic);
        ToRelay.Writer.TryWrite(topic);
    }

    /// <summary>Any topic that is raised on any node, told to everybody who listens. Comes on any thread; whoever listens returns at once.</summary>
    public event Action<string>? Raised;

    internal void RaiseHere(string topic)
    {
        // A topic that nobody has ever waited for keeps nothing: there is one for every incident.
        if (_waiters.TryGetValue(topic, out var waiter))
        {
            waiter.Writer.TryWrite(true);
        }
        Raised?.Invoke(topic);
    }

    /// <summary>
    /// Returns when the topic is raised (also if it was since the last wait) or the time is over. One waiter per topic: of several, one returns; whoever
    /// shares a topic listens to <see cref="Raised"/>.
    /// </summary>
    public async Task WaitAsync(string topic, TimeSpan atMost, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(atMost);
        try
        {
            await Waiter(topic).Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is over: the waiter looks for itself.
        }
    }

    private Channel<bool> Waiter(string topic) => _waiters.GetOrAdd(topic, static _ =>
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }));
}
