using IncidentDesk.Storage;
using Microsoft.AspNetCore.SignalR;

namespace IncidentDesk.Web.Live;

/// <summary>What the hub's clients on this node watch. Each topic is a group, which is told while anybody is in it.</summary>
public sealed class HubTopics : IAsyncDisposable
{
    /// <summary>How many topics one connection can watch.</summary>
    public const int MostPerConnection = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (HubCallerContext Context, HashSet<Topic> Topics)> _connections = [];
    private readonly IHubContext<DeskHub> _hub;
    private readonly Subscription _subscription;

    public HubTopics(Feed feed, TimeProvider time, IHubContext<DeskHub> hub)
    {
        _hub = hub;
        _subscription = new Subscription(feed, time, TellAsync);
    }

    /// <summary>Who is connected.</summary>
    public IReadOnlyList<HubCallerContext> Connected
    {
        get
        {
            lock (_gate)
            {
                return [.. _connections.Values.Select(c => c.Context)];
            }
        }
    }

    /// <summary>The group of a topic.</summary>
    public static string Group(Topic topic) => new Change(topic).ToString();

    public void Come(HubCallerContext context)
    {
        lock (_gate)
        {
            _connections[context.ConnectionId] = (context, []);
        }
    }

    /// <summary>False when the connection watches as many as it can.</summary>
    public bool Add(string connection, Topic topic)
    {
        lock (_gate)
        {
            if (!_connections.TryGetValue(connection, out var known) || (known.Topics.Count >= MostPerConnection && !known.Topics.Contains(topic)))
            {
                return false;
            }
            known.Topics.Add(topic);
            Watch();
            return true;
        }
    }

    public void Remove(string connection, Topic topic)
    {
        lock (_gate)
        {
            if (_connections.TryGetValue(connection, out var known) && known.Topics.Remove(topic))
            {
                Watch();
            }
        }
    }

    public void Leave(string connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
            Watch();
        }
    }

    public ValueTask DisposeAsync() => _subscription.DisposeAsync();

    private void Watch() => _subscription.Watch([.. _connections.Values.SelectMany(c => c.Topics).Distinct()]);

    private async Task TellAsync(IReadOnlyList<Change> changes, CancellationToken cancellation)
    {
        foreach (var ((name, id), seq) in changes)
        {
            await _hub.Clients.Group(Group(new Topic(name, id))).SendAsync("changed", new HubChange(name, id == Guid.Empty ? null : id, seq), cancellation);
        }
    }
}
