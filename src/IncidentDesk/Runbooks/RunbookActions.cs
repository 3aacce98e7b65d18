using IncidentDesk.Catalog;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Runbooks;

/// <summary>A runbook as the contract carries it, not yet checked; <see cref="RunbookCheck"/> says what it must be.</summary>
public sealed record RunbookDraft(string Name, Guid ServiceId, IReadOnlyList<RunbookStep> Steps);

/// <summary>What managers do with runbooks. Runs keep the steps that they began with, and stay when their runbook is deleted.</summary>
public sealed class RunbookActions : ConfigurationActions<Runbook, RunbookView>
{
    private readonly RunbookCheck _check;

    internal RunbookActions(Desk desk, RunbookCheck check) : base(desk, Right.ConfigureRunbooks, new Noun("runbook"), []) => _check = check;

    public Task<Outcome<RunbookView>> CreateAsync(RunbookDraft draft, Caller by, CancellationToken cancellation = default) =>
        CreateAsync(by, async work =>
        {
            var runbook = new Runbook { Id = work.NewId(), Name = "", CreatedAt = work.Now };
            return await FillAsync(work, runbook, draft) is { } refusal ? refusal : runbook;
        }, cancellation);

    public Task<Outcome<RunbookView>> ChangeAsync(Guid id, RunbookDraft draft, long version, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(id, version, by, Deed.Change, (work, runbook) => FillAsync(work, runbook, draft), cancellation);

    protected override RunbookView ViewOf(Runbook row) => RunbookView.Of(row);

    protected override Task<Owner> OwnerOfAsync(DeskTransaction work, Runbook row) => work.Db.OwnerOfServiceAsync(row.ServiceId, work.Cancellation);

    private async Task<Refusal?> FillAsync(DeskTransaction work, Runbook runbook, RunbookDraft draft)
    {
        if (await _check.RunAsync(work, draft, runbook.Id) is { Failed: true } check)
        {
            return check.Refusal;
        }
        (runbook.Name, runbook.ServiceId, runbook.Steps) = (draft.Name.Trim(), draft.ServiceId, draft.Steps);
        return null;
    }
}

/// <summary>A service with runbooks can't be deleted.</summary>
internal sealed class ServiceUsedByRunbooks : IUseOf<Service>
{
    public async Task<IReadOnlyList<string>> FindAsync(DeskTransaction desk, Guid id) => await desk.Db.Set<Runbook>()
        .Where(r => r.ServiceId == id && r.DeletedAt == null).OrderBy(r => r.Name).Select(r => $"the runbook {r.Name}").ToListAsync(desk.Cancellation);
}
