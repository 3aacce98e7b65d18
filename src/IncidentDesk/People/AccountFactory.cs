using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;

namespace IncidentDesk.People;

/// <summary>
/// Makes and changes the sign-ins of people, inside the caller's transaction. An account's user name is the person's id, so that a changed email never
/// has to be copied: people sign in with <see cref="Person.Email"/>. Every change gives a new security stamp, which ends the person's sessions.
/// </summary>
public sealed class AccountFactory
{
    /// <summary>Adds the account of a new person; without a password nobody can sign in with it.</summary>
    public Account Create(DeskTransaction desk, Guid personId, PasswordHash? password)
    {
        var account = new Account
        {
            Id = personId,
            UserName = personId.ToString(),
            NormalizedUserName = personId.ToString().ToUpperInvariant(),
            LockoutEnabled = true,
        };
        Change(account, password);
        desk.Db.Add(account);
        return account;
    }

    /// <summary>Sets a password, ends a lockout and all sessions, and writes the audit entry.</summary>
    public async Task<Account> SetPasswordAsync(DeskTransaction desk, Caller by, Guid personId, PasswordHash password)
    {
        var account = await desk.Db.FindAsync<Account>([personId], desk.Cancellation);
        if (account is null)
        {
            account = Create(desk, personId, password);
        }
        else
        {
            Change(account, password);
            await desk.EndSessionsAsync(personId);
        }
        desk.Audit(by, "person.password-set", personId);
        return account;
    }

    /// <summary>Ends all sessions of the person, on every node: for a changed role and for somebody who leaves.</summary>
    public async Task EndSessionsAsync(DeskTransaction desk, Guid personId)
    {
        if (await desk.Db.FindAsync<Account>([personId], desk.Cancellation) is { } account)
        {
            Restamp(account);
            await desk.EndSessionsAsync(personId);
        }
    }

    private static void Change(Account account, PasswordHash? password)
    {
        account.PasswordHash = password?.Text;
        account.AccessFailedCount = 0;
        account.LockoutEnd = null;
        Restamp(account);
    }

    private static void Restamp(Account account)
    {
        account.SecurityStamp = Guid.NewGuid().ToString("N");
        account.ConcurrencyStamp = Guid.NewGuid().ToString("N");
    }
}
