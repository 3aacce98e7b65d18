using System.Security.Cryptography;
using System.Text;
using IncidentDesk.Audit;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Demo;

/// <summary>The demo as pages and the API show it. Times in UTC.</summary>
public sealed record DemoView(DemoStage Stage, DateTimeOffset MadeAt, string Shop, DateTimeOffset? OutageAskedAt, DateTimeOffset? OutagePlayedAt)
{
    internal static DemoView Of(DemoState demo) => new(demo.Stage, demo.MadeAt, $"http://127.0.0.1:{demo.ShopPort}", demo.OutageAskedAt, demo.OutagePlayedAt);
}

/// <summary>What is done with a demo as a whole.</summary>
public sealed class DemoActions(Desk desk, SecretBox box, JobEngine jobs)
{
    private const string Removed = "demo.removed";
    private static readonly Refusal NoDemo = new Refusal.NotFound("A demo");

    /// <summary>Null when this desk is no demo.</summary>
    public async Task<DemoState?> FindAsync(CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.Set<DemoState>().AsNoTracking().SingleOrDefaultAsync(cancellation);
    }

    /// <summary>What everybody may see of it; null when this desk is no demo.</summary>
    public async Task<DemoView?> GetAsync(CancellationToken cancellation = default) => await FindAsync(cancellation) is { } demo ? DemoView.Of(demo) : null;

    /// <summary>Whether this desk was a demo that somebody has removed.</summary>
    public async Task<bool> WasRemovedAsync(CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.Set<AuditEntry>().AnyAsync(a => a.Action == Removed, cancellation);
    }

    /// <summary>The password of the demo's people; null when its box was made with another key.</summary>
    public string? PasswordOf(DemoState demo)
    {
        try
        {
            return Encoding.UTF8.GetString(box.Unprotect(demo.Password));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Asks for the outage; whoever runs the shop plays it within seconds.</summary>
    public Task<Outcome<DemoView>> StartOutageAsync(Caller by, CancellationToken cancellation = default) =>
        desk.DoAsync(by, Right.WorkOnIncidents, work => ChangeAsync(work, demo =>
        {
            demo.OutageAskedAt = work.Now;
            work.Audit(by, "demo.outage-asked", demo.Id);
        }), cancellation);

    /// <summary>Notes that the outage was played.</summary>
    public Task<Outcome<DemoView>> OutagePlayedAsync(CancellationToken cancellation = default) =>
        desk.InTransactionAsync(work => ChangeAsync(work, demo => demo.OutagePlayedAt = work.Now), cancellation);

    /// <summary>
    /// Empties the desk, because all of it is demo data, also what people added while they played: back to the set-up page. Who did so is the first audit
    /// entry of what comes after.
    /// </summary>
    public async Task<Outcome<DemoView>> RemoveAsync(Caller by, CancellationToken cancellation = default)
    {
        var removed = await desk.DoAsync<DemoView>(by, Right.RemoveDemo, async work =>
        {
            if (await work.Db.Set<DemoState>().AsNoTracking().SingleOrDefaultAsync(work.Cancellation) is not { } demo)
            {
                return NoDemo;
            }
            await DemoContent.EmptyAsync(work);
            work.Audit(by, Removed, demo.Id);
            return DemoView.Of(demo);
        }, cancellation);
        if (removed.Succeeded)
        {
            await jobs.PrepareAsync(cancellation);
        }
        return removed;
    }

    private static async Task<Outcome<DemoView>> ChangeAsync(DeskTransaction work, Action<DemoState> change)
    {
        if ((await work.Db.Set<DemoState>().FromSql($"SELECT * FROM demo FOR UPDATE").ToListAsync(work.Cancellation)).FirstOrDefault() is not { } demo)
        {
            return NoDemo;
        }
        change(demo);
        return DemoView.Of(demo);
    }
}
