using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.People;

/// <summary>Whose a thing is: people, teams, or nobody.</summary>
public sealed record Owner(IReadOnlyCollection<Guid> People, IReadOnlyCollection<Guid> Teams)
{
    public static Owner None { get; } = new([], []);

    public static Owner Person(Guid? id) => id is { } person ? new([person], []) : None;

    public static Owner Team(Guid? id) => id is { } team ? new([], [team]) : None;
}

/// <summary>What somebody may rests on this.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="Role">The role that counts: a token's scope may lie below its person's role.</param>
/// <param name="Teams">The teams that they are a member of.</param>
/// <param name="ByLink">Whether they came through the link of a notification, which does little.</param>
public sealed record Standing(Guid PersonId, Role Role, IReadOnlyCollection<Guid> Teams, bool ByLink = false)
{
    /// <summary>Whether this may be done to something of this owner.</summary>
    public bool May(Right right, Owner owner) => IsOpen(right) && Rights.Table[right].Of(Role) switch
    {
        Grant.All => true,
        Grant.OwnTeams => owner.Teams.Count == 0 || owner.Teams.Any(Teams.Contains) || owner.People.Contains(PersonId),
        Grant.Own => owner.People.Contains(PersonId),
        _ => false,
    };

    /// <summary>Whether this may be done to anything at all.</summary>
    public bool MayAny(Right right) => IsOpen(right) && Rights.Table[right].Of(Role) != Grant.None;

    private bool IsOpen(Right right) => !ByLink || Rights.Table[right].ByLink;
}

/// <summary>Reads what people's rights rest on.</summary>
public static class Standings
{
    /// <summary>As it is at this moment; null for who is no person, and when the account is deactivated.</summary>
    public static async Task<Standing?> StandingAsync(this DeskDb db, Caller by, CancellationToken cancellation)
    {
        if (by.PersonId is not { } personId)
        {
            return null;
        }
        var person = await db.Set<Person>().Where(p => p.Id == personId && p.DisabledAt == null).Select(p => new
        {
            p.Role,
            Teams = db.Set<Team>().Where(t => t.DeletedAt == null && t.Members.Contains(p.Id)).Select(t => t.Id).ToList(),
        }).FirstOrDefaultAsync(cancellation);
        return person is null ? null
            : new Standing(personId, by.Scope is { } scope && scope < person.Role ? scope : person.Role, person.Teams, by.Door == Caller.LinkDoor);
    }
}
