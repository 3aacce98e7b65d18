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
    /// <summary>What a problem that its source calls this bad means at a service of this tier; SEV1 is the top.</summary>
    public static Grade At(Severity fromSource, int tier) =>
        new(tier == 1 && fromSource > Severity.Sev1 ? fromSource - 1 : fromSource, Urgency(fromSource));

    /// <summary>The urgency of an incident that people open or regrade: SEV1 to SEV3 are high.</summary>
    public static Urgency Urgency(Severity severity) => severity <= Severity.Sev3 ? People.Urgency.High : People.Urgency.Low;

    /// <summary>SEV2, as people write it.</summary>
    public static string Name(Severity severity) => $"SEV{(int)severity}";
}

/// <summary>How bad and how urgent.</summary>
public sealed record Grade(Severity Severity, Urgency Urgency);
