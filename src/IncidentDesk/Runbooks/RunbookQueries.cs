using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Runbooks;

/// <summary>A runbook as pages and the API show it; its members are those of <see cref="Runbook"/>.</summary>
public sealed record RunbookView(Guid Id, string Name, Guid ServiceId, IReadOnlyList<RunbookStep> Steps, DateTimeOffset CreatedAt, long Version)
{
    internal static RunbookView Of(Runbook r) => new(r.Id, r.Name, r.ServiceId, r.Steps, r.CreatedAt, r.Version);
}

/// <summary>A secret as it may be seen: without its value.</summary>
public sealed record SecretView(Guid Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, long Version)
{
    internal static SecretView Of(RunbookSecret s) => new(s.Id, s.Name, s.CreatedAt, s.ChangedAt, s.Version);
}

/// <summary>Reads runbooks and the names of secrets.</summary>
public sealed class RunbookQueries(Desk desk)
{
    /// <summary>Runbooks in the order in which they were made, of one service where it is given.</summary>
    public async Task<Page<RunbookView>> ListAsync(PageAsk ask, Guid? service = null, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.Set<Runbook>().Where(r => r.DeletedAt == null && (service == null || r.ServiceId == service) && (ask.AfterId == null || r.Id > ask.AfterId))
            .OrderBy(r => r.Id).Select(r => new RunbookView(r.Id, r.Name, r.ServiceId, r.Steps, r.CreatedAt, r.Version)).PageAsync(ask, r => r.Id, cancellation);
    }

    /// <summary>Null when there is no such runbook.</summary>
    public async Task<RunbookView?> GetAsync(Guid id, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        var runbook = await db.Set<Runbook>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id && r.DeletedAt == null, cancellation);
        return runbook is null ? null : RunbookView.Of(runbook);
    }

    /// <summary>Secrets in the order in which they were made.</summary>
    public async Task<Page<SecretView>> SecretsAsync(PageAsk ask, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.Set<RunbookSecret>().Where(s => ask.AfterId == null || s.Id > ask.AfterId).OrderBy(s => s.Id)
            .Select(s => new SecretView(s.Id, s.Name, s.CreatedAt, s.ChangedAt, s.Version)).PageAsync(ask, s => s.Id, cancellation);
    }
}

/// <summary>What others ask of runbooks.</summary>
public static class RunbookLookups
{
    /// <summary>The oldest runbook of a service, for a link to it; null when it has none.</summary>
    public static async Task<(Guid Id, string Name)?> FirstRunbookAsync(this DeskDb db, Guid service, CancellationToken cancellation)
    {
        var found = await db.Set<Runbook>().Where(r => r.ServiceId == service && r.DeletedAt == null).OrderBy(r => r.CreatedAt)
            .Select(r => new { r.Id, r.Name }).FirstOrDefaultAsync(cancellation);
        return found is null ? null : (found.Id, found.Name);
    }
}
