using IncidentDesk.Escalation;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;

namespace IncidentDesk.Tests.People;

public sealed class TeamActionsTests
{
    [Fact]
    public async Task A_team_keeps_the_order_of_its_members()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var bo = await desk.PersonAsync("Bo");

        var team = await desk.TeamAsync("Web", bo.Id, desk.Ana.Id);

        (await desk.Get<TeamQueries>().GetAsync(team.Id))!.Members.ShouldBe([bo.Id, desk.Ana.Id]);
    }

    [Fact]
    public async Task Members_must_exist_and_be_named_once()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var outcome = await desk.Get<TeamActions>().CreateAsync(new TeamDraft("Web", [desk.Ana.Id, Guid.NewGuid(), desk.Ana.Id]), desk.By);
        outcome.Fields().ShouldBe(["members[1]", "members[2]"]);
    }

    [Fact]
    public async Task A_name_is_free_again_after_its_team_was_deleted()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var web = await desk.TeamAsync("Web");

        (await desk.Get<TeamActions>().CreateAsync(new TeamDraft("Web"), desk.By)).Fields().ShouldBe(["name"]);
        await desk.Get<TeamActions>().DeleteAsync(web.Id, 1, desk.By);

        (await desk.Get<TeamActions>().CreateAsync(new TeamDraft("Web"), desk.By)).Succeeded.ShouldBeTrue();
        (await desk.Get<TeamQueries>().GetAsync(web.Id)).ShouldBeNull();
        (await desk.Get<TeamActions>().ChangeAsync(web.Id, new TeamDraft("Web"), 2, desk.By)).Refused().ShouldBeOfType<Refusal.NotFound>();
    }

    [Fact]
    public async Task Of_many_who_take_a_name_at_once_one_gets_it()
    {
        await using var desk = await ConfigurationDesk.StartAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => desk.Get<TeamActions>().CreateAsync(new TeamDraft("Web"), desk.By)));

        outcomes.Count(o => o.Succeeded).ShouldBe(1);
        outcomes.Where(o => !o.Succeeded).ShouldAllBe(o => o.Refusal is Refusal.Invalid);
    }

    [Fact]
    public async Task A_team_that_is_needed_stays_and_the_refusal_says_by_what()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var web = await desk.TeamAsync("Web", desk.Ana.Id);
        await desk.PolicyAsync("Night", new Target(TargetKind.Team, web.Id));
        await desk.ServiceAsync("Checkout", web.Id);

        var outcome = await desk.Get<TeamActions>().DeleteAsync(web.Id, null, desk.By);

        outcome.Refused().Message.ShouldBe("Web is still used by the service Checkout and the escalation policy Night. Change or delete that first.");
        (await desk.Get<TeamQueries>().GetAsync(web.Id)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Pages_of_a_list_follow_each_other_without_gap_or_repeat()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        foreach (var i in Enumerable.Range(0, 7))
        {
            await desk.TeamAsync($"Team {i}");
        }
        var names = new List<string>();
        var ask = new PageAsk(Limit: 3);
        for (var sizes = new List<int>(); ;)
        {
            var page = await desk.Get<TeamQueries>().ListAsync(ask);
            names.AddRange(page.Items.Select(t => t.Name));
            sizes.Add(page.Items.Count);
            if (page.NextCursor is null)
            {
                sizes.ShouldBe([3, 3, 1]);
                break;
            }
            ask = ask with { Cursor = page.NextCursor };
        }
        names.ShouldBe(Enumerable.Range(0, 7).Select(i => $"Team {i}"), ignoreOrder: true);
    }
}
