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

    /// <summary>As a choice.</summary>
    public static string Named(this IncidentStatus status) => status switch
    {
        IncidentStatus.Triggered => IncidentTexts.StatusTriggered,
        IncidentStatus.Acknowledged => IncidentTexts.StatusAcknowledged,
        IncidentStatus.Mitigated => IncidentTexts.StatusMitigated,
        _ => IncidentTexts.StatusResolved,
    };

    public static string Href(this IncidentView incident) => Incident(incident.Number);

    public static string Incident(long number) => $"/incidents/{number}";

    public static string Service(Guid id) => $"/services/{id}";

    public static string Person(Guid id) => $"/people/{id}";

    /// <summary>"Bo in 2m 50s", "You and Bo in 40s", "The administrators now".</summary>
    public static string Next(NextStep next, Guid reader, DateTimeOffset now) => IncidentTexts.WhomWhen.With(Whom(next, reader), When(next.At, now));

    /// <summary>Whom the next step asks, as things stand and as this reader reads it.</summary>
    public static string Whom(NextStep next, Guid reader) => next switch
    {
        { LastResort: true, Names.Count: > 0, Every: not null } => IncidentTexts.AdministratorsNamed.With(Text.Listed(next.NamesFor(reader, IncidentTexts.You))),
        { LastResort: true } => IncidentTexts.TheAdministrators,
        { Names.Count: 0 } => IncidentTexts.NobodyThenStepAfter,
        _ => Text.Listed(next.NamesFor(reader, IncidentTexts.You), 2),
    };

    /// <summary>"in 2m 50s", or "now" when it is due.</summary>
    public static string When(DateTimeOffset at, DateTimeOffset now) =>
        at - now < TimeSpan.FromSeconds(1) ? IncidentTexts.Now : IncidentTexts.InTime.With(TimeText.Duration(at - now));
}
