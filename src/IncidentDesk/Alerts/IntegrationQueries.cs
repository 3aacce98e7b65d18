using System.Linq.Expressions;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using IncidentDesk.Catalog;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Alerts;

/// <summary>An integration as pages and the API show it. Times in UTC.</summary>
public sealed record IntegrationView(
    Guid Id, Guid ServiceId, string Source, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastSignalAt, long Version)
{
    internal static readonly Expression<Func<Integration, IntegrationView>> From =
        i => new IntegrationView(i.Id, i.ServiceId, i.Source, i.Name, i.CreatedAt, i.LastSignalAt, i.Version);

    internal static readonly Func<Integration, IntegrationView> Of = From.Compile();

    /// <summary>The key of its address; null where the reader may not have it. Never in an audit entry.</summary>
    [JsonIgnore]
    public string? Key { get; init; }

    /// <summary>The address below the desk's own, with the key in it; null where the reader may not have it.</summary>
    [JsonIgnore]
    public string? Path => Key is null ? null : $"/intake/{Source}/{Key}";
}

/// <summary>A request that could not be understood, with the reason; <paramref name="Body"/> is cut at 64 KiB.</summary>
public sealed record RejectedView(Guid Id, DateTimeOffset At, string Reason, string Body);

/// <summary>Reads integrations and what they rejected.</summary>
public sealed class IntegrationQueries(Desk desk, SecretBox box)
{
    /// <summary>
    /// Integrations in the order in which they were made, those of one service where given; with its key each whose owner <paramref name="withKey"/> allows.
    /// </summary>
    public async Task<Page<IntegrationView>> ListAsync(PageAsk ask, Func<Owner, bool>? withKey = null, Guid? serviceId = null, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        var page = await (from i in db.Set<Integration>()
                          where i.DeletedAt == null && (serviceId == null || i.ServiceId == serviceId) && (ask.AfterId == null || i.Id > ask.AfterId)
                          join s in db.Set<Service>() on i.ServiceId equals s.Id
                          orderby i.Id
                          select new { i.Id, View = new IntegrationView(i.Id, i.ServiceId, i.Source, i.Name, i.CreatedAt, i.LastSignalAt, i.Version), i.KeyBox, s.TeamId })
            .PageAsync(ask, i => i.Id, cancellation);
        return new([.. page.Items.Select(i => withKey?.Invoke(Owner.Team(i.TeamId)) == true ? i.View with { Key = Open(box, i.KeyBox) } : i.View)], page.NextCursor);
    }

    /// <summary>Null when there is no such integration; with its key where <paramref name="withKey"/> allows its owner.</summary>
    public async Task<IntegrationView?> GetAsync(Guid id, Func<Owner, bool>? withKey = null, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        var integration = await db.Set<Integration>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == id && i.DeletedAt == null, cancellation);
        if (integration is null)
        {
            return null;
        }
        var owner = await db.OwnerOfServiceAsync(integration.ServiceId, cancellation);
        return IntegrationView.Of(integration) with { Key = withKey?.Invoke(owner) == true ? Open(box, integration.KeyBox) : null };
    }

    /// <summary>What it could not understand, the newest first.</summary>
    public async Task<Outcome<Page<RejectedView>>> RejectedAsync(Guid id, PageAsk ask, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        if (!await db.Set<Integration>().AnyAsync(i => i.Id == id && i.DeletedAt == null, cancellation))
        {
            return new Refusal.NotFound("The integration");
        }
        return await db.Set<RejectedRequest>().Where(r => r.IntegrationId == id && (ask.AfterId == null || r.Id < ask.AfterId))
            .OrderByDescending(r => r.Id).Select(r => new RejectedView(r.Id, r.At, r.Reason, r.Body)).PageAsync(ask, r => r.Id, cancellation);
    }

    /// <summary>The key in the box; null when the box was made with another key than this desk's, so that lists still show.</summary>
    internal static string? Open(SecretBox box, byte[] keyBox)
    {
        try
        {
            return Encoding.ASCII.GetString(box.Unprotect(keyBox));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
