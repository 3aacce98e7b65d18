using IncidentDesk.Storage;

namespace IncidentDesk.Web.Live;

/// <summary>
/// The one fan-out of this node: tells each change to the open pages and hub clients that look at its topic. Three ways lead to the right screen:
/// <list type="bullet">
/// <item>changes are told, by this node at once and by others through LISTEN (some 100 ms);</item>
/// <item>every <see cref="CompareEvery"/> the marks of all topics that are looked at are compared in one query, which finds what was lost on the way;</item>
/// <item>when the line to the other nodes returns, everybody reads again.</item>
/// </list>
/// </summary>
public sealed class Feed : BackgroundService
{
    /// <summary>How long a lost message can go unnoticed.</summary>
    public static readonly TimeSpan CompareEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<Topic, List<Ear>> _ears = [];
    private readonly TopicMarks _marks;
    private readonly TimeProvider _time;
    private readonly ILogger<Feed> _log;

    public Feed(Wakeups wakeups, TopicMarks marks, TimeProvider time, ILogger<Feed> log)
    {
        (_marks, _time, _log) = (marks, time, log);
        wakeups.Raised += Tell;
        wakeups.Missed += TellAll;
    }

    /// <summary>How many topics are looked at on this node.</summary>
    public int Watched
    {
        get
        {
            lock (_gate)
            {
                return _ears.Count;
            }
        }
    }

    /// <summary>
    /// Calls <paramref name="hear"/> at each change of the topic until the answer is disposed, on any thread; it returns at once. The first comparison
    /// is always a change: what moved between the listener's reading and this call is not lost.
    /// </summary>
    public IDisposable Listen(Topic topic, Action<Change> hear)
    {
        var ear = new Ear(this, topic, hear);
        lock (_gate)
        {
            if (!_ears.TryGetValue(topic, out var all))
            {
                _ears[topic] = all = [];
            }
            all.Add(ear);
        }
        return ear;
    }

    /// <summary>Tells those whose topic has another mark than they last knew.</summary>
    public async Task CompareAsync(CancellationToken cancellation)
    {
        var ears = All();
        var marks = await _marks.ReadAsync(ears.Select(e => e.Topic).Distinct(), cancellation);
        foreach (var ear in ears)
        {
            ear.Compare(marks.TryGetValue(ear.Topic, out var mark) ? mark : 0);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CompareEvery, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CompareAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                _log.LogWarning("Open pages can't be compared with the database at the moment: {Reason}", error.GetBaseException().Message);
            }
        }
    }

    private void Tell(Change change)
    {
        Ear[] here;
        lock (_gate)
        {
            here = _ears.TryGetValue(change.Topic, out var found) ? [.. found] : [];
        }
        foreach (var ear in here)
        {
            ear.Hear(change);
        }
    }

    private void TellAll()
    {
        foreach (var ear in All())
        {
            ear.Hear(new Change(ear.Topic));
        }
    }

    private Ear[] All()
    {
        lock (_gate)
        {
            return [.. _ears.Values.SelectMany(e => e)];
        }
    }

    private void Remove(Ear ear)
    {
        lock (_gate)
        {
            if (_ears.TryGetValue(ear.Topic, out var all) && all.Remove(ear) && all.Count == 0)
            {
                _ears.Remove(ear.Topic);
            }
        }
    }

    private sealed class Ear(Feed feed, Topic topic, Action<Change> hear) : IDisposable
    {
        private long? _mark;

        public Topic Topic => topic;

        public void Hear(Change change) => hear(change);

        public void Compare(long mark)
        {
            if (_mark != mark)
            {
                _mark = mark;
                hear(new Change(topic));
            }
        }

        public void Dispose() => feed.Remove(this);
    }
}
