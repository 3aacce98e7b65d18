using IncidentDesk.Alerts.Sources;
using IncidentDesk.Incidents;

namespace IncidentDesk.Alerts;

/// <summary>What a source's severity means in incidents (design, Words), before the service's tier raises it.</summary>
internal static class SourceGrades
{
    public static Severity Of(SourceSeverity severity) => severity switch
    {
        SourceSeverity.Sev1 => Severity.Sev1,
        SourceSeverity.Critical => Severity.Sev2,
        SourceSeverity.Warning => Severity.Sev4,
        SourceSeverity.Info => Severity.Sev5,
        _ => Severity.Sev3,
    };
}
