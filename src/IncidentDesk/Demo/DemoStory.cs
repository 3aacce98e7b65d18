using IncidentDesk.Incidents;

namespace IncidentDesk.Demo;

/// <summary>One thing that went wrong in the demo's month, and how people dealt with it.</summary>
/// <param name="Service">Whose alert it was.</param>
/// <param name="DaysAgo">How many days before the demo was made.</param>
/// <param name="At">The time of that day, UTC, <c>HH:mm</c>.</param>
/// <param name="Severity">As the source said it: critical, error, warning, info.</param>
/// <param name="Title">The alert's.</param>
/// <param name="Minutes">From the first signal to the end.</param>
/// <param name="AnsweredAfter">Minutes until whoever was paged last acknowledged; null: it was over before.</param>
/// <param name="ByHand">Somebody resolved it; else its source did.</param>
internal sealed record DemoStory(string Service, int DaysAgo, string At, string Severity, string Title, int Minutes, int? AnsweredAfter = null, bool ByHand = false)
{
    /// <summary>Notes: minutes after the beginning, who, what; one that begins with an asterisk is pinned.</summary>
    public IReadOnlyList<(int Minute, string Who, string Text)> Notes { get; init; } = [];

    /// <summary>The severity that people gave it after the acknowledgement; null: as it was.</summary>
    public Severity? Regraded { get; init; }

    /// <summary>A second alert that joined.</summary>
    public string? Joined { get; init; }

    public DemoPostmortem? Postmortem { get; init; }

    /// <summary>When its first signal came.</summary>
    public DateTimeOffset Begins(DateTimeOffset made) => new DateTimeOffset(
        made.UtcDateTime.Date.AddDays(-DaysAgo) + TimeOnly.ParseExact(At, "HH:mm", System.Globalization.CultureInfo.InvariantCulture).ToTimeSpan(), TimeSpan.Zero) + Odd(26, 0, 60);

    /// <summary>From the first signal to the acknowledgement; at least some seconds into its minute, when whoever is paged in that minute has been.</summary>
    public TimeSpan? Answered => AnsweredAfter is { } minutes ? TimeSpan.FromMinutes(minutes) + Odd(17, 15, 57) : null;

    /// <summary>From the first signal to the end.</summary>
    public TimeSpan Lasts => TimeSpan.FromMinutes(Minutes) + Odd(29, 0, 60);

    /// <summary>Seconds that nobody planned, other ones for each day, and the same whenever the demo is made.</summary>
    private TimeSpan Odd(int stride, int least, int below) => TimeSpan.FromSeconds(least + (DaysAgo * stride % (below - least)));
}

/// <summary>How far a postmortem of the demo has come.</summary>
internal enum DemoPostmortemEnd
{
    Draft,
    InReview,
    Returned,
    Published,
}

/// <summary>What was written and decided after an incident, the day after it.</summary>
internal sealed record DemoPostmortem(
    string Author, string Reviewer, DemoPostmortemEnd End, string Summary, string Impact, string[] Factors, string WentWell, string Lessons, params DemoAction[] Actions);

/// <summary>An action item: due so many days from when the demo was made, negative in the past; <paramref name="Factor"/> counts from 0.</summary>
internal sealed record DemoAction(
    string Title, string Owner, int DueIn, Postmortems.ActionPriority Priority, Postmortems.ActionType Type, Postmortems.ActionStatus Status = Postmortems.ActionStatus.Open, int? Factor = null,
    string? Reason = null);
