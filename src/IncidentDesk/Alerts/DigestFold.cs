using IncidentDesk.Alerts.Sources;
using IncidentDesk.Kernel;

namespace IncidentDesk.Alerts;

/// <summary>
/// A signal that waits for the digest, as far as the digest decides by it; description, labels and links never leave the database. Start and end are by the
/// source's clock. <paramref name="LeftOut"/> says what of its request was not taken; null for nothing.
/// </summary>
internal sealed record PendingSignal(Guid Id, Guid IntegrationId, string DedupKey, SignalState State, SourceSeverity Severity, string Title,
    DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, DateTimeOffset ReceivedAt, string? LeftOut = null);

/// <summary>One episode of an alert as the hot table has it, or as it begins in this batch.</summary>
internal sealed class Episode
{
    public Guid Id { get; init; }
    public bool IsNew { get; init; }
    public Guid IntegrationId { get; init; }
    public required string DedupKey { get; init; }
    public required string Title { get; set; }

    /// <summary>The signal of this batch whose title, description, labels and links it shows: the newest that fires. Null when they stay as they are.</summary>
    public Guid? WordsBy { get; set; }
    public SourceSeverity Severity { get; set; }

    /// <summary>When it began: by the source's clock, but never later than its first signal came.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>The start that its source names, by the source's clock; null when it names none.</summary>
    public DateTimeOffset? SourceStart { get; set; }
    public bool Firing { get; set; }
    public bool ClosedBySource { get; set; }
    public Guid? IncidentId { get; set; }

    /// <summary>False when people have resolved its incident while it still fires.</summary>
    public bool IncidentOpen { get; init; }

    /// <summary>Its incident is open, but no one is being paged about it and no one has acknowledged it: it is mitigated, or its escalation is exhausted.</summary>
    public bool IncidentQuiet { get; init; }

    /// <summary>The open incident of the episode before, which this one joins and triggers again; null for most.</summary>
    public Guid? Rejoins { get; init; }

    /// <summary>Signals of this batch.</summary>
    public int Signals { get; set; }
    public DateTimeOffset? LastSignalAt { get; set; }

    /// <summary>It got worse in this batch.</summary>
    public bool Raised { get; set; }

    /// <summary>Its source says in this batch that it began again, without having said that it was over.</summary>
    public bool Restarted { get; set; }

    /// <summary>It ended in this batch.</summary>
    public bool Ended { get; set; }
    public string Reason { get; set; } = "";
}

/// <summary>What can become of a signal; stored with it.</summary>
public static class SignalOutcomes
{
    public const string Opened = "opened";
    public const string Repeated = "repeated";
    public const string Restarted = "restarted";
    public const string Superseded = "opened: its source started it again";
    public const string Resolved = "resolved";
    public const string LateNothingOpen = "late: nothing to resolve";
    public const string LateEndedBefore = "late: it ended before this episode began";
}

/// <summary>What became of one signal. <paramref name="LeftOut"/> is the signal's, for the timeline of its episode's incident.</summary>
internal sealed record SignalOutcome(Guid Signal, Episode? Episode, string Outcome, string? LeftOut);

/// <summary>
/// The pure part of the digest: folds a service's signals, in the order of their arrival, into episodes (design, "From a signal to an incident"). The key says
/// which alert it is; a start is a hint, and counts only where the source keeps it through an episode.
/// <code>
///   signal     newest episode of the key                     its start is      outcome
///   firing     none, ended, or resolved by people            any               a new episode
///   firing     firing                                        equal or none     repeated: counted, newest words; raised when worse
///   firing     firing                                        earlier           repeated, and the start moves back
///   firing     firing, someone is paged or has acknowledged  later             restarted: recorded, no page more
///   firing     firing, its incident quiet                    later             superseded: a new episode triggers its incident again
///   resolved   firing, and this end is not before its start  any               the episode ends
///   resolved   firing, but this end is before its start      any               late: ends nothing
///   resolved   ended or none                                 any               late: nothing to resolve
/// </code>
/// </summary>
internal sealed class DigestFold(IEnumerable<Episode> hot, Func<Guid, bool> startIsStable, Func<DateTimeOffset, Guid> newId)
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
        Outcomes.Add(new SignalOutcome(signal.Id, episode ?? newest, outcome, signal.LeftOut));
    }

    private (Episode?, string) Fire(PendingSignal signal, Episode? newest)
    {
        if (newest is not { Firing: true, IncidentOpen: true })
        {
            return Begin(signal, newest, SignalOutcomes.Opened);
        }
        var later = Compare(signal, newest) > 0;
        return later && newest.IncidentQuiet ? Begin(signal, newest, SignalOutcomes.Superseded) : Repeat(signal, newest, later);
    }

    private (Episode, string) Repeat(PendingSignal signal, Episode episode, bool later)
    {
        if (Worse(signal.Severity, episode.Severity))
        {
            (episode.Severity, episode.Raised) = (signal.Severity, true);
        }
        if (later || Compare(signal, episode) < 0)
        {
            episode.SourceStart = signal.StartedAt;
        }
        if (!later && signal.StartedAt < episode.StartedAt && startIsStable(signal.IntegrationId))
        {
            episode.StartedAt = signal.StartedAt.Value;
        }
        episode.Restarted |= later;
        (episode.Title, episode.WordsBy) = (signal.Title, signal.Id);
        return (episode, later ? SignalOutcomes.Restarted : SignalOutcomes.Repeated);
    }

    private (Episode, string) Begin(PendingSignal signal, Episode? before, string outcome)
    {
        var start = startIsStable(signal.IntegrationId) ? signal.StartedAt : null;
        var episode = new Episode
        {
            Id = newId(signal.ReceivedAt),
            IsNew = true,
            IntegrationId = signal.IntegrationId,
            DedupKey = signal.DedupKey,
            Title = signal.Title,
            WordsBy = signal.Id,
            Severity = signal.Severity,
            StartedAt = Seen(signal.StartedAt ?? signal.ReceivedAt, signal),
            SourceStart = start,
            Firing = true,
            IncidentOpen = true,
            Rejoins = before is { Firing: true, IncidentOpen: true } ? before.IncidentId : null,
        };
        if (before is { IsNew: false })
        {
            Superseded.Add(before);
        }
        _newest[(signal.IntegrationId, signal.DedupKey)] = episode;
        Begun.Add(episode);
        return (episode, outcome);
    }

    private static (Episode?, string) Resolve(PendingSignal signal, Episode? newest)
    {
        if (newest is not { Firing: true })
        {
            return (null, SignalOutcomes.LateNothingOpen);
        }
        if (signal.EndedAt < newest.SourceStart)
        {
            return (null, SignalOutcomes.LateEndedBefore);
        }
        (newest.Firing, newest.ClosedBySource, newest.Ended) = (false, true, true);
        return (newest, SignalOutcomes.Resolved);
    }

    /// <summary>Where the signal's start stands against the episode's; 0 also where one of them says none, or the source does not keep it.</summary>
    private int Compare(PendingSignal signal, Episode episode) =>
        signal.StartedAt is { } start && episode.SourceStart is { } known && start != known && startIsStable(signal.IntegrationId)
            ? Seen(start, signal).CompareTo(Seen(known, signal))
            : 0;

    /// <summary>A start in the future counts as received now: clocks are wrong.</summary>
    private static DateTimeOffset Seen(DateTimeOffset start, PendingSignal signal) => start < signal.ReceivedAt ? start : signal.ReceivedAt;

    private static bool Worse(SourceSeverity a, SourceSeverity b) => SourceGrades.Of(a) < SourceGrades.Of(b);
}
