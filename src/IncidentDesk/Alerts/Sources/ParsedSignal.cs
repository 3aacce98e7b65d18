namespace IncidentDesk.Alerts.Sources;

/// <summary>Whether the source says that the problem is there or that it is over.</summary>
public enum SignalState
{
    Firing,
    Resolved,
}

/// <summary>How bad the source says it is. <see cref="Unknown"/>: the source said nothing, or nothing we know.</summary>
public enum SourceSeverity
{
    /// <summary>The source names SEV1 itself; no other word reaches so high.</summary>
    Sev1,
    Critical,
    Error,
    Warning,
    Info,
    Unknown,
}

/// <summary>A link that came with a signal. <paramref name="Href"/> is absolute and http or https; <paramref name="Text"/> is plain text of one line.</summary>
public sealed record SignalLink(string Text, string Href);

/// <summary>
/// One normalised message of a source, within <see cref="SignalLimits"/> and storable as Postgres text (no control characters but line
/// feed and tab, no lone surrogates). All of it is untrusted plain text, never markup.
/// </summary>
/// <param name="DedupKey">What makes two signals of one integration speak of the same problem; never empty.</param>
/// <param name="State">Firing or resolved.</param>
/// <param name="Severity">As the source has it.</param>
/// <param name="Title">One line; never empty.</param>
/// <param name="Description">Several lines, or empty.</param>
/// <param name="Labels">By name; names are case-sensitive.</param>
/// <param name="Links">In the order of their use: the runbook first.</param>
/// <param name="StartedAt">When the problem began by the source's clock (UTC), or null when it does not say.</param>
/// <param name="EndedAt">When it ended by the source's clock (UTC); null while firing or when the source does not say.</param>
/// <param name="Notice">What was cut, replaced or left out, as a sentence for people; null when the signal is complete.</param>
/// <param name="Raw">The original JSON of this one signal, kept only beside a <paramref name="Notice"/>. Store it as text:
/// it may hold escapes (\u0000) that jsonb refuses.</param>
public sealed record ParsedSignal(
    string DedupKey,
    SignalState State,
    SourceSeverity Severity,
    string Title,
    string Description,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<SignalLink> Links,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    string? Notice,
    string? Raw);
