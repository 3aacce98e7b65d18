using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Incidents;

/// <summary>How pages say what the domain holds, in the API's words where components take those.</summary>
public static class IncidentWords
{
    public static string Word(this IncidentStatus status) => status.ToString().ToLowerInvariant();

    public static string Word(this Severity severity) => SeverityRules.Name(severity);

    public static string Href(this IncidentView incident) => Incident(incident.Number);

    public static string Incident(long number) => $"/incidents/{number}";

    public static string Service(Guid id) => $"/services/{id}";

    public static string Person(Guid id) => $"/people/{id}";

    /// <summary>"Bo in 2m 50s", "Ana and Bo in 40s", "The administrators now".</summary>
    public static string Next(NextStep next, DateTimeOffset now) => $"{Whom(next)} {When(next.At, now)}";

    /// <summary>Whom the next step asks, as things stand.</summary>
    public static string Whom(NextStep next) => next switch
    {
        { LastResort: true } => "The administrators",
        { Names.Count: 0 } => "Nobody, then the step after",
        _ => Text.Listed(next.Names, 2),
    };

    /// <summary>"in 2m 50s", or "now" when it is due.</summary>
    public static string When(DateTimeOffset at, DateTimeOffset now) => at - now < TimeSpan.FromSeconds(1) ? "now" : "in " + TimeText.Duration(at - now);

    /// <summary>"8 alerts", "1 alert", or how it came to be without one.</summary>
    public static string Alerts(int count) => count switch
    {
        0 => "opened by hand",
        1 => "1 alert",
        _ => $"{count} alerts",
    };
}
