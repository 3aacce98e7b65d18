using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.People;

/// <summary>A session that has begun, and the secret that its cookie carries.</summary>
public sealed record BegunSession(SessionBasis Basis, string Secret);

/// <summary>Begins and ends sessions. An ended one is gone: at the next request, and within ten seconds in every page that is open.</summary>
public sealed class SessionActions(Desk desk, AccountFactory accounts)
{
    private const int Longest = 300;

    /// <summary>
    /// Begins a session; those of the person that nobody has used for <see cref="Sessions.Life"/> are forgotten. Null when the person was disabled, or the
    /// password was changed since <paramref name="account"/> was read.
    /// </summary>
    public Task<BegunSession?> BeginAsync(Account account, string browser, string address, CancellationToken cancellation) =>
        desk.InTransactionAsync(async work =>
        {
            // Locked, so that a password change that ends all sessions sees this one or is seen here.
            var now = await work.Db.Set<Account>().FromSql($"SELECT * FROM accounts WHERE id = {account.Id} FOR SHARE").AsNoTracking().SingleAsync(work.Cancellation);
            var person = await work.Db.Set<Person>().SingleOrDefaultAsync(p => p.Id == account.Id && p.DisabledAt == null, work.Cancellation);
            if (person is null || now.SecurityStamp is not { } stamp || stamp != account.SecurityStamp)
            {
                return null;
            }
            var old = work.Now - Sessions.Life;
            await work.Db.Set<Session>().Where(s => s.PersonId == account.Id && s.LastUsedAt < old).ExecuteDeleteAsync(work.Cancellation);
            var secret = BearerSecret.New();
            var session = new Session
            {
                Id = work.NewId(),
                PersonId = account.Id,
                Hash = BearerSecret.Hash(secret),
                Browser = Text.Cut(Text.Clean(browser), Longest),
                Address = Text.Cut(Text.Clean(address), Longest),
                CreatedAt = work.Now,
                LastUsedAt = work.Now,
            };
            work.Db.Add(session);
            return new BegunSession(new SessionBasis(person.Id, person.Name, person.Email, person.Role, stamp, session.Id), secret);
        }, cancellation);

    /// <summary>Ends one session; one that has ended before is not found.</summary>
    public Task<Outcome<bool>> EndAsync(Caller by, Guid sessionId, CancellationToken cancellation) =>
        desk.DoAsync<bool>(by, Right.ChangeOwnSettings, work => OwnerAsync(work, sessionId), async (work, _) =>
        {
            if (await work.Db.FindAsync<Session>([sessionId], work.Cancellation) is not { } session)
            {
                return new Refusal.NotFound("That session");
            }
            work.Db.Remove(session);
            work.Audit(by, "person.signed-out", session.PersonId);
            return true;
        }, cancellation);

    /// <summary>Ends all sessions of a person, on every node, and where wanted revokes all of their tokens; answers how many tokens.</summary>
    public Task<Outcome<int>> EndAllAsync(Caller by, Guid personId, bool tokens, CancellationToken cancellation) =>
        desk.DoAsync<int>(by, Right.ChangeOwnSettings, Owner.Person(personId), async work =>
        {
            await accounts.EndSessionsAsync(work, personId);
            var revoked = tokens ? await work.RevokeTokensAsync(personId) : 0;
            work.Audit(by, "person.sessions-ended", personId, new { tokensRevoked = revoked });
            return revoked;
        }, cancellation);

    private static async Task<Owner?> OwnerAsync(DeskTransaction work, Guid sessionId) =>
        await work.Db.FindAsync<Session>([sessionId], work.Cancellation) is { } session ? Owner.Person(session.PersonId) : null;
}
