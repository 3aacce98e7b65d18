using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.People;

/// <summary>What became of a try to sign in. Pages say one sentence for <see cref="Wrong"/> and <see cref="LockedOut"/>, so that nobody learns who has an account.</summary>
public enum SignInVerdict
{
    Welcome,

    /// <summary>No such person, somebody who has left, a person without a password, or the wrong password.</summary>
    Wrong,

    /// <summary>Too many wrong tries from there, this one or earlier ones; the right password is refused from there as well until the lockout ends.</summary>
    LockedOut,

    /// <summary>Too many sign in just now; nothing was counted.</summary>
    Busy,
}

/// <summary>The verdict, and the account when it is <see cref="SignInVerdict.Welcome"/>.</summary>
public sealed record SignInTry(SignInVerdict Verdict, Account? Account = null);

/// <summary>
/// Checks passwords. No connection is held while one is compared; what comes of it is counted under the account's row lock, so guesses at one account are
/// counted one after the other, on all nodes, and of those that run at once none is welcome after the count has closed the door. Who is slowed down:
/// <see cref="SignInTries"/>. Times are the database's.
/// </summary>
public sealed class PersonSignIn(Desk desk, PasswordWork passwords, AccountFactory accounts)
{
    /// <summary>Tries an email and a password. An unknown email costs as much time as a wrong password.</summary>
    public async Task<SignInTry> TryAsync(string email, string password, SignInFrom from, CancellationToken cancellation)
    {
        var found = await FindAsync(EmailAddress.Normalize(email), cancellation);
        return await TryAsync(found, password, from, signsIn: true, cancellation);
    }

    /// <summary>
    /// Changes a person's own password, who proves to know the old one; wrong ones are counted. Ends all sessions; the account answered carries the new stamp.
    /// </summary>
    public async Task<Outcome<Account>> ChangePasswordAsync(Caller by, Guid personId, string current, string fresh, CancellationToken cancellation)
    {
        if (PasswordRules.Check(fresh, "newPassword") is { } error)
        {
            return new Refusal.Invalid([error]);
        }
        var stored = await FindAsync(personId, cancellation);
        var tried = await TryAsync(stored, current, SignInFrom.Session(personId), signsIn: false, cancellation);
        return tried.Verdict switch
        {
            SignInVerdict.Welcome => await SetPasswordAsync(by, personId, fresh, cancellation),
            SignInVerdict.LockedOut => new Refusal.Invalid("currentPassword", "Too many wrong attempts. Locked for five minutes."),
            SignInVerdict.Busy => PasswordWork.Busy,
            _ => new Refusal.Invalid("currentPassword", "Wrong password."),
        };
    }

    private async Task<Outcome<Account>> SetPasswordAsync(Caller by, Guid personId, string fresh, CancellationToken cancellation) =>
        await passwords.HashAsync(fresh, cancellation) is { } hash
            ? await desk.DoAsync<Account>(by, Right.ChangeOwnSettings, Owner.Person(personId), async work => await accounts.SetPasswordAsync(work, by, personId, hash), cancellation)
            : PasswordWork.Busy;

    private async Task<SignInTry> TryAsync(Stored? stored, string password, SignInFrom from, bool signsIn, CancellationToken cancellation)
    {
        var known = from.Knows(stored?.PersonId);
        if (await passwords.CheckAsync(stored?.Hash, password, known, cancellation) is not { } check)
        {
            return new SignInTry(SignInVerdict.Busy);
        }
        return stored?.Hash is null ? new SignInTry(SignInVerdict.Wrong)
            : await desk.InTransactionAsync(work => JudgeAsync(work, stored, check, from, signsIn), cancellation);
    }

    private static async Task<SignInTry> JudgeAsync(DeskTransaction work, Stored stored, PasswordCheck check, SignInFrom from, bool signsIn)
    {
        var account = await work.Db.Set<Account>().FromSql($"SELECT * FROM accounts WHERE id = {stored.PersonId} FOR UPDATE").SingleAsync(work.Cancellation);
        var tries = await SignInTries.OfAsync(work, account, stored.Name, from);
        if (tries.AreShutOut)
        {
            return new SignInTry(SignInVerdict.LockedOut);
        }
        // A password that was changed while the old one was compared: what was right is right no more.
        if (!check.Right || account.PasswordHash != stored.Hash)
        {
            return new SignInTry(await tries.CountWrongAsync() ? SignInVerdict.LockedOut : SignInVerdict.Wrong);
        }
        tries.Forget();
        account.PasswordHash = check.Fresh?.Text ?? account.PasswordHash;
        if (signsIn)
        {
            work.Audit(new Caller(stored.PersonId, stored.Name, "web"), "person.signed-in", stored.PersonId);
        }
        return new SignInTry(SignInVerdict.Welcome, account);
    }

    private async Task<Stored?> FindAsync(string? email, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return email is null ? null : await Stores(db, db.Set<Person>().Where(p => p.Email == email)).SingleOrDefaultAsync(cancellation);
    }

    private async Task<Stored?> FindAsync(Guid personId, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await Stores(db, db.Set<Person>().Where(p => p.Id == personId)).SingleOrDefaultAsync(cancellation);
    }

    private static IQueryable<Stored> Stores(DeskDb db, IQueryable<Person> people) =>
        from person in people
        join account in db.Set<Account>() on person.Id equals account.Id
        where person.DisabledAt == null
        select new Stored(person.Id, person.Name, account.PasswordHash);

    private sealed record Stored(Guid PersonId, string Name, string? Hash);
}
