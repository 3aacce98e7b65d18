using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.People;

/// <summary>
/// The frame of verbs: one transaction, in which first the caller's right is looked up as it is now, then the verb runs. A refused verb has changed
/// nothing. The engine and its jobs, which act by rules and for nobody, use <see cref="Desk.InTransactionAsync"/> instead.
/// </summary>
public static class Verbs
{
    /// <summary>A verb for which it does not matter whose a thing is.</summary>
    public static Task<Outcome<T>> DoAsync<T>(this Desk desk, Caller by, Right right, Func<DeskTransaction, Task<Outcome<T>>> verb, CancellationToken cancellation) =>
        Rights.Table[right].AsksForOwner
            ? throw new InvalidOperationException($"{right} asks whose the thing is.")
            : desk.DoAsync(by, right, Owner.None, verb, cancellation);

    /// <summary>A verb on something of this owner.</summary>
    public static Task<Outcome<T>> DoAsync<T>(this Desk desk, Caller by, Right right, Owner owner, Func<DeskTransaction, Task<Outcome<T>>> verb, CancellationToken cancellation) =>
        desk.DoAsync(by, right, _ => Task.FromResult<Owner?>(owner), (work, _) => verb(work), cancellation);

    /// <summary>
    /// A verb on something whose owner is read first; it hears what its caller's rights rest on. Null is the owner of what is not there: then the verb says so
    /// to whoever may do it to anything.
    /// </summary>
    public static Task<Outcome<T>> DoAsync<T>(this Desk desk, Caller by, Right right, Func<DeskTransaction, Task<Owner?>> ownerOf,
        Func<DeskTransaction, Standing, Task<Outcome<T>>> verb, CancellationToken cancellation) =>
        desk.AskedAsync<T>(by, async (work, standing) =>
            await work.WhyNotAsync(standing, right, await ownerOf(work)) is { } refusal ? refusal : await verb(work, standing), cancellation);

    /// <summary>The frame without its question, for <see cref="ConfigurationActions{TRow, TView}"/>, which asks before and after the change.</summary>
    internal static Task<Outcome<T>> AskedAsync<T>(this Desk desk, Caller by, Func<DeskTransaction, Standing, Task<Outcome<T>>> verb, CancellationToken cancellation) =>
        desk.InTransactionAsync<Outcome<T>>(async work =>
        {
            var standing = await work.StandingAsync(by);
            return standing.Refusal ?? await verb(work, standing.Value);
        }, cancellation);

    /// <summary>Null when it may be done; the refusal names who can.</summary>
    internal static async Task<Refusal?> WhyNotAsync(this DeskTransaction work, Standing standing, Right right, Owner? owner, string? does = null)
    {
        bool Let(Standing asked) => owner is null ? asked.MayAny(right) : asked.May(right, owner);
        if (Let(standing))
        {
            return null;
        }
        if (standing.ByLink && Let(standing with { ByLink = false }))
        {
            return new Refusal.Forbidden("The link of a notification can't do this. Sign in first.");
        }
        var owners = owner?.Teams ?? [];
        var teams = await work.Db.Set<Team>().Where(t => owners.Contains(t.Id)).OrderBy(t => t.Name).Select(t => t.Name).ToListAsync(work.Cancellation);
        return right.Refused(teams, does);
    }

    /// <summary>What the caller's rights rest on at this moment, or why they have none.</summary>
    internal static async Task<Outcome<Standing>> StandingAsync(this DeskTransaction work, Caller by)
    {
        if (by.PersonId is null)
        {
            return new Refusal.Forbidden("Only people can do this.");
        }
        if (by.Scope == Role.Viewer)
        {
            return new Refusal.Forbidden("This token's scope is viewer: it reads, and changes nothing.");
        }
        return await work.Db.StandingAsync(by, work.Cancellation) is { } standing ? standing : new Refusal.Forbidden($"The account of {by.Name} is deactivated.");
    }
}
