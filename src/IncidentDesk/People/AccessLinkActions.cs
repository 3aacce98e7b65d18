using System.Text;
using System.Text.Json;
using IncidentDesk.Audit;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.People;

/// <summary>A link that was made. <paramref name="Secret"/> is null where it goes by email, else it is shown this once.</summary>
public sealed record NewAccessLink(AccessLinkPurpose Purpose, DateTimeOffset EndsAt, string? Secret);

/// <summary>Whom a good link lets set a password.</summary>
public sealed record AccessLinkHolder(string Name, string Email, AccessLinkPurpose Purpose);

/// <summary>How a person gets in: whether they have a password, and the newest link that an administrator or they themselves asked for.</summary>
public sealed record SignInState(bool HasPassword, AccessLinkPurpose? Purpose, DateTimeOffset? EndsAt, DateTimeOffset? MailedAt, string? MailAnswer);

/// <summary>Links by which people set their password without knowing one: invitations and password resets.</summary>
public sealed class AccessLinkActions(Desk desk, Clock clock, SecretBox box, AccountFactory accounts, PasswordWork passwords)
{
    /// <summary>The job that mails a link; its subject is the link, its payload the boxed secret.</summary>
    public const string MailKind = "access-link-mail";

    /// <summary>The job that looks whether somebody has the address that a reset was asked for, so that the answer takes the same time either way.</summary>
    public const string ResetKind = "password-reset";

    /// <summary>So many resets an hour are mailed to one person.</summary>
    public const int ResetsPerHour = 3;

    /// <summary>An administrator lets a person set a password: a first one, or a new one.</summary>
    public Task<Outcome<NewAccessLink>> InviteAsync(Guid personId, bool byMail, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<NewAccessLink>(by, Right.ManagePeople, async work =>
        {
            if (await FindAsync(work.Db, personId, cancellation) is not var (person, account))
            {
                return new Refusal.NotFound("The person");
            }
            if (person.DisabledAt is not null)
            {
                return new Refusal.Conflict($"{person.Name} is deactivated.");
            }
            var purpose = account.PasswordHash is null ? AccessLinkPurpose.Invitation : AccessLinkPurpose.PasswordReset;
            work.Audit(by, "person.invited", person.Id, new { purpose, byMail });
            return Create(work, person, account, purpose, byMail);
        }, cancellation);

    /// <summary>Somebody who says that this is their address forgot their password. Nothing is told about whether it is anybody's.</summary>
    public Task RequestResetAsync(string? email, CancellationToken cancellation = default) => desk.InTransactionAsync(work =>
    {
        work.Enqueue(Lanes.Housekeeping, ResetKind, null, work.Now, JsonSerializer.Serialize(new ResetPayload(EmailAddress.Normalize(email) ?? "")));
        return Task.FromResult(true);
    }, cancellation);

    /// <summary>Whose link it is; null when it is none, or none any more.</summary>
    public async Task<AccessLinkHolder?> ReadAsync(string? secret, CancellationToken cancellation = default)
    {
        var hash = BearerSecret.Hash(secret ?? "");
        await using var db = await desk.ReadAsync(cancellation);
        return await db.Set<AccessLink>().AsNoTracking().FirstOrDefaultAsync(l => l.Hash == hash, cancellation) is { } link
            && await FindAsync(db, link.PersonId, cancellation) is var (person, account)
            && link.IsGood(person, account, clock.Now)
            ? new AccessLinkHolder(person.Name, person.Email, link.Purpose)
            : null;
    }

    /// <summary>Sets the password and ends all sessions of the person; the link, and every other one of theirs, is used up.</summary>
    public async Task<Outcome<Account>> UseAsync(string? secret, string password, CancellationToken cancellation = default)
    {
        // Hashed before the transaction, which it would hold up, and for nobody without a good link.
        if (await ReadAsync(secret, cancellation) is null)
        {
            return new Refusal.NotFound("The link");
        }
        if (PasswordRules.Check(password) is { } weak)
        {
            return new Refusal.Invalid([weak]);
        }
        if (await passwords.HashAsync(password, cancellation) is not { } fresh)
        {
            return PasswordWork.Busy;
        }
        return await desk.InTransactionAsync<Outcome<Account>>(async work =>
        {
            var hash = BearerSecret.Hash(secret ?? "");
            var link = (await work.Db.Set<AccessLink>().FromSql($"SELECT * FROM access_links WHERE hash = {hash} FOR UPDATE").ToListAsync(cancellation)).SingleOrDefault();
            if (link is null || await FindAsync(work.Db, link.PersonId, cancellation) is not var (person, account) || !link.IsGood(person, account, work.Now))
            {
                return new Refusal.NotFound("The link");
            }
            link.UsedAt = work.Now;
            return await accounts.SetPasswordAsync(work, new Caller(person.Id, person.Name, "page"), person.Id, fresh);
        }, cancellation);
    }

    /// <summary>How a person gets in, for administrators.</summary>
    public async Task<SignInState> StateAsync(Guid personId, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        var hasPassword = await db.Set<Account>().AnyAsync(a => a.Id == personId && a.PasswordHash != null, cancellation);
        var now = clock.Now;
        var link = await db.Set<AccessLink>().AsNoTracking().Where(l => l.PersonId == personId && l.UsedAt == null && l.EndsAt > now)
            .OrderByDescending(l => l.CreatedAt).FirstOrDefaultAsync(cancellation);
        return new SignInState(hasPassword, link?.Purpose, link?.EndsAt, link?.MailedAt, link?.MailAnswer);
    }

    /// <summary>The part of a reset that nobody waits for.</summary>
    internal async Task ResetAsync(DeskTransaction work, string payload)
    {
        var email = JsonSerializer.Deserialize<ResetPayload>(payload)!.Email;
        var id = await work.Db.Set<Person>().Where(p => p.Email == email && p.DisabledAt == null).Select(p => p.Id).SingleOrDefaultAsync(work.Cancellation);
        await work.Db.Database.ExecuteSqlAsync($"SELECT 1 FROM accounts WHERE id = {id} FOR UPDATE", work.Cancellation);
        var since = work.Now - TimeSpan.FromHours(1);
        var recent = await work.Db.Set<AccessLink>().CountAsync(l => l.PersonId == id && l.Purpose == AccessLinkPurpose.PasswordReset && l.CreatedAt > since, work.Cancellation);
        if (recent < ResetsPerHour && await FindAsync(work.Db, id, work.Cancellation) is var (person, account))
        {
            work.Audit(Caller.Desk, "person.reset-requested", person.Id);
            Create(work, person, account, AccessLinkPurpose.PasswordReset, byMail: true);
        }
    }

    internal string OpenSecret(string payload) => Encoding.UTF8.GetString(box.Unprotect(JsonSerializer.Deserialize<MailPayload>(payload)!.Secret));

    private NewAccessLink Create(DeskTransaction work, Person person, Account account, AccessLinkPurpose purpose, bool byMail)
    {
        var secret = BearerSecret.New();
        var link = new AccessLink
        {
            Id = work.NewId(),
            PersonId = person.Id,
            Purpose = purpose,
            Hash = BearerSecret.Hash(secret),
            Basis = AccessLink.BasisOf(person, account),
            CreatedAt = work.Now,
            EndsAt = work.Now + AccessLink.GoodFor(purpose),
        };
        work.Db.Add(link);
        if (byMail)
        {
            var boxed = new MailPayload(box.Protect(Encoding.UTF8.GetBytes(secret)));
            work.Enqueue(Lanes.EmailLow, MailKind, link.Id, work.Now, JsonSerializer.Serialize(boxed), share: person.Id);
        }
        return new NewAccessLink(purpose, link.EndsAt, byMail ? null : secret);
    }

    private static async Task<(Person Person, Account Account)?> FindAsync(DeskDb db, Guid personId, CancellationToken cancellation)
    {
        var person = await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == personId, cancellation);
        var account = await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == personId, cancellation);
        return person is null || account is null ? null : (person, account);
    }

    private sealed record ResetPayload(string Email);

    private sealed record MailPayload(byte[] Secret);
}

/// <summary>Makes the link that somebody asked for who forgot their password, if they have an account.</summary>
internal sealed class PasswordResetJob(Desk desk, AccessLinkActions links) : DatabaseJob(desk)
{
    public override string Kind => AccessLinkActions.ResetKind;

    protected override Task HandleAsync(DeskTransaction desk, Job job) => links.ResetAsync(desk, job.Payload);
}
