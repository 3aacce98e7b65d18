using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.People;

/// <summary>What a thing of the configuration is called: <c>policy</c> in the audit, <c>escalation policy</c> in sentences.</summary>
public sealed record Noun(string Audited, string Said)
{
    public Noun(string word) : this(word, word)
    {
    }
}

/// <summary>What is done to it: <c>deleted</c> in the audit, <c>delete</c> in sentences.</summary>
public sealed record Deed(string Done, string Does)
{
    public static readonly Deed Create = new("created", "create");
    public static readonly Deed Change = new("changed", "change");
    public static readonly Deed Delete = new("deleted", "delete");
}

/// <summary>
/// The verbs that every thing of the configuration has. One at a time changes configuration; the caller needs the right over what the thing was and over
/// what it becomes; its version rises; the audit says what it was and what it is.
/// </summary>
public abstract class ConfigurationActions<TRow, TView>(Desk desk, Right right, Noun noun, IEnumerable<IUseOf<TRow>> uses)
    where TRow : class, IConfigured
{
    /// <summary>Refused while something needs it. A version, where given, must be the current one.</summary>
    public Task<Outcome<TView>> DeleteAsync(Guid id, long? version, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(id, version, by, Deed.Delete, async (work, row) =>
        {
            if (await uses.WhyNeededAsync(work, id, row.Name) is { } needed)
            {
                return needed;
            }
            row.DeletedAt = work.Now;
            Deleted(work, row, by);
            return null;
        }, cancellation);

    /// <summary>As the audit keeps it.</summary>
    protected abstract TView ViewOf(TRow row);

    /// <summary>As the verb answers it.</summary>
    protected virtual TView AnswerOf(TRow row) => ViewOf(row);

    /// <summary>Whose it is now, read through the transaction.</summary>
    protected abstract Task<Owner> OwnerOfAsync(DeskTransaction work, TRow row);

    /// <summary>What follows from its deletion.</summary>
    protected virtual void Deleted(DeskTransaction work, TRow row, Caller by)
    {
    }

    /// <summary>Adds what <paramref name="make"/> answers.</summary>
    protected Task<Outcome<TView>> CreateAsync(Caller by, Func<DeskTransaction, Task<Outcome<TRow>>> make, CancellationToken cancellation) =>
        InFrameAsync(by, Deed.Create, async (work, standing) =>
        {
            var made = await make(work);
            if ((made.Refusal ?? await WhyNotAsync(work, standing, made.Value, Deed.Create)) is { } refusal)
            {
                return refusal;
            }
            work.Db.Add(made.Value);
            work.Audit(by, $"{noun.Audited}.{Deed.Create.Done}", made.Value.Id, new { to = ViewOf(made.Value) });
            return AnswerOf(made.Value);
        }, cancellation);

    /// <summary>Changes it as <paramref name="change"/> does, unless that answers a refusal.</summary>
    protected Task<Outcome<TView>> ChangeAsync(Guid id, long? version, Caller by, Deed deed, Func<DeskTransaction, TRow, Task<Refusal?>> change,
        CancellationToken cancellation) => InFrameAsync(by, deed, async (work, standing) =>
        {
            var found = await work.TakeAsync(work.Db.Set<TRow>().Where(r => r.DeletedAt == null), id, null, "The " + noun.Said);
            if ((found.Refusal ?? await WhyNotAsync(work, standing, found.Value, deed)) is { } refusal)
            {
                return refusal;
            }
            var row = found.Value;
            if (version is not null && version != row.Version)
            {
                return await work.StaleAsync(id, row.Version);
            }
            var before = ViewOf(row);
            if ((await change(work, row) ?? await WhyNotAsync(work, standing, row, deed)) is { } refused)
            {
                return refused;
            }
            row.Version++;
            work.Audit(by, $"{noun.Audited}.{deed.Done}", id, deed == Deed.Delete ? new { from = before } : new { from = before, to = ViewOf(row) });
            return AnswerOf(row);
        }, cancellation);

    private Task<Outcome<TView>> InFrameAsync(Caller by, Deed deed, Func<DeskTransaction, Standing, Task<Outcome<TView>>> verb, CancellationToken cancellation) =>
        desk.AskedAsync<TView>(by, async (work, standing) =>
        {
            if (!standing.MayAny(right))
            {
                return (await work.WhyNotAsync(standing, right, null, Does(deed)))!;
            }
            await work.ChangeConfigurationAsync();
            // Whoever held the lock may have changed the caller's role.
            var now = await work.StandingAsync(by);
            return now.Refusal ?? await verb(work, now.Value);
        }, cancellation);

    private async Task<Refusal?> WhyNotAsync(DeskTransaction work, Standing standing, TRow row, Deed deed) =>
        await work.WhyNotAsync(standing, right, await OwnerOfAsync(work, row), Does(deed));

    private string Does(Deed deed) => $"{deed.Does} this {noun.Said}";
}
