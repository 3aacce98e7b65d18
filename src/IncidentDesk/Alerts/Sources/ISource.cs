using System.Globalization;

namespace IncidentDesk.Alerts.Sources;

/// <summary>Reads the bodies that one kind of monitoring system sends. Stateless, safe for parallel use, and never throws for what a body holds.</summary>
public interface ISource
{
    /// <summary>The word in the intake address: <c>/intake/{kind}/{key}</c>. Lower case.</summary>
    string Kind { get; }

    /// <summary>Whether the sender tries again after 429. One that does not gets 503 when the desk is busy, or its signal would be lost.</summary>
    bool Honours429 { get; }

    /// <summary>Whether the start that it names stays the same as long as the problem lasts, so that a later one means that it began again.</summary>
    bool StartIsStable { get; }

    /// <summary>
    /// Takes the body apart, at most <see cref="SignalLimits.PerRequest"/> signals of it. Nothing of <paramref name="body"/> is held after the call. A body that was
    /// <paramref name="cut"/> at its end is read as far as it goes.
    /// </summary>
    SourceReading Read(ReadOnlySpan<byte> body, bool cut = false);
}

/// <summary>One item of a body that could not be used. <paramref name="Path"/> leads to the culprit, like <c>alerts[3].fingerprint</c>.</summary>
public sealed record RejectedItem(string Path, string Reason);

/// <summary>
/// What a body says: the signals that were understood and the items that were not; one bad item leaves the others alone.
/// <paramref name="Malformed"/> is the reason, and both lists are empty, when the body as a whole could not be understood.
/// </summary>
public sealed record SourceReading(IReadOnlyList<ParsedSignal> Signals, IReadOnlyList<RejectedItem> Rejected, string? Malformed)
{
    /// <summary>What is missing from this reading although it was there, as sentences: left out by the source itself (Alertmanager's max_alerts), or above a limit. Null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Everything that was not taken and why, for the rejected log, at most 2,000 characters; empty when all was.</summary>
    public string Losses => SourceText.Cut(string.Join(' ', Rejected.Take(LongestLosses / 4).Select(r => $"{r.Path}: {r.Reason}.").Prepend(Note).OfType<string>()), LongestLosses);

    private const int LongestLosses = 2_000;

    /// <summary>Several notes as one text; null when there is none.</summary>
    public static string? Notes(params string?[] notes) => notes.Any(n => n is not null) ? string.Join(' ', notes.OfType<string>()) : null;

    /// <summary>The note on items above <see cref="SignalLimits.PerRequest"/>; null for none.</summary>
    internal static string? Beyond(int items) => items == 0 ? null
        : string.Create(CultureInfo.InvariantCulture, $"Only the first {SignalLimits.PerRequest:N0} alerts of this request were taken; {items:N0} more were left out.");

    internal static SourceReading AsMalformed(string reason) => new([], [], reason);
}
