using IncidentDesk.Kernel;
using IncidentDesk.Storage;

namespace IncidentDesk.Incidents;

/// <summary>Status updates: what those who wait for news are told, and when they will hear again.</summary>
public sealed class StatusUpdateActions(Desk desk)
{
    public const int LongestText = 5_000;
    public static readonly TimeSpan ShortestPromise = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan LongestPromise = TimeSpan.FromHours(24);

    /// <summary>
    /// Writes an update of 1 to 5,000 characters into the timeline, which the watchers hear of; <paramref name="nextIn"/> (5 minutes to a day)
    /// promises the next one, null promises none.
    /// </summary>
    public Task<Outcome<Incident>> UpdateAsync(Guid id, string? text, TimeSpan? nextIn, Caller by, CancellationToken cancellation = default) =>
        desk.ChangeIncidentAsync(id, null, by, "incident.updated", (work, incident) =>
        {
            if (Problem(incident, text, nextIn) is { } problem)
            {
                return Task.FromResult<Outcome<bool>>(problem);
            }
            incident.NextUpdateAt = work.Now + nextIn;
            incident.Log(work, by, "update", Text.Clean(text!.Trim(), keepLines: true), new { nextUpdateAt = incident.NextUpdateAt });
            work.TellWatchers(incident, after: TimeSpan.Zero);
            return Task.FromResult<Outcome<bool>>(true);
        }, cancellation);

    private static Refusal? Problem(Incident incident, string? text, TimeSpan? nextIn) =>
        string.IsNullOrWhiteSpace(text) || text.Length > LongestText ? new Refusal.Invalid("text", "Write an update of 1 to 5,000 characters.")
        : nextIn < ShortestPromise || nextIn > LongestPromise ? new Refusal.Invalid("nextIn", "Promise the next update in 5 minutes to 24 hours, or promise none.")
        : nextIn is not null && !incident.IsOpen ? new Refusal.Invalid("nextIn", $"{incident.Reference} is resolved: no further update can be promised.")
        : null;
}
