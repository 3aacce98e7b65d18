using IncidentDesk.Audit;
using IncidentDesk.Catalog;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Runbooks;

/// <summary>A runbook as the contract carries it, not yet checked; <see cref="RunbookCheck"/> says what it must be.</summary>
public sealed record RunbookDraft(string Name, Guid ServiceId, IReadOnlyList<RunbookStep> Steps);

/// <summary>What managers do with runbooks. Runs keep the steps that they began with.</summary>
public sealed class RunbookActions
{
    private readonly Desk _desk;
    private readonly RunbookCheck _check;

    internal RunbookActions(Desk desk, RunbookCheck check) => (_desk, _check) = (desk, check);

    public Task<Outcome<RunbookView>> CreateAsync(RunbookDraft draft, Caller by, CancellationToken cancellation = default) =>
        _desk.InTransactionAsync<Outcome<RunbookView>>(async work =>
        {
            await work.ChangeConfigurationAsync();
            var check = await _check.RunAsync(work, draft, null);
            if (check.Failed)
            {
                return check.Refusal;
            }
            var runbook = new Runbook { Id = work.NewId(), Name = draft.Name.Trim(), ServiceId = draft.ServiceId, Steps = draft.Steps, CreatedAt = work.Now };
            work.Db.Add(runbook);
            var view = RunbookView.Of(runbook);
            work.Audit(by, "runbook.created", runbook.Id, new { to = view });
            return view;
        }, cancellation);

    public Task<Outcome<RunbookView>> ChangeAsync(Guid id, RunbookDraft draft, long version, Caller by, CancellationToken cancellation = default) =>
        _desk.InTransactionAsync<Outcome<RunbookView>>(async work =>
        {
            await work.ChangeConfigurationAsync();
            var found = await TakeAsync(work, id, version);
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }
            var check = await _check.RunAsync(work, draft, id);
            if (check.Failed)
            {
                return check.Refusal;
            }
            var runbook = found.Value;
            var before = RunbookView.Of(runbook);
            (runbook.Name, runbook.ServiceId, runbook.Steps) = (draft.Name.Trim(), draft.ServiceId, draft.Steps);
            runbook.Version++;
            var after = RunbookView.Of(runbook);
            work.Audit(by, "runbook.changed", id, new { from = before, to = after });
            return after;
        }, cancellation);

    /// <summary>Its runs stay. A version, where given, must be the current one.</summary>
    public Task<Outcome<RunbookView>> DeleteAsync(Guid id, long? version, Caller by, CancellationToken cancellation = default) =>
        _desk.InTransactionAsync<Outcome<RunbookView>>(async work =>
        {
            await work.ChangeConfigurationAsync();
            var found = await TakeAsync(work, id, version);
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }
            var runbook = found.Value;
            runbook.DeletedAt = work.Now;
            runbook.Version++;
            var view = RunbookView.Of(runbook);
            work.Audit(by, "runbook.deleted", id, new { from = view });
            return view;
        }, cancellation);

    private static Task<Outcome<Runbook>> TakeAsync(DeskTransaction work, Guid id, long? version) =>
        work.TakeAsync(work.Db.Set<Runbook>().Where(r => r.DeletedAt == null), id, version, "The runbook");
}

/// <summary>A service with runbooks can't be deleted.</summary>
internal sealed class ServiceUsedByRunbooks : IUseOf<Service>
{
    public async Task<IReadOnlyList<string>> FindAsync(DeskTransaction desk, Guid id) => await desk.Db.Set<Runbook>()
        .Where(r => r.ServiceId == id && r.DeletedAt == null).OrderBy(r => r.Name).Select(r => $"the runbook {r.Name}").ToListAsync(desk.Cancellation);
}
