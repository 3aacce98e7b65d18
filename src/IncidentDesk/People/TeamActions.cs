using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.People;

/// <summary>A team as the contract carries it, not yet checked.</summary>
/// <param name="Name">1 to 100 characters; no other team has it.</param>
/// <param name="Members">Person ids, each once, at most <see cref="TeamActions.MostMembers"/>.</param>
public sealed record TeamDraft(string Name, IReadOnlyList<Guid>? Members = null);

/// <summary>What administrators do with teams. One that a service or an escalation policy needs can't be deleted.</summary>
public sealed class TeamActions(Desk desk, IEnumerable<IUseOf<Team>> uses)
    : ConfigurationActions<Team, TeamView>(desk, Right.ManageTeams, new Noun("team"), uses)
{
    public const int MostMembers = 500;

    public Task<Outcome<TeamView>> CreateAsync(TeamDraft draft, Caller by, CancellationToken cancellation = default) =>
        CreateAsync(by, async work =>
        {
            var team = new Team { Id = work.NewId(), Name = "", CreatedAt = work.Now };
            return await FillAsync(work, team, draft) is { } refusal ? refusal : team;
        }, cancellation);

    public Task<Outcome<TeamView>> ChangeAsync(Guid id, TeamDraft draft, long version, Caller by, CancellationToken cancellation = default) =>
        ChangeAsync(id, version, by, Deed.Change, (work, team) => FillAsync(work, team, draft), cancellation);

    protected override TeamView ViewOf(Team row) => TeamView.Of(row);

    protected override Task<Owner> OwnerOfAsync(DeskTransaction work, Team row) => Task.FromResult(Owner.Team(row.Id));

    private static async Task<Refusal?> FillAsync(DeskTransaction work, Team team, TeamDraft draft)
    {
        if (await CheckAsync(work, draft, team.Id) is { Failed: true } check)
        {
            return check.Refusal;
        }
        (team.Name, team.Members) = (draft.Name.Trim(), [.. draft.Members ?? []]);
        return null;
    }

    private static async Task<Check> CheckAsync(DeskTransaction work, TeamDraft draft, Guid current)
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
