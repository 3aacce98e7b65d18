namespace IncidentDesk.Web.Components;

/// <summary>In which zone a page shows its times.</summary>
/// <param name="Usual">IANA id of the zone unless the reader wants UTC: the reader's own, or on a schedule's page the schedule's.</param>
/// <param name="Utc">The reader wants UTC.</param>
public sealed record ShownZone(string Usual, bool Utc)
{
    private const string UtcId = "Etc/UTC";

    /// <summary>IANA id of the zone shown.</summary>
    public string Zone => Utc ? UtcId : Usual;

    /// <summary>UTC and the usual zone are not the same.</summary>
    public bool MaySwitch => TimeText.ZoneName(Usual) != TimeText.ZoneName(UtcId);
}
