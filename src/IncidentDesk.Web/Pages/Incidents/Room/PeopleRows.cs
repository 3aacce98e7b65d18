using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Incidents.Room;

/// <summary>One page to a person, with the messages that it made, the program's own bell last.</summary>
public sealed record PageRow(PageView Page, IReadOnlyList<NotificationView> Messages);

/// <summary>A person in the room: their part, and their pages, newest first.</summary>
public sealed record PersonRow(Guid Id, string Name, string Part, IReadOnlyList<PageRow> Pages);

/// <summary>Puts together who is in the room: who has it, who has a role, then whoever was paged, latest first.</summary>
public static class PeopleRows
{
    public static IReadOnlyList<PersonRow> Of(IncidentView incident, RoomClimb climb, IReadOnlyList<RoleView> roles)
    {
        var messages = climb.Notifications.ToLookup(n => n.PageId);
        var pages = climb.Pages.OrderByDescending(p => p.CreatedAt).ThenByDescending(p => p.Id)
            .Select(p => new PageRow(p, [.. messages[p.Id].OrderBy(m => m.Method).ThenBy(m => m.DueAt)]))
            .GroupBy(p => (p.Page.PersonId, p.Page.PersonName))
            .ToDictionary(g => g.Key, g => (IReadOnlyList<PageRow>)[.. g]);
        var people = new List<(Guid Id, string Name)>();
        Add(incident.AcknowledgedById, incident.AcknowledgedBy);
        foreach (var role in roles)
        {
            Add(role.PersonId, role.Person);
        }
        people.AddRange(pages.Keys);
        return [.. people.DistinctBy(p => p.Id).Select(p => new PersonRow(p.Id, p.Name, Part(incident, p.Id, roles), pages.GetValueOrDefault(p, [])))];

        void Add(Guid? id, string? name)
        {
            if (id is { } known && name is not null)
            {
                people.Add((known, name));
            }
        }
    }

    private static string Part(IncidentView incident, Guid person, IReadOnlyList<RoleView> roles)
    {
        var held = roles.Where(r => r.PersonId == person).Select(r => r.Role.Named());
        List<string> parts = [.. incident.AcknowledgedById == person ? held.Prepend(RoomTexts.PartHasIt) : held];
        return parts.Count == 0 ? RoomTexts.PartPaged : parts.Aggregate((one, other) => RoomTexts.PartAndPart.With(one, other));
    }
}
