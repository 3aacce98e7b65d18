using IncidentDesk.Incidents;

namespace IncidentDesk.Web.Pages.Incidents.Room;

/// <summary>How pages name the roles of an incident.</summary>
internal static class RoleWords
{
    /// <summary>As a label in the head of the room.</summary>
    public static string Title(this IncidentRole role) => role switch
    {
        IncidentRole.Commander => RoomTexts.RoleTitleCommander,
        IncidentRole.Communications => RoomTexts.RoleTitleCommunications,
        _ => RoomTexts.RoleTitleScribe,
    };

    /// <summary>Within a sentence.</summary>
    public static string Named(this IncidentRole role) => role switch
    {
        IncidentRole.Commander => RoomTexts.RoleCommander,
        IncidentRole.Communications => RoomTexts.RoleCommunications,
        _ => RoomTexts.RoleScribe,
    };

    /// <summary>What whoever has it does, in a sentence.</summary>
    public static string Means(this IncidentRole role) => role switch
    {
        IncidentRole.Commander => RoomTexts.RoleMeansCommander,
        IncidentRole.Communications => RoomTexts.RoleMeansCommunications,
        _ => RoomTexts.RoleMeansScribe,
    };
}
