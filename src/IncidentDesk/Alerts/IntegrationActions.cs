using System.Text;
using IncidentDesk.Alerts.Sources;
using IncidentDesk.Catalog;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Alerts;

/// <summary>An integration as the contract carries it, not yet checked.</summary>
/// <param name="ServiceId">The service that its alerts are about.</param>
/// <param name="Source">The source kind: <c>prometheus</c>, <c>generic</c>, ... It can't change later.</param>
/// <param name="Name">1 to 100 characters; null makes one of source and service.</param>
public sealed record IntegrationDraft(Guid ServiceId, string Source, string? Name = null);

/// <summary>
/// What managers do with integrations. The key is 32 random bytes in base64url: its hash finds it, its box shows the address again. The address of a deleted
/// one is unknown; its alerts stay, and people resolve their incidents.
/// </summary>
public sealed class IntegrationActions(Desk desk, SecretBox box, IEnumerable<IUseOf<Integration>> uses)
    : ConfigurationActions<Integration, IntegrationView>(desk, Right.ConfigureIntegrations, new Noun("integration"), uses)
{
    private static readonly Deed RotateKey = new("key-rotated", "rotate the key of");

    /// <summary>Makes an integration with a new key, which the answer carries.</summary>
    public Task<Outcome<IntegrationView>> CreateAsync(IntegrationDraft draft, Caller by, CancellationToken cancellation = default) =>
        CreateAsync(by, async work =>
        {
            var integration = new Integration { Id = work.NewId(), Source = draft.Source, Name = "", KeyHash = [], KeyBox = [], CreatedAt = work.Now };
            SetKey(integration);
            return await FillAsync(work, integration, draft) is { } refusal ? refusal : integration;
        }, cancellation);

    /// <summary>Changes its service or its name.</summary>
    public Task<Outcome<IntegrationView>> ChangeAsync(Guid id, IntegrationDraft draft, long version, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(id, version, by, Deed.Change, (work, integration) => FillAsync(work, integration, draft), cancellation);

    /// <summary>Gives it a new key; from now on the old address is unknown.</summary>
    public Task<Outcome<IntegrationView>> RotateKeyAsync(Guid id, long? version, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(id, version, by, RotateKey, (_, integration) =>
        {
            SetKey(integration);
            return Task.FromResult<Refusal?>(null);
        }, cancellation);

    /// <summary>The timelines of its incidents say that nothing will resolve its alerts.</summary>
    protected override void Deleted(DeskTransaction work, Integration row, Caller by) =>
        work.Enqueue(Lanes.Escalation, IntegrationRemovedJob.JobKind, row.Id, work.Now, IntegrationRemovedJob.Payload(by));

    protected override IntegrationView ViewOf(Integration row) => IntegrationView.Of(row);

    protected override IntegrationView AnswerOf(Integration row) => ViewOf(row) with { Key = IntegrationQueries.Open(box, row.KeyBox) };

    protected override Task<Owner> OwnerOfAsync(DeskTransaction work, Integration row) => work.Db.OwnerOfServiceAsync(row.ServiceId, work.Cancellation);

    private void SetKey(Integration integration)
    {
        var key = BearerSecret.New();
        (integration.KeyHash, integration.KeyBox) = (BearerSecret.Hash(key), box.Protect(Encoding.ASCII.GetBytes(key)));
    }

    private static async Task<Refusal?> FillAsync(DeskTransaction work, Integration integration, IntegrationDraft draft)
    {
        var check = new Check();
        if (draft.Name is not null)
        {
            check.Line("name", draft.Name);
        }
        var service = await work.Db.Set<Service>().Where(s => s.Id == draft.ServiceId && s.DeletedAt == null).Select(s => s.Name)
            .FirstOrDefaultAsync(work.Cancellation);
        check.That(service is not null, "serviceId", "There is no such service.");
        if (check.That(draft.Source == integration.Source, "source", $"This stays {integration.Source}: add another integration for another source."))
        {
            check.That(SourceCatalog.Find(draft.Source) is not null, "source", $"This must be one of {string.Join(", ", SourceCatalog.All.Select(s => s.Kind))}.");
        }
        if (check.Failed)
        {
            return check.Refusal;
        }
        (integration.ServiceId, integration.Name) = (draft.ServiceId, NameOf(draft, service!));
        return null;
    }

    private static string NameOf(IntegrationDraft draft, string service) =>
        draft.Name?.Trim() ?? Text.Cut($"{char.ToUpperInvariant(draft.Source[0])}{draft.Source[1..]} for {service}", Check.NameLimit);
}

/// <summary>A service with integrations can't be deleted: their sources would send in vain.</summary>
internal sealed class ServiceUsedByIntegrations : IUseOf<Service>
{
    public async Task<IReadOnlyList<string>> FindAsync(DeskTransaction desk, Guid id) => await desk.Db.Set<Integration>()
        .Where(i => i.ServiceId == id && i.DeletedAt == null).OrderBy(i => i.Name).Select(i => $"the integration {i.Name}").ToListAsync(desk.Cancellation);
}
