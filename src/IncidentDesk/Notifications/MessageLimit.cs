using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Notifications;

/// <summary>
/// How often messages that a person asks for may go to an address that need not be theirs. What was sent is counted from the notifications, which outlive
/// their contact method: removing it and adding it again begins nothing anew, and with it go the tries that a code has.
/// </summary>
internal sealed record MessageLimit(string Kind, string What, int PerAddress, int PerPerson, TimeSpan Pause)
{
    public static readonly MessageLimit Codes = new(VerificationCode.Kind, "code", PerAddress: 5, PerPerson: 10, Pause: TimeSpan.FromSeconds(30));

    public static readonly MessageLimit Tests = new("test", "test message", PerAddress: 10, PerPerson: 20, Pause: TimeSpan.Zero);

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Null when one more may go now, which then has to be queued in this transaction: until it ends, nobody else counts for the person or address.</summary>
    public async Task<Refusal?> CheckAsync(DeskTransaction work, Guid personId, string address)
    {
        await LockAsync(work, $"messages:{personId:N}");
        await LockAsync(work, $"messages:{address.ToLowerInvariant()}");
        var since = work.Now - Window;
        var recent = work.Db.Set<Notification>().Where(n => n.SubjectKind == Kind && n.CreatedAt > since);
        var methods = work.Db.Set<ContactMethod>().Where(m => m.Address.ToLower() == address.ToLower()).Select(m => m.Id);
        var toAddress = await TimesAsync(work, recent.Where(n => methods.Contains(n.SubjectId)));
        var byPerson = await TimesAsync(work, recent.Where(n => n.PersonId == personId));
        return TooMany(work, toAddress, PerAddress, "to this address") ?? TooMany(work, byPerson, PerPerson, "for this person") ?? TooSoon(work, toAddress);
    }

    private Refusal.TooOften? TooMany(DeskTransaction work, List<DateTimeOffset> newestFirst, int atMost, string whose) => newestFirst.Count < atMost
        ? null
        : Wait(newestFirst[atMost - 1] + Window - work.Now, $"At most {atMost} {What}s an hour are sent {whose}.");

    private Refusal.TooOften? TooSoon(DeskTransaction work, List<DateTimeOffset> newestFirst) => Pause > TimeSpan.Zero && newestFirst is [var last, ..] && last + Pause > work.Now
        ? Wait(last + Pause - work.Now, $"A {What} was sent to this address a moment ago.")
        : null;

    private static Refusal.TooOften Wait(TimeSpan left, string why) =>
        new($"{why} Try again in {(left < TimeSpan.FromMinutes(2) ? $"{Math.Ceiling(left.TotalSeconds):0} seconds" : $"{Math.Ceiling(left.TotalMinutes):0} minutes")}.", left);

    private static Task<List<DateTimeOffset>> TimesAsync(DeskTransaction work, IQueryable<Notification> sent) =>
        sent.OrderByDescending(n => n.CreatedAt).Select(n => n.CreatedAt).Take(50).ToListAsync(work.Cancellation);

    private static Task<int> LockAsync(DeskTransaction work, string name) =>
        work.Db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({name}, 0))", work.Cancellation);
}
