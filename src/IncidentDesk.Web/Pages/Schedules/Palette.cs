using IncidentDesk.OnCall;

namespace IncidentDesk.Web.Pages.Schedules;

/// <summary>
/// Gives each person of a schedule one of eight colours, in the order in which the schedule names them, so that neighbours in a rotation differ. The name or
/// initials always stand beside the colour.
/// </summary>
public sealed class Palette
{
    private const int Colours = 8;
    private readonly Dictionary<Guid, int> _places;

    private Palette(IEnumerable<Guid> people) => _places = people.Distinct().Index().ToDictionary(p => p.Item, p => p.Index);

    /// <summary>For the people of the layers, then those of overrides.</summary>
    public static Palette Of(ScheduleView schedule) => new(schedule.Layers.SelectMany(l => l.People).Concat(schedule.Overrides.Select(o => o.PersonId)));

    /// <summary>The class of a person: <c>who-1</c> to <c>who-8</c>; somebody whom the schedule no longer names has one too.</summary>
    public string Of(Guid person) => $"who-{(_places.TryGetValue(person, out var place) ? place % Colours : person.GetHashCode() & (Colours - 1)) + 1}";
}
