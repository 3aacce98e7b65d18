using System.Collections.Frozen;

namespace IncidentDesk.Alerts.Sources;

/// <summary>The words that sources use for state and severity, without regard to case.</summary>
internal static class SignalWords
{
    // Severity is free text in most systems; this list is what their users write (design, Words).
    private static readonly (SourceSeverity Severity, string[] Words)[] Severities =
    [
        (SourceSeverity.Sev1, ["sev1", "s1"]),
        (SourceSeverity.Critical, ["sev2", "s2", "critical", "crit", "fatal", "emergency", "emerg", "alert", "page", "disaster", "blocker", "p1"]),
        (SourceSeverity.Error, ["sev3", "s3", "error", "err", "major", "high", "average", "p2", "p3"]),
        (SourceSeverity.Warning, ["sev4", "s4", "warning", "warn", "minor", "medium", "moderate", "p4"]),
        (SourceSeverity.Info, ["sev5", "s5", "info", "information", "informational", "notice", "low", "debug", "ok", "none", "p5"]),
    ];
    private static readonly FrozenDictionary<string, SourceSeverity> ByWord =
        Severities.SelectMany(s => s.Words.Select(word => (word, s.Severity))).ToFrozenDictionary(s => s.word, s => s.Severity, StringComparer.OrdinalIgnoreCase);

    /// <summary>What the word means; unknown where it is missing, or no word of the list.</summary>
    public static SourceSeverity Severity(string? word) =>
        word is not null && ByWord.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word.AsSpan().Trim(), out var severity) ? severity : SourceSeverity.Unknown;

    /// <summary>The state that the word means. A missing one is <paramref name="whenMissing"/>, or rejects the item when that is null; so does an unknown one.</summary>
    public static SignalState? State(SignalDraft draft, string member, string? word, SignalState? whenMissing)
    {
        if (word is null)
        {
            if (whenMissing is null)
            {
                draft.Reject(member, "is missing; it must be \"firing\" or \"resolved\"");
            }

            return whenMissing;
        }

        var wanted = word.AsSpan().Trim();
        if (wanted.Equals("firing", StringComparison.OrdinalIgnoreCase))
        {
            return SignalState.Firing;
        }

        if (wanted.Equals("resolved", StringComparison.OrdinalIgnoreCase))
        {
            return SignalState.Resolved;
        }

        draft.Reject(member, $"must be \"firing\" or \"resolved\", not \"{SourceText.Cut(SourceText.Clean(word, keepLines: false, out _), 50)}\"");
        return null;
    }
}
