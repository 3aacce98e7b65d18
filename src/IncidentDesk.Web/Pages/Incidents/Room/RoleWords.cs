using IncidentDesk.Incidents;

namespace IncidentDesk.Web.Pages.Incidents.Room;

/// <summary>How pages name the roles of an incident.</summary>
internal static class RoleWords
{
    /// <summary>As a label in the head of the room.</summary>
    public static string Title(this IncidentRole role) => role switch
    {
        IncidentRole.Commander => "Commander",
        IncidentRole.Communications => "Communications",
        _ => "Scribe",
    };

    /// <summary>What whoever has it does, in a sentence.</summary>
    public static string Means(this IncidentRole role) => role switch
    {
        IncidentRole.Commander => "The commander coordinates and decides.",
        IncidentRole.Communications => "The communications lead tells everybody else how it stands.",
        _ => "The scribe writes down what happens.",
    };
}
