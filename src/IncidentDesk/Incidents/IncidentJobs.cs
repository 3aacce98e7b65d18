namespace IncidentDesk.Incidents;

/// <summary>The jobs that follow from an incident's state; their subject is the incident.</summary>
public static class IncidentJobs
{
    /// <summary>Somebody must be asked: Escalation begins a climb.</summary>
    public const string Triggered = "incident-triggered";

    /// <summary>The climb's next step.</summary>
    public const string Climb = "incident-climb";

    /// <summary>The acknowledgement has held long enough.</summary>
    public const string AcknowledgementTimeout = "incident-acknowledgement-timeout";

    /// <summary>A resolve that could be undone until now.</summary>
    public const string ResolveLater = "incident-resolve";

    /// <summary>A mitigation that could be undone until now.</summary>
    public const string MitigateLater = "incident-mitigate";

    /// <summary>Watchers hear of a status update, or that it is resolved.</summary>
    public const string News = "incident-news";

    /// <summary>People resolved it: Alerts closes what still fires.</summary>
    public const string Resolved = "incident-resolved";

    /// <summary>Its severity changed: Escalation rewrites the messages that wait.</summary>
    public const string Regraded = "incident-regraded";

    /// <summary>The jobs that ask somebody; an incident that is Triggered or Acknowledged has one of them (design rule 2).</summary>
    public static readonly string[] Asking = [Triggered, Climb, AcknowledgementTimeout];
}
