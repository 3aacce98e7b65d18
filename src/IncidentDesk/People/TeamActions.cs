using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.People;

/// <summary>A team as the contract carries it, not yet checked.</summary>
/// <param name="Name">1 to 100 characters; no other team has it.</param>
/// <param name="Members">Person ids, each once, at most <see cref="TeamActions.MostMembers"/>.</param>
public sealed record TeamDraft(string Name, IReadOnlyList<Guid>? Members = null);

/// <summary>What managers do with teams.</summary>
public sealed class TeamActions(Desk desk, IEnumerable<IUseOf<Team>> uses)
{
    public const int MostMembers = 500;

    public Task<Outcome<TeamView>> CreateAsync(TeamDraft draft, Caller by, CancellationToken cancellation = default) =>
        desk.InTransactionAsync<Outcome<TeamView>>(async work =>
        {
            await work.ChangeConfigurationAsync();
            var check = await CheckAsync(work, draft, null);
            if (check.Failed)
            {
                return check.Refusal;
            }
            var team = new Team { Id = work.NewId(), Name = draft.Name.Trim(), Members = [.. draft.Members ?? []], CreatedAt = work.Now };
            work.Db.Add(team);
            var view = TeamView.Of(team);
            work.Audit(by, "team.created", team.Id, new { to = view });
            return view;
        }, cancellation);

    public Task<Outcome<TeamView>> ChangeAsync(Guid id, TeamDraft draft, long version, Caller by, CancellationToken cancellation = default) =>
        desk.InTransactionAsync<Outcome<TeamView>>(async work =>
        {
            await work.ChangeConfigurationAsync();
            var found = await TakeAsync(work, id, version);
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }
            var team = found.Value;
            var check = await CheckAsync(work, draft, id);
            if (check.Failed)
            {
                return check.Refusal;
            }
            var before = TeamView.Of(team);
            (team.Name, team.Members) = (draft.Name.Trim(), [.. draft.Members ?? []]);
            team.Version++;
            var after = TeamView.Of(team);
            work.Audit(by, "team.changed", id, new { from = before, to = after });
            return after;
        }, cancellation);

    /// <summary>Refused while a service or an escalation policy needs the team. A version, where given, must be the current one.</summary>
    public Task<Outcome<TeamView>> DeleteAsync(Guid id, long? version, Caller by, CancellationToken cancellation = default) =>
        desk.InTransactionAsync<Outcome<TeamView>>(async work =>
        {
            await work.ChangeConfigurationAsync();
            var found = await TakeAsync(work, id, version);
            if (found.Refusal is { } refusal)
            {
                return refusal;
            }
            var team = found.Value;
            if (await uses.WhyNeededAsync(work, id, team.Name) is { } needed)
            {
                return needed;
            }
            team.DeletedAt = work.Now;
            team.Version++;
            var view = TeamView.Of(team);
            work.Audit(by, "team.deleted", id, new { from = view });
            return view;
        }, cancellation);

    private static Task<Outcome<Team>> TakeAsync(DeskTransaction work, Guid id, long? version) =>
        work.TakeAsync(work.Db.Set<Team>().Where(x => x.DeletedAt == null), id, version, "The team");

    private static async Task<Check> CheckAsync(DeskTransaction work, TeamDraft draft, Guid? current)
    {
        var check = new Check();
        var name = check.Line("name", draft.Name);
        check.That(!await work.Db.Set<Team>().AnyAsync(t => t.Name == name && t.DeletedAt == null && t.Id != current, work.Cancellation),
            "name", "Another team has this name already.");
        var members = draft.Members ?? [];
        if (!check.That(members.Count <= MostMembers, "members", $"A team can have at most {MostMembers} members; these are {members.Count}."))
        {
            return check;
        }
        var known = await work.Db.Set<Person>().Where(p => members.Contains(p.Id)).Select(p => p.Id).ToListAsync(work.Cancellation);
        foreach (var (i, member) in members.Index())
        {
            check.That(known.Contains(member), $"members[{i}]", "There is no such person.");
            check.That(!members.Take(i).Contains(member), $"members[{i}]", "This person is named twice.");
        }
        return check;
    }
}
