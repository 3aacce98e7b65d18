using System.Collections.Concurrent;
using IncidentDesk.Jobs;
using IncidentDesk.Notifications.Channels;
using IncidentDesk.Storage;

namespace IncidentDesk.Notifications;

/// <summary>
/// The circuit breaker of addresses that are receivers of their own. One that did not answer is left alone for a while, longer each time, with everything that waits
/// for it, so that it costs the others next to nothing. Counted on each node by itself; the wait itself is in the jobs.
/// </summary>
internal sealed class AddressTroubles
{
    private readonly ConcurrentDictionary<Guid, int> _failures = new();

    /// <summary>Notes how a send ended, in its transaction.</summary>
    public async Task NoteAsync(DeskTransaction work, Notification notification, AttemptOutcome outcome)
    {
        if (notification.ContactMethodId is not { } address || !ChannelLanes.IsOwnReceiver(notification.Method))
        {
            return;
        }
        if (outcome != AttemptOutcome.Deferred)
        {
            _failures.TryRemove(address, out _);
            return;
        }
        var failures = _failures.AddOrUpdate(address, 1, (_, before) => before + 1);
        await work.PutOffAsync(address, JobEngine.Pause(failures));
    }
}
