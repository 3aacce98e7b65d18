using IncidentDesk.Audit;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.People;

/// <summary>Where a try to sign in comes from.</summary>
/// <param name="Network">The network of the address, as far as one visitor may own it.</param>
/// <param name="Device">The mark that a browser was given when somebody signed in there; null when it has none.</param>
public sealed record SignInFrom(string Network, DeviceMark? Device = null)
{
    /// <summary>From inside an open session, such as changing the password.</summary>
    public static SignInFrom Session(Guid personId) => new("", new DeviceMark(personId, "session"));

    /// <summary>True when this person has signed in on the device before.</summary>
    internal bool Knows(Guid? personId) => Device is not null && Device.PersonId == personId;
}

/// <summary>What a browser proves that this person has signed in there.</summary>
public sealed record DeviceMark(Guid PersonId, string Id);

/// <summary>Wrong passwords in a row for one account from one network or known device.</summary>
public sealed class WrongSignIn
{
    public Guid AccountId { get; init; }

    /// <summary><c>network 203.0.113.9</c> or <c>device ...</c>.</summary>
    public required string Source { get; init; }
    public int Wrong { get; set; }
    public DateTimeOffset At { get; set; }
    public DateTimeOffset? ShutUntil { get; set; }
}

internal sealed class WrongSignInMapping : IEntityTypeConfiguration<WrongSignIn>
{
    public void Configure(EntityTypeBuilder<WrongSignIn> table)
    {
        table.ToTable("wrong_sign_ins");
        table.HasKey(w => new { w.AccountId, w.Source });
    }
}

/// <summary>
/// Counts wrong passwords where they come from, so that a stranger who guesses shuts out himself and not the account's person. Read and written under the
/// account's row lock.
/// <list type="bullet">
/// <item>Ten in a row shut out their network, or the known device that they come from, for five minutes.</item>
/// <item>A hundred from whatever networks shut out all devices that the person has not signed in on before: guessing from everywhere stays slow.</item>
/// <item>Known devices, open sessions and tokens go on, and the person is told, at most once an hour.</item>
/// </list>
/// </summary>
public sealed class SignInTries
{
    /// <summary>From one network or device.</summary>
    public const int MostWrong = 10;

    /// <summary>From all networks together.</summary>
    public const int MostWrongOfAll = 100;

    /// <summary>The job that tells the person; its subject is the person.</summary>
    public const string TellKind = "sign-in-guessed";

    public static readonly TimeSpan ShutFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Keep = TimeSpan.FromDays(1);
    private static readonly TimeSpan TellAgain = TimeSpan.FromHours(1);
    private readonly DeskTransaction _work;
    private readonly Account _account;
    private readonly string _name;
    private readonly SignInFrom _from;
    private readonly WrongSignIn? _before;

    private SignInTries(DeskTransaction work, Account account, string name, SignInFrom from, WrongSignIn? before) =>
        (_work, _account, _name, _from, _before) = (work, account, name, from, before);

    /// <summary>True when nobody is let in from there now, whatever the password.</summary>
    internal bool AreShutOut => _before?.ShutUntil > _work.Now || (!Known && _account.LockoutEnd > _work.Now);

    private bool Known => _from.Knows(_account.Id);

    private string Source => Known ? $"device {_from.Device!.Id}" : $"network {_from.Network}";

    /// <summary>What is known of this account's tries from there; the account's row is locked.</summary>
    internal static async Task<SignInTries> OfAsync(DeskTransaction work, Account account, string name, SignInFrom from)
    {
        var source = new SignInTries(work, account, name, from, null).Source;
        return new SignInTries(work, account, name, from, await work.Db.FindAsync<WrongSignIn>([account.Id, source], work.Cancellation));
    }

    /// <summary>Counts one more; true when it was the one that shuts out.</summary>
    internal async Task<bool> CountWrongAsync()
    {
        var tries = _before ?? await AddAsync();
        (tries.At, tries.Wrong) = (_work.Now, tries.Wrong + 1);
        var shut = tries.Wrong >= MostWrong;
        if (shut)
        {
            (tries.Wrong, tries.ShutUntil) = (0, _work.Now + ShutFor);
        }
        if (!Known && ++_account.AccessFailedCount >= MostWrongOfAll)
        {
            (_account.AccessFailedCount, _account.LockoutEnd) = (0, _work.Now + ShutFor);
            shut = true;
        }
        if (shut)
        {
            await SayAsync();
        }
        return shut;
    }

    /// <summary>After the right password.</summary>
    internal void Forget()
    {
        (_account.AccessFailedCount, _account.LockoutEnd) = (0, null);
        if (_before is not null)
        {
            _work.Db.Remove(_before);
        }
    }

    private async Task<WrongSignIn> AddAsync()
    {
        var tries = new WrongSignIn { AccountId = _account.Id, Source = Source };
        await _work.Db.Set<WrongSignIn>().Where(w => w.AccountId == _account.Id && w.At < _work.Now - Keep).ExecuteDeleteAsync(_work.Cancellation);
        _work.Db.Add(tries);
        return tries;
    }

    private async Task SayAsync()
    {
        const string action = "person.locked-out";
        var since = _work.Now - TellAgain;
        var told = await _work.Db.Set<AuditEntry>().AnyAsync(e => e.SubjectId == _account.Id && e.Action == action && e.At > since, _work.Cancellation);
        _work.Audit(Caller.Desk, action, _account.Id, new { name = _name, from = Source, until = _work.Now + ShutFor, everyNewDevice = _account.LockoutEnd > _work.Now });
        if (!told)
        {
            _work.Enqueue(Lanes.Housekeeping, TellKind, _account.Id, _work.Now);
        }
    }
}
