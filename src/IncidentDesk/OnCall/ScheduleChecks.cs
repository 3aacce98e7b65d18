using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.OnCall;

/// <summary>What only the database can say about a change of a schedule.</summary>
internal static class ScheduleChecks
{
    /// <summary>The name must be free among schedules, and everybody named must be there.</summary>
    public static async Task<Refusal?> CheckAsync(DeskTransaction work, Guid id, ScheduleSpec spec, Schedule? before)
    {
        var named = spec.Layers.SelectMany((layer, l) => layer.People.Select((person, p) => ($"layers[{l}].people[{p}]", person)))
            .Concat((spec.Overrides ?? []).Select((o, i) => ($"overrides[{i}].personId", o.PersonId)));
        var errors = await CheckPeopleAsync(work, [.. named], before?.People().ToHashSet() ?? []);
        if (await work.Db.Set<Schedule>().AnyAsync(s => s.Name == spec.Name && s.Id != id && s.DeletedAt == null, work.Cancellation))
        {
            errors.Insert(0, new("name", "Another schedule has this name already."));
        }
        return errors.Count > 0 ? new Refusal.Invalid(errors) : null;
    }

    /// <summary>Everybody named must exist, and be there still unless the schedule named them before.</summary>
    public static async Task<List<FieldError>> CheckPeopleAsync(
        DeskTransaction work, IReadOnlyList<(string Field, Guid Person)> named, HashSet<Guid> before)
    {
        var ids = named.Select(n => n.Person).Distinct().ToList();
        var known = await work.Db.Set<Person>().AsNoTracking().Where(p => ids.Contains(p.Id))
            .Select(p => new { p.Id, p.Name, Left = p.DisabledAt != null }).ToDictionaryAsync(p => p.Id, work.Cancellation);
        return
        [
            .. named.Where(n => !known.TryGetValue(n.Person, out var person) || (person.Left && !before.Contains(n.Person)))
                .Select(n => new FieldError(n.Field, known.TryGetValue(n.Person, out var person) ? $"{person.Name} is deactivated." : "There is no such person.")),
        ];
    }
}
