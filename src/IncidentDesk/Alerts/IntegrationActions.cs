using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IncidentDesk.Alerts.Sources;
using IncidentDesk.Audit;
using IncidentDesk.Catalog;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Alerts;

/// <summary>An integration as the contract carries it, not yet checked.</summary>
/// <param name="ServiceId">The service that its alerts are about.</param>
/// <param name="Source">The source kind: <c>prometheus</c>, <c>generic</c>, ... It can't change later.</param>
/// <param name="Name">1 to 100 characters; null makes one of source and service.</param>
public sealed record IntegrationDraft(Guid ServiceId, string Source, string? Name = null);

/// <summary>
/// What managers do with integrations. The key is 32 random bytes in base64url: its hash finds it, its box shows the address again.
/// </summary>
public sealed class IntegrationActions(Desk desk, SecretBox box)
{
    /// <summary>Makes an integration with a new key, which the answer carries.</summary>
    public Task<Outcome<IntegrationView>> CreateAsync(IntegrationDraft draft, Caller by, CancellationToken cancellation = default) =>
        desk.InTransactionAsync<Outcome<IntegrationView>>(async work =>
        {
            await work.ChangeConfigurationAsync();
            var (check, service) = await CheckAsync(work, draft);
            check.That(SourceCatalog.Find(draft.Source) is not null, "source", $"This must be one of {string.Join(", ", SourceCatalog.All.Select(s => s.Kind))}.");
            if (check.Failed)
            {
                return check.Refusal;
            }
            var key = NewKey();
            var integration = new Integration
            {
                Id = work.NewId(),
                ServiceId = draft.ServiceId,
                Source = draft.Source,
                Name = NameOf(draft, service!),
                KeyHash = IntegrationDirectory.Hash(key),
                KeyBox = box.Protect(Encoding.ASCII.GetBytes(key)),
                CreatedAt = work.Now,
            };
            work.Db.Add(integration);
            var view = IntegrationView.Of(integration);
            work.Audit(by, "integration.created", integration.Id, new { to = view });
            return view with { Key = key };
        }, cancellation);

    /// <summary>Changes its service or its name.</summary>
    public Task<Outcome<IntegrationView>> ChangeAsync(Guid id, IntegrationDraft draft, long version, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(id, version, by, "integration.changed", async (work, integration) =>
        {
            var (check, service) = await CheckAsync(work, draft);
            check.That(draft.Source == integration.Source, "source", $"This stays {integration.Source}: make another integration for another source.");
            if (check.Failed)
            {
                return check.Refusal;
            }
            (integration.ServiceId, integration.Name) = (draft.ServiceId, NameOf(draft, service!));
            return integration;
        }, cancellation);

    /// <summary>Gives it a new key; from now on the old address is unknown.</summary>
    public Task<Outcome<IntegrationView>> RotateKeyAsync(Guid id, long? version, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(id, version, by, "integration.key-rotated", (_, integration) =>
        {
            var key = NewKey();
            (integration.KeyHash, integration.KeyBox) = (IntegrationDirectory.Hash(key), box.Protect(Encoding.ASCII.GetBytes(key)));
            return Task.FromResult<Outcome<Integration>>(integration);
        }, cancellation);

    /// <summary>
    /// From now on its address is unknown. Its alerts stay, the timelines of their incidents say that nothing will resolve them, and people do. A version, where given,
    /// must be the current one.
    /// </summary>
    public Task<Outcome<IntegrationView>> DeleteAsync(Guid id, long? version, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(id, version, by, "integration.deleted", (work, integration) =>
        {
            integration.DeletedAt = work.Now;
            work.Enqueue(Lanes.Escalation, IntegrationRemovedJob.JobKind, integration.Id, work.Now, IntegrationRemovedJob.Payload(by));
            return Task.FromResult<Outcome<Integration>>(integration);
        }, cancellation);

    private static string NewKey() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static string NameOf(IntegrationDraft draft, string service) =>
        draft.Name?.Trim() ?? Text.Cut($"{char.ToUpperInvariant(draft.Source[0])}{draft.Source[1..]} for {service}", Check.NameLimit);

    private static async Task<(Check Check, string? Service)> CheckAsync(DeskTransaction work, IntegrationDraft draft)
    {
        var check = new Check();
        if (draft.Name is not null)
        {
            check.Line("name", draft.Name);
        }
        var service = await work.Db.Set<Service>().Where(s => s.Id == draft.ServiceId && s.DeletedAt == null).Select(s => s.Name)
            .FirstOrDefaultAsync(work.Cancellation);
        check.That(service is not null, "serviceId", "There is no such service.");
        return (check, service);
    }

    private Task<Outcome<IntegrationView>> ChangeAsync(Guid id, long? version, Caller by, string action,
        Func<DeskTransaction, Integration, Task<Outcome<Integration>>> change, CancellationToken cancellation) =>
        desk.InTransactionAsync<Outcome<IntegrationView>>(async work =>
        {
            await work.ChangeConfigurationAsync();
            var found = await work.TakeAsync(work.Db.Set<Integration>().Where(i => i.DeletedAt == null), id, version, "The integration");
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }
            var before = IntegrationView.Of(found.Value);
            var changed = await change(work, found.Value);
            if (changed.Refusal is { } refused)
            {
                return refused;
            }
            var integration = changed.Value;
            integration.Version++;
            var after = IntegrationView.Of(integration);
            work.Audit(by, action, id, new { from = before, to = after });
            return after with { Key = IntegrationQueries.Open(box, integration.KeyBox) };
        }, cancellation);
}

/// <summary>A service with integrations can't be deleted: their sources would send in vain.</summary>
internal sealed class ServiceUsedByIntegrations : IUseOf<Service>
{
    public async Task<IReadOnlyList<string>> FindAsync(DeskTransaction desk, Guid id) => await desk.Db.Set<Integration>()
        .Where(i => i.ServiceId == id && i.DeletedAt == null).OrderBy(i => i.Name).Select(i => $"the integration {i.Name}").ToListAsync(desk.Cancellation);
}
