namespace IncidentDesk.Kernel;

/// <summary>What a person may do; each role may what the ones before it may.</summary>
public enum Role
{
    /// <summary>Reads everything.</summary>
    Viewer,

    /// <summary>Also works on incidents.</summary>
    Responder,

    /// <summary>Also changes services, schedules, policies, integrations and teams.</summary>
    Manager,

    /// <summary>Also changes people, roles and tokens of others.</summary>
    Administrator,
}
