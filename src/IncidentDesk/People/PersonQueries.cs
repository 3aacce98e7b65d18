using System.Linq.Expressions;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.People;

/// <summary>A person as pages and the API show it. Times in UTC; <paramref name="DisabledAt"/> is set for somebody who has left.</summary>
/// <param name="ReadsUtc">Pages show them times in UTC, whatever their zone.</param>
public sealed record PersonView(
    Guid Id, string Name, string Email, Role Role, string TimeZone, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt, long Version, bool ReadsUtc = false)
{
    internal static readonly Expression<Func<Person, PersonView>> From =
        p => new PersonView(p.Id, p.Name, p.Email, p.Role, p.TimeZone, p.CreatedAt, p.DisabledAt, p.Version, p.ReadsUtc);

    internal static readonly Func<Person, PersonView> Of = From.Compile();
}

/// <summary>Reads people.</summary>
public sealed class PersonQueries(Desk desk)
{
    /// <summary>People in the order in which they came, those who have left included; <paramref name="search"/> looks into name and mail address.</summary>
    public async Task<Page<PersonView>> ListAsync(PageAsk ask, string? search = null, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        var people = db.Set<Person>().Where(p => ask.AfterId == null || p.Id > ask.AfterId);
        if (!string.IsNullOrWhiteSpace(search))
        {
            var pattern = Search.Containing(search);
            people = people.Where(p => EF.Functions.ILike(p.Name, pattern, "\\") || EF.Functions.ILike(p.Email, pattern, "\\"));
        }
        return await people.OrderBy(p => p.Id).Select(PersonView.From).PageAsync(ask, p => p.Id, cancellation);
    }

    /// <summary>Null when there is no such person.</summary>
    public async Task<PersonView?> GetAsync(Guid id, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.Set<Person>().Where(p => p.Id == id).Select(PersonView.From).FirstOrDefaultAsync(cancellation);
    }
}
