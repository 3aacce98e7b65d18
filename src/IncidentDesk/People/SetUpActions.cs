using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace IncidentDesk.People;

/// <summary>The first administrator, as given on the set-up page or by the environment. Either the password or the token may be missing, not both.
/// <paramref name="TimeZone"/> is what the browser says, an IANA id; anything else is UTC.</summary>
public sealed record FirstAdministrator(string? Name, string? Email, string? Password, string? Token = null, string? TimeZone = null)
{
    /// <summary>
    /// Reads <c>INCIDENTDESK_ADMIN_EMAIL</c>, <c>INCIDENTDESK_ADMIN_PASSWORD</c> and <c>INCIDENTDESK_ADMIN_TOKEN</c>; null when none of them is set.
    /// The name becomes what stands before the @.
    /// </summary>
    public static FirstAdministrator? FromEnvironment(Func<string, string?> read)
    {
        string? Read(string name) => read("INCIDENTDESK_ADMIN_" + name) is { Length: > 0 } value ? value : null;
        var (email, password, token) = (Read("EMAIL"), Read("PASSWORD"), Read("TOKEN"));
        return email is null && password is null && token is null ? null : new(email?.Trim().Split('@')[0], email, password, token);
    }
}

/// <summary>Creates the first administrator of a desk where nobody exists yet. There is no default password.</summary>
public sealed class SetUpActions(Desk desk, AccountFactory accounts, PasswordWork passwords)
{
    public const int MaxNameLength = 100;

    /// <summary>True while nobody exists.</summary>
    public async Task<bool> IsNeededAsync(CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return !await db.Set<Person>().AnyAsync(cancellation);
    }

    /// <summary>
    /// Creates the administrator, or refuses with a conflict when anybody exists. An advisory lock lets requests on all nodes ask one after the other, so of
    /// two that race one wins.
    /// </summary>
    public async Task<Outcome<Account>> CreateAsync(FirstAdministrator request, string door, CancellationToken cancellation)
    {
        var errors = Check(request).ToList();
        if (errors.Count > 0)
        {
            return new Refusal.Invalid(errors);
        }
        var password = request.Password is { } given ? await passwords.HashAsync(given, cancellation) : null;
        return password is null && request.Password is not null ? PasswordWork.Busy : await desk.InTransactionAsync<Outcome<Account>>(async work =>
        {
            await work.Db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('desk_set_up'))", work.Cancellation);
            if (await work.Db.Set<Person>().AnyAsync(work.Cancellation))
            {
                return new Refusal.Conflict("IncidentDesk is already set up.");
            }
            return Create(work, request, password, door);
        }, cancellation);
    }

    private Account Create(DeskTransaction work, FirstAdministrator request, PasswordHash? password, string door)
    {
        var person = new Person
        {
            Id = work.NewId(),
            Name = Text.Clean(request.Name!.Trim()),
            Email = EmailAddress.Normalize(request.Email)!,
            Role = Role.Administrator,
            TimeZone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(request.TimeZone ?? "")?.Id ?? Person.Utc,
            CreatedAt = work.Now,
        };
        var by = new Caller(person.Id, person.Name, door);
        work.Db.Add(person);
        work.Audit(by, "person.created", person.Id, new { person.Name, person.Email, person.Role, first = true });
        if (request.Token is { } token)
        {
            TokenActions.Add(work, by, new TokenRequest(person.Id, "First token", Role.Administrator), token);
        }
        return accounts.Create(work, person.Id, password);
    }

    private static IEnumerable<FieldError> Check(FirstAdministrator request)
    {
        if (request.Name is not { Length: <= MaxNameLength } name || !Text.IsVisible(name))
        {
            yield return new FieldError("name", $"A name of at most {MaxNameLength} characters is needed.");
        }
        if (EmailAddress.Normalize(request.Email) is null)
        {
            yield return new FieldError("email", "An email address is needed.");
        }
        if ((request.Password is not null || request.Token is null) && PasswordRules.Check(request.Password) is { } error)
        {
            yield return error;
        }
        if (request.Token is { Length: < TokenSecret.MinGivenLength or > TokenSecret.MaxLength })
        {
            yield return new FieldError("token", $"A token has {TokenSecret.MinGivenLength} to {TokenSecret.MaxLength} characters.");
        }
    }
}
