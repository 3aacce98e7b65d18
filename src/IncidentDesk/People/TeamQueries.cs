using System.Linq.Expressions;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.People;

/// <summary>A team as pages and the API show it; <paramref name="Members"/> are person ids.</summary>
public sealed record TeamView(Guid Id, string Name, IReadOnlyList<Guid> Members, DateTimeOffset CreatedAt, long Version)
{
    internal static readonly Expression<Func<Team, TeamView>> From = t => new TeamView(t.Id, t.Name, t.Members, t.CreatedAt, t.Version);

    internal static TeamView Of(Team team) => new(team.Id, team.Name, [.. team.Members], team.CreatedAt, team.Version);
}

/// <summary>Reads teams.</summary>
public sealed class TeamQueries(Desk desk)
{
    /// <summary>Teams in the order in which they were made.</summary>
    public async Task<Page<TeamView>> ListAsync(PageAsk ask, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.Set<Team>().Where(t => t.DeletedAt == null && (ask.AfterId == null || t.Id > ask.AfterId))
            .OrderBy(t => t.Id).Select(TeamView.From).PageAsync(ask, t => t.Id, cancellation);
    }

    /// <summary>Null when there is no such team.</summary>
    public async Task<TeamView?> GetAsync(Guid id, CancellationToken cancellation = default)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return await db.Set<Team>().Where(t => t.Id == id && t.DeletedAt == null).Select(TeamView.From).FirstOrDefaultAsync(cancellation);
    }
}
