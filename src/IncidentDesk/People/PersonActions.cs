using IncidentDesk.Audit;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.People;

/// <summary>A person as the contract carries it, not yet checked.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Email">A mail address; nobody else has it. Also the sign-in name.</param>
/// <param name="Role">What they may do.</param>
/// <param name="TimeZone">IANA id; null is UTC.</param>
/// <param name="Password">To sign in with, as <see cref="PasswordRules"/> has it; null leaves what there is.</param>
/// <param name="Disabled">True for somebody who has left, false to take them back; null leaves it.</param>
public sealed record PersonDraft(string Name, string Email, Role Role, string? TimeZone = null, string? Password = null, bool? Disabled = null);

/// <summary>What administrators do with people. A person is never deleted, because history names them: they are disabled.</summary>
public sealed class PersonActions(Desk desk, AccountFactory accounts, PasswordWork passwords)
{
    /// <summary>Adds a person; without a password they can't sign in yet.</summary>
    public async Task<Outcome<PersonView>> CreateAsync(PersonDraft draft, Caller by, CancellationToken cancellation = default)
    {
        var (password, busy) = await HashAsync(draft, cancellation);
        return busy ? PasswordWork.Busy : await desk.DoAsync<PersonView>(by, Right.ManagePeople, async work =>
        {
            await work.ChangeConfigurationAsync();
            var check = await CheckAsync(work, draft, null);
            if (check.Failed)
            {
                return check.Refusal;
            }
            var person = new Person
            {
                Id = work.NewId(),
                Name = draft.Name.Trim(),
                Email = EmailAddress.Normalize(draft.Email)!,
                Role = draft.Role,
                TimeZone = draft.TimeZone?.Trim() ?? "Etc/UTC",
                CreatedAt = work.Now,
                DisabledAt = draft.Disabled == true ? work.Now : null,
            };
            work.Db.Add(person);
            accounts.Create(work, person.Id, password);
            var view = PersonView.Of(person);
            work.Audit(by, "person.created", person.Id, new { to = view });
            return view;
        }, cancellation);
    }

    /// <summary>
    /// Changes a person; people themselves change their own name and time zone. One whose role changes or who is disabled is signed out everywhere; a
    /// disabled one's tokens end.
    /// </summary>
    public async Task<Outcome<PersonView>> ChangeAsync(Guid id, PersonDraft draft, long version, Caller by, CancellationToken cancellation = default)
    {
        var (password, busy) = await HashAsync(draft, cancellation);
        return busy ? PasswordWork.Busy : await desk.DoAsync<PersonView>(by, Right.ChangeOwnSettings, work => OwnerAsync(work, id), async (work, standing) =>
        {
            await work.ChangeConfigurationAsync();
            var found = await work.TakeAsync(work.Db.Set<Person>(), id, null, "The person");
            if ((found.Refusal ?? (IsProfile(found.Value, draft) ? null : await work.WhyNotAsync(standing, Right.ManagePeople, null))) is { } refusal)
            {
                return refusal;
            }
            var person = found.Value;
            if (version != person.Version)
            {
                return await work.StaleAsync(id, person.Version);
            }
            var check = await CheckAsync(work, draft, person);
            if (check.Failed)
            {
                return check.Refusal;
            }
            return await ApplyAsync(work, person, draft, password, by);
        }, cancellation);
    }

    /// <summary>Disables somebody who has left; repeating it changes nothing. A version, where given, must be the current one.</summary>
    public Task<Outcome<PersonView>> DisableAsync(Guid id, long? version, Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync<PersonView>(by, Right.ManagePeople, async work =>
        {
            await work.ChangeConfigurationAsync();
            var found = await work.TakeAsync(work.Db.Set<Person>(), id, version, "The person");
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }
            var person = found.Value;
            if (person.DisabledAt is not null)
            {
                return PersonView.Of(person);
            }
            return await ApplyAsync(work, person, new PersonDraft(person.Name, person.Email, person.Role, person.TimeZone, Disabled: true), null, by);
        }, cancellation);

    private static async Task<Owner?> OwnerAsync(DeskTransaction work, Guid id) =>
        await work.Db.Set<Person>().AnyAsync(p => p.Id == id, work.Cancellation) ? Owner.Person(id) : null;

    /// <summary>Whether nothing but the name and the time zone would change.</summary>
    private static bool IsProfile(Person person, PersonDraft draft) => EmailAddress.Normalize(draft.Email) == person.Email && draft.Role == person.Role
        && draft.Password is null && (draft.Disabled is null || draft.Disabled == person.DisabledAt is not null);

    private static async Task<Check> CheckAsync(DeskTransaction work, PersonDraft draft, Person? current)
    {
        var check = new Check();
        check.Line("name", draft.Name, SetUpActions.MaxNameLength);
        var email = EmailAddress.Normalize(draft.Email);
        check.That(email is not null, "email", "This must be an email address such as ana@example.com.");
        check.That(Enum.IsDefined(draft.Role), "role", "This must be one of viewer, responder, manager, administrator.");
        if (draft.TimeZone is not null)
        {
            check.TimeZone("timeZone", draft.TimeZone);
        }
        if (draft.Password is not null && PasswordRules.Check(draft.Password) is { } weak)
        {
            check.Add(weak.Field, weak.Message);
        }
        var other = await work.Db.Set<Person>().Where(p => p.Email == email && (current == null || p.Id != current.Id))
            .Select(p => p.Name).FirstOrDefaultAsync(work.Cancellation);
        check.That(other is null, "email", $"{other} has this address already.");
        return check;
    }

    /// <summary>Before the transaction, because it is slow. What breaks the rules is not hashed: the check refuses it.</summary>
    private async Task<(PasswordHash? Hash, bool Busy)> HashAsync(PersonDraft draft, CancellationToken cancellation)
    {
        if (draft.Password is null || PasswordRules.Check(draft.Password) is not null)
        {
            return (null, false);
        }
        var hash = await passwords.HashAsync(draft.Password, cancellation);
        return (hash, hash is null);
    }

    private async Task<Outcome<PersonView>> ApplyAsync(DeskTransaction work, Person person, PersonDraft draft, PasswordHash? password, Caller by)
    {
        var before = PersonView.Of(person);
        var disabled = draft.Disabled ?? person.DisabledAt is not null;
        if (await IsLastAdministratorAsync(work, person) && (disabled || draft.Role != Role.Administrator))
        {
            return new Refusal.Conflict($"{person.Name} is the only administrator. Make someone else an administrator first.");
        }
        person.Name = draft.Name.Trim();
        person.Email = EmailAddress.Normalize(draft.Email)!;
        person.Role = draft.Role;
        person.TimeZone = draft.TimeZone?.Trim() ?? "Etc/UTC";
        person.DisabledAt = disabled ? person.DisabledAt ?? work.Now : null;
        person.Version++;
        var after = PersonView.Of(person);
        await FollowAsync(work, before, after);
        if (password is not null)
        {
            await accounts.SetPasswordAsync(work, by, person.Id, password);
        }
        work.Audit(by, disabled && before.DisabledAt is null ? "person.disabled" : "person.changed", person.Id, new { from = before, to = after });
        return after;
    }

    private static async Task<bool> IsLastAdministratorAsync(DeskTransaction work, Person person) =>
        person.Role == Role.Administrator && person.DisabledAt is null && !await work.Db.Set<Person>()
            .AnyAsync(p => p.Id != person.Id && p.Role == Role.Administrator && p.DisabledAt == null, work.Cancellation);

    /// <summary>What was signed in before ends with the role that it had, or with the person; a disabled person's tokens end for good.</summary>
    private async Task FollowAsync(DeskTransaction work, PersonView before, PersonView after)
    {
        if (after.DisabledAt is not null && before.DisabledAt is null)
        {
            await work.RevokeTokensAsync(after.Id);
            work.Enqueue(Lanes.Escalation, PersonJobs.ReachLost, after.Id, work.Now);
        }
        if (after.Role != before.Role || after.DisabledAt is null != before.DisabledAt is null)
        {
            await accounts.EndSessionsAsync(work, after.Id);
        }
    }
}
