using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.People;

/// <summary>What a session rests on now: one that was begun on anything else has ended.</summary>
public sealed record SessionBasis(Guid PersonId, string Name, string Email, Role Role, string Stamp, Guid SessionId = default);

/// <summary>A session as its person sees it. <paramref name="Browser"/> is the User-Agent header of the sign-in (RFC 9110, 10.1.5).</summary>
public sealed record SessionView(Guid Id, string Browser, string Address, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt);

/// <summary>Reads sessions and what they rest on.</summary>
public sealed class Sessions(Desk desk)
{
    /// <summary>How long one that is not used lasts.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(30);

    private static readonly TimeSpan NoteUse = TimeSpan.FromMinutes(10);

    /// <summary>Null when the session has ended, or its person was disabled. Notes the use now and then.</summary>
    public async Task<SessionBasis?> FindAsync(string secret, DateTimeOffset now, CancellationToken cancellation)
    {
        var hash = BearerSecret.Hash(secret);
        await using var db = await desk.ReadAsync(cancellation);
        var found = await (
            from session in db.Set<Session>()
            join person in db.Set<Person>() on session.PersonId equals person.Id
            join account in db.Set<Account>() on person.Id equals account.Id
            where session.Hash == hash && person.DisabledAt == null && account.SecurityStamp != null
            select new
            {
                session.LastUsedAt,
                Basis = new SessionBasis(person.Id, person.Name, person.Email, person.Role, account.SecurityStamp!, session.Id),
            }).SingleOrDefaultAsync(cancellation);
        if (found is not null && now - found.LastUsedAt > NoteUse)
        {
            await DatabaseAway.IfItCanAsync(() =>
                db.Set<Session>().Where(s => s.Id == found.Basis.SessionId).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastUsedAt, now), cancellation));
        }
        return found?.Basis;
    }

    /// <summary>Those of a person that have not ended, the last used first.</summary>
    public async Task<IReadOnlyList<SessionView>> ListAsync(Guid personId, DateTimeOffset now, CancellationToken cancellation)
    {
        var alive = now - Life;
        await using var db = await desk.ReadAsync(cancellation);
        return await db.Set<Session>().Where(s => s.PersonId == personId && s.LastUsedAt > alive).OrderByDescending(s => s.LastUsedAt).ThenByDescending(s => s.Id)
            .Select(s => new SessionView(s.Id, s.Browser, s.Address, s.CreatedAt, s.LastUsedAt)).ToListAsync(cancellation);
    }
}
