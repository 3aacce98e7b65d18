using IncidentDesk.Alerts.Sources;
using IncidentDesk.Kernel;

namespace IncidentDesk.Alerts;

/// <summary>A signal that waits for the digest, as far as the digest decides by it; description, labels and links never leave the database.</summary>
internal sealed record PendingSignal(Guid Id, Guid IntegrationId, string DedupKey, SignalState State, SourceSeverity Severity, string Title,
    DateTimeOffset? StartedAt, DateTimeOffset ReceivedAt);

/// <summary>One episode of an alert as the hot table has it, or as it begins in this batch.</summary>
internal sealed class Episode
{
    public Guid Id { get; init; }
    public bool IsNew { get; init; }
    public Guid IntegrationId { get; init; }
    public required string DedupKey { get; init; }
    public required string Title { get; set; }

    /// <summary>The signal that began it, whose description, labels and links it has; known while it is new.</summary>
    public Guid BegunBy { get; init; }
    public SourceSeverity Severity { get; set; }
    public DateTimeOffset StartedAt { get; init; }

    public bool Firing { get; set; }
    public bool ClosedBySource { get; set; }
    public Guid? IncidentId { get; set; }

    /// <summary>False when people have resolved its incident while it still fires.</summary>
    public bool IncidentOpen { get; init; }

    /// <summary>Signals of this batch.</summary>
    public int Signals { get; set; }
    public DateTimeOffset? LastSignalAt { get; set; }

    /// <summary>It got worse in this batch.</summary>
    public bool Raised { get; set; }

    /// <summary>It ended in this batch.</summary>
    public bool Ended { get; set; }
    public string Reason { get; set; } = "";
}

/// <summary>What became of one signal.</summary>
internal sealed record SignalOutcome(Guid Signal, Guid? Alert, string Outcome);

/// <summary>
/// The pure part of the digest: folds a service's signals, in the order of their arrival, into episodes.
/// <code>
///   signal     newest episode of the key                          outcome
///   firing     firing, its incident open                          repeated (counted; raised when worse)
///   firing     firing, but people resolved its incident           a new episode
///   firing     ended by its source, and this start is not newer   late: opens nothing
///   firing     ended otherwise, or none                           a new episode
///   resolved   firing, and this start is not older                the episode ends
///   resolved   firing, but this start is older                    late: ends nothing
///   resolved   ended or none                                      nothing to resolve
/// </code>
/// </summary>
internal sealed class DigestFold(IEnumerable<Episode> hot, Func<DateTimeOffset, Guid> newId)
{
    private readonly Dictionary<(Guid, string), Episode> _newest = hot.ToDictionary(e => (e.IntegrationId, e.DedupKey));

    /// <summary>Episodes that began in this batch, in order.</summary>
    public List<Episode> Begun { get; } = [];

    /// <summary>Episodes of the hot table whose key has a newer episode now: they leave for the archive.</summary>
    public List<Episode> Superseded { get; } = [];

    public List<SignalOutcome> Outcomes { get; } = [];

    /// <summary>Every episode that this batch touched.</summary>
    public HashSet<Episode> Touched { get; } = [];

    public void Add(PendingSignal signal)
    {
        _newest.TryGetValue((signal.IntegrationId, signal.DedupKey), out var newest);
        var (episode, outcome) = signal.State == SignalState.Firing ? Fire(signal, newest) : Resolve(signal, newest);
        if (episode is not null)
        {
            episode.Signals++;
            episode.LastSignalAt = signal.ReceivedAt;
            Touched.Add(episode);
        }
        Outcomes.Add(new SignalOutcome(signal.Id, (episode ?? newest)?.Id, outcome));
    }

    private (Episode?, string) Fire(PendingSignal signal, Episode? newest) => newest switch
    {
        { Firing: true, IncidentOpen: true } => Repeat(signal, newest),
        { Firing: false, ClosedBySource: true } when signal.StartedAt <= newest.StartedAt => (null, "late: its source had already resolved this episode"),
        _ => Begin(signal, newest),
    };

    private static (Episode, string) Repeat(PendingSignal signal, Episode episode)
    {
        if (Worse(signal.Severity, episode.Severity))
        {
            (episode.Severity, episode.Raised) = (signal.Severity, true);
        }
        return (episode, "repeated");
    }

    private (Episode, string) Begin(PendingSignal signal, Episode? before)
    {
        var episode = new Episode
        {
            Id = newId(signal.ReceivedAt),
            IsNew = true,
            IntegrationId = signal.IntegrationId,
            DedupKey = signal.DedupKey,
            Title = signal.Title,
            BegunBy = signal.Id,
            Severity = signal.Severity,
            StartedAt = signal.StartedAt ?? signal.ReceivedAt,
            Firing = true,
            IncidentOpen = true,
        };
        if (before is { IsNew: false })
        {
            Superseded.Add(before);
        }
        _newest[(signal.IntegrationId, signal.DedupKey)] = episode;
        Begun.Add(episode);
        return (episode, "opened");
    }

    private static (Episode?, string) Resolve(PendingSignal signal, Episode? newest)
    {
        if (newest is not { Firing: true })
        {
            return (null, "nothing to resolve");
        }
        if (signal.StartedAt < newest.StartedAt)
        {
            return (null, "late: it resolves an episode before this one");
        }
        (newest.Firing, newest.ClosedBySource, newest.Ended) = (false, true, true);
        return (newest, "resolved");
    }

    private static bool Worse(SourceSeverity a, SourceSeverity b) => Rank(a) < Rank(b);

    private static int Rank(SourceSeverity severity) => severity switch
    {
        SourceSeverity.Critical => 0,
        SourceSeverity.Error or SourceSeverity.Unknown => 1,
        SourceSeverity.Warning => 2,
        _ => 3,
    };
}
