namespace IncidentDesk.People;

/// <summary>Jobs that follow from changes of people.</summary>
public static class PersonJobs
{
    /// <summary>A person was deactivated, or one of their contact methods removed; the subject is the person or the method. Notifications ends what waits for them.</summary>
    public const string ReachLost = "reach-lost";
}
