using IncidentDesk.Kernel;
using IncidentDesk.OnCall;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Escalation;

/// <summary>One person that a step means now, and why: as others read it ("named in the policy"), and as they read it themselves ("the policy names you").</summary>
public sealed record Meant(Guid PersonId, string Name, string Why, string WhyYou, Guid? ScheduleId = null, long? ScheduleVersion = null);

/// <summary>Whom a step means at an instant, and the targets that mean nobody, each with its reason.</summary>
public sealed record MeantPeople(IReadOnlyList<Meant> People, IReadOnlyList<string> Skipped);

/// <summary>Resolves targets when a step fires, and the same way when a page asks what would happen.</summary>
public static class Targets
{
    public static async Task<MeantPeople> ResolveAsync(DeskDb db, IReadOnlyList<Target> targets, DateTimeOffset at, CancellationToken cancellation)
    {
        var people = new List<Meant>();
        var skipped = new List<string>();
        foreach (var target in targets)
        {
            var found = target.Kind switch
            {
                TargetKind.Person => await PersonAsync(db, target.Id, cancellation),
                TargetKind.Team => await TeamAsync(db, target.Id, cancellation),
                _ => await ScheduleAsync(db, target.Id, at, cancellation),
            };
            people.AddRange(found.People);
            skipped.AddRange(found.Skipped);
        }
        return new MeantPeople([.. people.DistinctBy(p => p.PersonId)], skipped);
    }

    /// <summary>Whom the fallback means: the active administrators, by name.</summary>
    public static async Task<List<Meant>> AdministratorsAsync(DeskDb db, CancellationToken cancellation)
    {
        var administrators = await db.Set<Person>().AsNoTracking().Where(p => p.Role == Role.Administrator && p.DisabledAt == null)
            .OrderBy(p => p.Name).Select(p => new { p.Id, p.Name }).ToListAsync(cancellation);
        return administrators.ConvertAll(a => new Meant(a.Id, a.Name, Page.LastResort, "you are an administrator, the fallback"));
    }

    private static async Task<MeantPeople> PersonAsync(DeskDb db, Guid id, CancellationToken cancellation)
    {
        var person = await db.Set<Person>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancellation);
        return person switch
        {
            null => new([], ["A person of the policy no longer exists."]),
            { DisabledAt: not null } => new([], [$"{person.Name} is deactivated."]),
            _ => new([new Meant(id, person.Name, "named in the policy", "the policy names you")], []),
        };
    }

    private static async Task<MeantPeople> TeamAsync(DeskDb db, Guid id, CancellationToken cancellation)
    {
        var team = await db.Set<Team>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == id, cancellation);
        if (team is null or { DeletedAt: not null })
        {
            return new([], [team is null ? "A team of the policy no longer exists." : $"The team {team.Name} was deleted."]);
        }
        var members = await db.Set<Person>().AsNoTracking().Where(p => team.Members.Contains(p.Id) && p.DisabledAt == null)
            .OrderBy(p => p.Name).Select(p => new { p.Id, p.Name }).ToListAsync(cancellation);
        return members.Count == 0
            ? new([], [$"The team {team.Name} has no members."])
            : new([.. members.Select(m => new Meant(m.Id, m.Name, $"member of {team.Name}", $"you are in the team {Text.Isolate(team.Name)}"))], []);
    }

    private static async Task<MeantPeople> ScheduleAsync(DeskDb db, Guid id, DateTimeOffset at, CancellationToken cancellation)
    {
        var name = await db.Set<Schedule>().Where(s => s.Id == id).Select(s => s.Name).FirstOrDefaultAsync(cancellation);
        var answer = await OnCallLookup.ResolveAsync(db, id, at, cancellation);
        if (name is null || answer.PersonIds.Count == 0)
        {
            return new([], [name is null ? "A schedule of the policy no longer exists." : $"No one is on call for {name}: {Why(answer.Reason)}."]);
        }
        var people = await db.Set<Person>().AsNoTracking().Where(p => answer.PersonIds.Contains(p.Id)).Select(p => new { p.Id, p.Name }).ToListAsync(cancellation);
        var how = answer.Reason == OnCallReason.Override ? " by an override" : "";
        return new([.. people.Select(p => new Meant(p.Id, p.Name, $"on call for {name}{how}", $"you are on call for {Text.Isolate(name)}{how}", id, answer.ScheduleVersion))], []);
    }

    private static string Why(OnCallReason reason) => reason switch
    {
        OnCallReason.EmptyRotation => "no layer has people",
        OnCallReason.BeforeStart => "its layers start later",
        OnCallReason.Deleted => "the schedule was deleted",
        _ => "the person on shift is deactivated",
    };
}
