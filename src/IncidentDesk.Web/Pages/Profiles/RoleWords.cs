using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Pages.Forms;

namespace IncidentDesk.Web.Pages.Profiles;

/// <summary>How pages speak of roles.</summary>
public static class RoleWords
{
    /// <summary>All roles, the one who may least first, each with what it may.</summary>
    public static IReadOnlyList<Choice> Choices =>
        [.. Enum.GetValues<Role>().Select(role => new Choice(role.ToString(), ProfileTexts.RoleChoice.With(Of(role), May(role))))];

    /// <summary>"Responder".</summary>
    public static string Of(Role role) => role switch
    {
        Role.Viewer => ProfileTexts.Viewer,
        Role.Responder => ProfileTexts.Responder,
        Role.Manager => ProfileTexts.Manager,
        _ => ProfileTexts.Administrator,
    };

    /// <summary>"works on incidents, takes shifts".</summary>
    public static string May(Role role) => role switch
    {
        Role.Viewer => ProfileTexts.ViewerMay,
        Role.Responder => ProfileTexts.ResponderMay,
        Role.Manager => ProfileTexts.ManagerMay,
        _ => ProfileTexts.AdministratorMay,
    };

    /// <summary>"Responder: works on incidents, takes shifts".</summary>
    public static string InFull(Role role) => ProfileTexts.RoleInFull.With(Of(role), May(role));
}
