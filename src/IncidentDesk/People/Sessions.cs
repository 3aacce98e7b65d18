using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.People;

/// <summary>What a person's sessions rest on now: a session that was begun on anything else has ended.</summary>
public sealed record SessionBasis(Guid PersonId, string Name, string Email, Role Role, string Stamp);

/// <summary>Reads what sessions rest on.</summary>
public sealed class Sessions(Desk desk)
{
    /// <summary>Null when there is no such person any more, or the person was disabled.</summary>
    public async Task<SessionBasis?> FindAsync(Guid personId, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await (
            from person in db.Set<Person>()
            join account in db.Set<Account>() on person.Id equals account.Id
            where person.Id == personId && person.DisabledAt == null && account.SecurityStamp != null
            select new SessionBasis(person.Id, person.Name, person.Email, person.Role, account.SecurityStamp!)).SingleOrDefaultAsync(cancellation);
    }
}
