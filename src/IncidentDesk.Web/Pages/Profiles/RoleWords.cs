using IncidentDesk.People;
using IncidentDesk.Web.Pages.Forms;

namespace IncidentDesk.Web.Pages.Profiles;

/// <summary>How pages speak of roles.</summary>
public static class RoleWords
{
    /// <summary>All roles, the one who may least first, each with what it may.</summary>
    public static IReadOnlyList<Choice> Choices { get; } = [.. Enum.GetValues<Role>().Select(role => new Choice(role.ToString(), $"{role} · {May(role)}"))];

    /// <summary>"works on incidents".</summary>
    public static string May(Role role) => role switch
    {
        Role.Viewer => "reads everything",
        Role.Responder => "works on incidents, takes shifts",
        Role.Manager => "sets up services, teams, schedules and policies",
        _ => "sets up everything, people too",
    };
}
