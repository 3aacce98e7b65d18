using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.People;

/// <summary>What became of a try to sign in. Pages say one sentence for all but <see cref="Welcome"/>, so that nobody learns who has an account.</summary>
public enum SignInVerdict
{
    Welcome,

    /// <summary>No such person, somebody who has left, a person without a password, or the wrong password.</summary>
    Wrong,

    /// <summary>Too many wrong tries, this one or earlier ones; the right password is refused as well until the lockout ends.</summary>
    LockedOut,
}

/// <summary>The verdict, and the account when it is <see cref="SignInVerdict.Welcome"/>.</summary>
public sealed record SignInTry(SignInVerdict Verdict, Account? Account = null);

/// <summary>
/// Checks passwords. The account's row is locked while one is checked: guesses at one account run one after the other, on all nodes, and each is counted.
/// Times are the database's.
/// </summary>
public sealed class PersonSignIn(Desk desk, IPasswordHasher<Account> hasher, AccountFactory accounts)
{
    /// <summary>This many wrong tries in a row close the account for <see cref="Lockout"/>.</summary>
    public const int WrongTries = 10;

    public static readonly TimeSpan Lockout = TimeSpan.FromMinutes(5);

    private readonly Lazy<string> _nobodysHash = new(() => hasher.HashPassword(new Account(), "the password of nobody"));

    /// <summary>Tries an email and a password. An unknown email costs as much time as a wrong password.</summary>
    public Task<SignInTry> TryAsync(string email, string password, CancellationToken cancellation) =>
        desk.InTransactionAsync(async work =>
        {
            var address = EmailAddress.Normalize(email);
            var person = address is null ? null : await work.Db.Set<Person>()
                .SingleOrDefaultAsync(p => p.Email == address && p.DisabledAt == null, work.Cancellation);
            if (person is null)
            {
                hasher.VerifyHashedPassword(new Account(), _nobodysHash.Value, Cut(password));
                return new SignInTry(SignInVerdict.Wrong);
            }
            var tried = await CheckAsync(work, person.Id, password);
            if (tried.Verdict == SignInVerdict.Welcome)
            {
                work.Audit(new Caller(person.Id, person.Name, "web"), "person.signed-in", person.Id);
            }
            return tried;
        }, cancellation);

    /// <summary>
    /// Changes a person's own password, who proves to know the old one: wrong ones count as wrong sign-ins. Ends all sessions; the account answered carries
    /// the new stamp.
    /// </summary>
    public async Task<Outcome<Account>> ChangePasswordAsync(Caller by, Guid personId, string current, string fresh, CancellationToken cancellation)
    {
        if (PasswordRules.Check(fresh, "newPassword") is { } error)
        {
            return new Refusal.Invalid([error]);
        }
        // A refused outcome would roll the count of wrong tries back, so the check is a transaction of its own.
        var tried = await desk.InTransactionAsync(work => CheckAsync(work, personId, current), cancellation);
        return tried.Verdict switch
        {
            SignInVerdict.Welcome => await desk.DoAsync<Account>(by, Right.ChangeOwnSettings, Owner.Person(personId),
                async work => await accounts.SetPasswordAsync(work, by, personId, fresh), cancellation),
            SignInVerdict.LockedOut => new Refusal.Invalid("currentPassword", "Too many wrong tries. Wait five minutes."),
            _ => new Refusal.Invalid("currentPassword", "That is not your password."),
        };
    }

    /// <summary>Ends all sessions of a person, on every node.</summary>
    public Task<Outcome<bool>> EndSessionsAsync(Caller by, Guid personId, CancellationToken cancellation) =>
        desk.DoAsync<bool>(by, Right.ChangeOwnSettings, Owner.Person(personId), async work =>
        {
            await accounts.EndSessionsAsync(work, personId);
            work.Audit(by, "person.sessions-ended", personId);
            return true;
        }, cancellation);

    private async Task<SignInTry> CheckAsync(DeskTransaction work, Guid personId, string password)
    {
        var account = (await work.Db.Set<Account>()
            .FromSql($"SELECT * FROM accounts WHERE id = {personId} FOR UPDATE").ToListAsync(work.Cancellation)).SingleOrDefault();
        var verdict = hasher.VerifyHashedPassword(account ?? new Account(), account?.PasswordHash ?? _nobodysHash.Value, Cut(password));
        if (account?.PasswordHash is null)
        {
            return new SignInTry(SignInVerdict.Wrong);
        }
        if (account.LockoutEnd > work.Now)
        {
            return new SignInTry(SignInVerdict.LockedOut);
        }
        if (verdict == PasswordVerificationResult.Failed || password.Length > PasswordRules.MaxLength)
        {
            return await CountWrongAsync(work, account);
        }
        if (verdict == PasswordVerificationResult.SuccessRehashNeeded)
        {
            account.PasswordHash = hasher.HashPassword(account, password);
        }
        (account.AccessFailedCount, account.LockoutEnd) = (0, null);
        return new SignInTry(SignInVerdict.Welcome, account);
    }

    private static async Task<SignInTry> CountWrongAsync(DeskTransaction work, Account account)
    {
        if (++account.AccessFailedCount < WrongTries)
        {
            return new SignInTry(SignInVerdict.Wrong);
        }
        (account.AccessFailedCount, account.LockoutEnd) = (0, work.Now + Lockout);
        var name = await work.Db.Set<Person>().Where(p => p.Id == account.Id).Select(p => p.Name).SingleAsync(work.Cancellation);
        work.Audit(Caller.Desk, "person.locked-out", account.Id, new { name, until = account.LockoutEnd });
        return new SignInTry(SignInVerdict.LockedOut);
    }

    private static string Cut(string password) => password.Length <= PasswordRules.MaxLength ? password : password[..PasswordRules.MaxLength];
}
