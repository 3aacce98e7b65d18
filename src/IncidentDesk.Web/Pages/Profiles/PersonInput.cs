using IncidentDesk.Kernel;
using IncidentDesk.People;

namespace IncidentDesk.Web.Pages.Profiles;

/// <summary>A person as they stand in a form.</summary>
public sealed class PersonInput
{
    public string? Name { get; set; }
    public string? Email { get; set; }
    public string? Role { get; set; } = nameof(IncidentDesk.Kernel.Role.Responder);
    public string? TimeZone { get; set; } = "Etc/UTC";

    /// <summary>A new password; empty leaves the one there is.</summary>
    public string? Password { get; set; }

    public static PersonInput Of(PersonView person) =>
        new() { Name = person.Name, Email = person.Email, Role = person.Role.ToString(), TimeZone = person.TimeZone };

    public PersonDraft ToDraft(bool? disabled = null) => new(
        Name ?? "", Email ?? "", Enum.TryParse<Role>(Role, out var role) ? role : (Role)(-1), TimeZone ?? "", string.IsNullOrEmpty(Password) ? null : Password, disabled);
}
