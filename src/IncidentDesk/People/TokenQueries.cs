using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.People;

/// <summary>A token as it is shown: everything but its secret.</summary>
public sealed record TokenView(
    Guid Id, Guid PersonId, string PersonName, string Name, Role Scope, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt)
{
    internal static TokenView Of(ApiToken token, string personName) => new(
        token.Id, token.PersonId, personName, token.Name, token.Scope, token.CreatedAt, token.ExpiresAt, token.LastUsedAt, token.RevokedAt);
}

/// <summary>What pages and API read about tokens.</summary>
public sealed class TokenQueries(Desk desk)
{
    /// <summary>The newest first: of one person or of everybody, older than <paramref name="before"/> when given, at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<TokenView>> ListAsync(Guid? personId, Guid? before, int limit, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        var wanted = db.Set<ApiToken>().Where(t => (personId == null || t.PersonId == personId) && (before == null || t.Id < before));
        return await Views(db, wanted.OrderByDescending(t => t.Id).Take(limit)).ToListAsync(cancellation);
    }

    /// <summary>Null when there is none.</summary>
    public async Task<TokenView?> FindAsync(Guid tokenId, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await Views(db, db.Set<ApiToken>().Where(t => t.Id == tokenId)).SingleOrDefaultAsync(cancellation);
    }

    private static IQueryable<TokenView> Views(DeskDb db, IQueryable<ApiToken> tokens) =>
        from token in tokens
        join person in db.Set<Person>() on token.PersonId equals person.Id
        orderby token.Id descending
        select new TokenView(
            token.Id, token.PersonId, person.Name, token.Name, token.Scope, token.CreatedAt, token.ExpiresAt, token.LastUsedAt, token.RevokedAt);
}
