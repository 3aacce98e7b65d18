namespace IncidentDesk.Alerts.Sources;

/// <summary>Reads the bodies that one kind of monitoring system sends. Stateless, safe for parallel use, and never throws for what a body holds.</summary>
public interface ISource
{
    /// <summary>The word in the intake address: <c>/intake/{kind}/{key}</c>. Lower case.</summary>
    string Kind { get; }

    /// <summary>Whether the sender tries again after 429. One that does not gets 503 when the desk is busy, or its signal would be lost.</summary>
    bool Honours429 { get; }

    /// <summary>Takes the body apart. Nothing of <paramref name="body"/> is held after the call.</summary>
    SourceReading Read(ReadOnlySpan<byte> body);
}

/// <summary>One item of a body that could not be used. <paramref name="Path"/> leads to the culprit, like <c>alerts[3].fingerprint</c>.</summary>
public sealed record RejectedItem(string Path, string Reason);

/// <summary>
/// What a body says: the signals that were understood and the items that were not; one bad item leaves the others alone.
/// <paramref name="Malformed"/> is the reason, and both lists are empty, when the body as a whole could not be understood.
/// </summary>
public sealed record SourceReading(IReadOnlyList<ParsedSignal> Signals, IReadOnlyList<RejectedItem> Rejected, string? Malformed)
{
    /// <summary>What the source itself left out of this body (Alertmanager's max_alerts), or null.</summary>
    public string? Note { get; init; }

    internal static SourceReading AsMalformed(string reason) => new([], [], reason);
}
