using IncidentDesk.People;

namespace IncidentDesk.Incidents;

/// <summary>
/// Severity and urgency (design, Words).
/// <code>
///   source says   severity   at a tier-1 service   urgency
///   critical      SEV2       SEV1                  high
///   error         SEV3       SEV2                  high
///   unknown       SEV3       SEV2                  high
///   warning       SEV4       SEV3                  low
///   info          SEV5       SEV4                  low
/// </code>
/// </summary>
public static class SeverityRules
{
    /// <summary>A tier-1 service raises by one; SEV1 is the top.</summary>
    public static Severity At(Severity severity, int tier) =>
        tier == 1 && severity > Severity.Sev1 ? severity - 1 : severity;

    /// <summary>The urgency of an incident that people open or regrade: SEV1 to SEV3 are high.</summary>
    public static Urgency Urgency(Severity severity) => severity <= Severity.Sev3 ? People.Urgency.High : People.Urgency.Low;

    /// <summary>SEV2, as people write it.</summary>
    public static string Name(Severity severity) => $"SEV{(int)severity}";
}
