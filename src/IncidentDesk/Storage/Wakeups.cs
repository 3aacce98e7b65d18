using System.Collections.Concurrent;
using System.Threading.Channels;

namespace IncidentDesk.Storage;

/// <summary>
/// Says inside this node what has changed, here or on another node. A wake-up is a hint, never a fact: every waiter also looks by itself after a
/// while, so a lost one costs a moment.
/// </summary>
public sealed class Wakeups
{
    private readonly ConcurrentDictionary<Topic, Channel<bool>> _waiters = new();

    /// <summary>Changes of this node, for the relay that tells the other nodes.</summary>
    internal Channel<Change> ToRelay { get; } =
        Channel.CreateBounded<Change>(new BoundedChannelOptions(1_024) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>A change on any node, told to everybody who listens. Comes on any thread; whoever listens returns at once.</summary>
    public event Action<Change>? Raised;

    /// <summary>The line to the other nodes was down for a while: anything may have changed unheard.</summary>
    public event Action? Missed;

    /// <summary>Wakes the waiters here at once, and those on other nodes through the relay. Call it after the commit.</summary>
    public void Raise(Change change)
    {
        RaiseHere(change);
        ToRelay.Writer.TryWrite(change);
    }

    internal void RaiseHere(Change change)
    {
        // A topic that nobody has ever waited for keeps nothing: there is one for every incident.
        if (_waiters.TryGetValue(change.Topic, out var waiter))
        {
            waiter.Writer.TryWrite(true);
        }
        Raised?.Invoke(change);
    }

    internal void RaiseMissed() => Missed?.Invoke();

    /// <summary>
    /// Returns when the topic is raised (also if it was since the last wait) or the time is over. One waiter per topic: of several, one returns; whoever
    /// shares a topic listens to <see cref="Raised"/>.
    /// </summary>
    public async Task WaitAsync(Topic topic, TimeSpan atMost, CancellationToken cancellation)
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

    private Channel<bool> Waiter(Topic topic) => _waiters.GetOrAdd(topic, static _ =>
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }));
}
