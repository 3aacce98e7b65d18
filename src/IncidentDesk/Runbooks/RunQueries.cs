using System.Linq.Expressions;
using IncidentDesk.Incidents;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentDesk.Runbooks;

/// <summary>A run as pages and the API show it; its members are those of <see cref="Run"/>.</summary>
public sealed record RunView(
    Guid Id, Guid RunbookId, string RunbookName, Guid IncidentId, long IncidentNumber, bool DryRun, RunStatus Status, string? Reason, IReadOnlyList<RunStep> Steps,
    Guid? StartedById, string StartedBy, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, DateTimeOffset? CancelledAt, string? CancelledBy)
{
    /// <summary>Whether anything can still happen.</summary>
    public bool IsOver => EndedAt is not null;
}

/// <summary>A piece of a run's output; <paramref name="End"/> is where the next begins, in bytes.</summary>
public sealed record OutputPiece(long AtByte, int Step, string Text, long End);

/// <summary>Reads runs and what they wrote.</summary>
public sealed class RunQueries(Desk desk, NpgsqlDataSource source)
{
    /// <summary>Runs, newest first, of one runbook or one incident where it is given.</summary>
    public async Task<Page<RunView>> ListAsync(PageAsk ask, Guid? runbook = null, Guid? incident = null, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        var runs = db.Set<Run>().AsNoTracking()
            .Where(r => (runbook == null || r.RunbookId == runbook) && (incident == null || r.IncidentId == incident) && (ask.AfterId == null || r.Id < ask.AfterId));
        return await runs.OrderByDescending(r => r.Id).Select(From(db)).PageAsync(ask, r => r.Id, cancellation);
    }

    /// <summary>Null when there is no such run.</summary>
    public async Task<RunView?> GetAsync(Guid id, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.Set<Run>().AsNoTracking().Where(r => r.Id == id).Select(From(db)).FirstOrDefaultAsync(cancellation);
    }

    /// <summary>The output from a byte on as UTF-8, at most so many bytes.</summary>
    public Task<byte[]> OutputAsync(Guid id, long from, int atMost, CancellationToken cancellation = default) =>
        RunSql.ReadAsync(source, id, from, atMost, cancellation);

    /// <summary>Pieces of the output that begin at a byte or later, oldest first; the last so many of them.</summary>
    public async Task<IReadOnlyList<OutputPiece>> PiecesAsync(Guid id, long from, int atMost, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        var pieces = await db.Set<RunOutput>().AsNoTracking().Where(o => o.RunId == id && o.AtByte >= from).OrderByDescending(o => o.AtByte).Take(atMost).ToListAsync(cancellation);
        pieces.Reverse();
        return [.. pieces.Select(p => new OutputPiece(p.AtByte, p.Step, p.Text, p.AtByte + System.Text.Encoding.UTF8.GetByteCount(p.Text)))];
    }

    private static Expression<Func<Run, RunView>> From(DeskDb db) => r => new RunView(
        r.Id, r.RunbookId, r.RunbookName, r.IncidentId, db.Set<Incident>().Where(i => i.Id == r.IncidentId).Select(i => i.Number).First(), r.DryRun, r.Status, r.Reason,
        r.Steps, r.StartedById, r.StartedBy, r.CreatedAt, r.EndedAt, r.CancelledAt, r.CancelledBy);
}
