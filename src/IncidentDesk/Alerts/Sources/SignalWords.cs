namespace IncidentDesk.Alerts.Sources;

/// <summary>The words that sources use for state and severity, without regard to case.</summary>
internal static class SignalWords
{
    // Severity is free text in most systems; this list is what their users write.
    private static readonly (string Word, SourceSeverity Severity)[] Severities =
    [
        ("critical", SourceSeverity.Critical), ("page", SourceSeverity.Critical), ("disaster", SourceSeverity.Critical), ("fatal", SourceSeverity.Critical),
        ("error", SourceSeverity.Error), ("major", SourceSeverity.Error), ("high", SourceSeverity.Error),
        ("warning", SourceSeverity.Warning), ("warn", SourceSeverity.Warning), ("minor", SourceSeverity.Warning), ("medium", SourceSeverity.Warning),
        ("info", SourceSeverity.Info), ("informational", SourceSeverity.Info), ("low", SourceSeverity.Info), ("none", SourceSeverity.Info),
    ];

    public static SourceSeverity Severity(string? word)
    {
        var wanted = word.AsSpan().Trim();
        foreach (var (known, severity) in Severities)
        {
            if (wanted.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return severity;
            }
        }

        return SourceSeverity.Unknown;
    }

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
