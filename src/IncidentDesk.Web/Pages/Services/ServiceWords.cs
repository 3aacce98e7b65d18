using IncidentDesk.Catalog;
using IncidentDesk.Web.Pages.Forms;

namespace IncidentDesk.Web.Pages.Services;

/// <summary>How pages speak of services.</summary>
public static class ServiceWords
{
    /// <summary>The four tiers, most important first.</summary>
    public static IReadOnlyList<Choice> Tiers { get; } =
    [
        new("1", "Tier 1 · customers notice at once"),
        new("2", "Tier 2 · customers notice soon"),
        new("3", "Tier 3 · colleagues notice"),
        new("4", "Tier 4 · hardly anybody notices"),
    ];

    /// <summary>"customers notice at once".</summary>
    public static string Tier(int tier) => tier switch
    {
        1 => "customers notice at once",
        2 => "customers notice soon",
        3 => "colleagues notice",
        _ => "hardly anybody notices",
    };

    /// <summary>What a service does with alerts and time, as sentences.</summary>
    public static IEnumerable<string> Rules(ServiceView service)
    {
        yield return service.GroupingWindow == TimeSpan.Zero
            ? "Every new alert opens an incident of its own."
            : $"New alerts join the open incident for {Minutes.Words(service.GroupingWindow)} after the last one.";
        yield return service.ReopenWindow == TimeSpan.Zero
            ? "A resolved incident stays resolved; a new alert opens another."
            : $"A new alert within {Minutes.Words(service.ReopenWindow)} after it was resolved reopens the incident.";
        yield return service.AutoResolve
            ? "If the alerts stop by themselves, the incident is resolved."
            : "If the alerts stop by themselves, the incident stays open until somebody resolves it.";
        yield return service.AcknowledgementTimeout == TimeSpan.Zero
            ? "An acknowledgement holds until the incident is resolved."
            : $"Without resolution {Minutes.Words(service.AcknowledgementTimeout)} after the acknowledgement, people are asked again.";
    }
}
