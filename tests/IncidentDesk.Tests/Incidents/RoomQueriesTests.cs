using IncidentDesk.Alerts;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.OnCall;
using IncidentDesk.People;
using IncidentDesk.Timeline;

namespace IncidentDesk.Tests.Incidents;

/// <summary>What the list of incidents and the incident room read, on a real database.</summary>
public sealed class RoomQueriesTests
{
    [Fact]
    public async Task The_next_step_names_who_is_asked_for_each_triggered_incident_and_for_no_other()
    {
        await using var desk = await TestDesk.StartAsync();
        var (ana, bo) = (await desk.PersonAsync("Ana"), await desk.PersonAsync("Bo"));
        var service = await desk.ServiceAsync(await desk.PolicyAsync(ana, bo));
        var first = await OpenAsync(desk, service.Id);
        var second = await OpenAsync(desk, service.Id);
        var taken = await OpenAsync(desk, service.Id);
        await desk.RunAsync();
        (await desk.Get<IncidentActions>().AcknowledgeAsync(taken.Id, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        var now = await desk.NowAsync();

        await using var db = await desk.Desk.ReadAsync();
        var next = await db.NextStepsAsync([first.Id, second.Id, taken.Id], CancellationToken.None);

        next.Keys.ShouldBe([first.Id, second.Id], ignoreOrder: true);
        next.Values.ShouldAllBe(step => step.Names.Single() == "Bo" && step.Step == 1 && !step.LastResort);
        next.Values.ShouldAllBe(step => step.At > now && step.At <= now.AddMinutes(5));
        next[first.Id].ShouldBeEquivalentTo((await db.ClimbAsync(first.Id, CancellationToken.None))!.Next);
    }

    [Fact]
    public async Task After_the_last_step_the_list_says_the_administrators()
    {
        await using var desk = await TestDesk.StartAsync();
        await desk.PersonAsync("Root", Role.Administrator);
        var incident = await OpenAsync(desk, (await desk.ServiceAsync(await desk.PolicyAsync(await desk.PersonAsync("Ana")))).Id);
        await desk.TesterLeavesAsync();
        await desk.RunAsync();

        await using var db = await desk.Desk.ReadAsync();
        var next = (await db.NextStepsAsync([incident.Id], CancellationToken.None))[incident.Id];
        (next.LastResort, next.Names.Single()).ShouldBe((true, "Root"));
    }

    [Fact]
    public async Task Incidents_are_found_by_number_and_counted_up_to_a_limit()
    {
        await using var desk = await TestDesk.StartAsync();
        var service = await desk.ServiceAsync(await desk.PolicyAsync(await desk.PersonAsync("Ana")));
        var incidents = new[] { await OpenAsync(desk, service.Id), await OpenAsync(desk, service.Id), await OpenAsync(desk, service.Id) };

        await using var db = await desk.Desk.ReadAsync();
        long[] wanted = [incidents[0].Number, incidents[2].Number, 999_999];
        (await db.IncidentsAsync(new IncidentFilter(Numbers: wanted), CancellationToken.None)).Select(i => i.Id).ShouldBe([incidents[2].Id, incidents[0].Id]);
        (await db.CountIncidentsAsync(new IncidentFilter(IncidentQueries.Open), CancellationToken.None)).ShouldBe(3);
        (await db.CountIncidentsAsync(new IncidentFilter(IncidentQueries.Open, Limit: 2), CancellationToken.None)).ShouldBe(2);
    }

    [Fact]
    public async Task A_timeline_can_be_read_backwards_from_its_end()
    {
        await using var desk = await TestDesk.StartAsync();
        var incident = await OpenAsync(desk, (await desk.ServiceAsync(await desk.PolicyAsync(await desk.PersonAsync("Ana")))).Id);
        foreach (var text in new[] { "one", "two", "three" })
        {
            (await desk.Get<IncidentActions>().NoteAsync(incident.Id, text, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        }

        await using var db = await desk.Desk.ReadAsync();
        var last = await db.TimelineBeforeAsync(incident.Id, null, 2, CancellationToken.None);
        last.Select(e => e.Text).ShouldBe(["three", "two"]);
        (await db.TimelineBeforeAsync(incident.Id, last[^1].Seq, 10, CancellationToken.None)).Select(e => e.Seq).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task Alerts_are_counted_by_where_they_stand()
    {
        await using var desk = await TestDesk.StartAsync();
        var service = await desk.ServiceAsync(await desk.PolicyAsync(await desk.PersonAsync("Ana")));
        var integration = await desk.IntegrationAsync(service);
        foreach (var key in new[] { "a", "b", "c" })
        {
            await desk.SignalAsync(integration, key);
        }
        await desk.RunAsync();
        await desk.SignalAsync(integration, "b", state: "resolved");
        await desk.RunAsync();

        await using var db = await desk.Desk.ReadAsync();
        (await db.AlertCountsAsync((await desk.IncidentAsync()).Id, CancellationToken.None)).ShouldBe(new AlertCounts(2, 1));
        (await db.AlertCountsAsync(Guid.NewGuid(), CancellationToken.None)).ShouldBe(new AlertCounts(0, 0));
    }

    [Fact]
    public async Task An_acknowledgement_says_when_it_times_out()
    {
        await using var desk = await TestDesk.StartAsync();
        var incident = await OpenAsync(desk, (await desk.ServiceAsync(await desk.PolicyAsync(await desk.PersonAsync("Ana")))).Id);
        await using var db = await desk.Desk.ReadAsync();
        (await db.TimesOutAtAsync(incident.Id, CancellationToken.None)).ShouldBeNull();
        var acknowledged = (await desk.Get<IncidentActions>().AcknowledgeAsync(incident.Id, TestDesk.Tester)).Value;
        (await db.TimesOutAtAsync(incident.Id, CancellationToken.None)).ShouldBe(acknowledged.AcknowledgedAt + TimeSpan.FromMinutes(30));
    }

    [Fact]
    public async Task The_schedules_of_a_member_are_those_that_their_teams_services_ask()
    {
        await using var desk = await TestDesk.StartAsync();
        var (ana, bo) = (await desk.PersonAsync("Ana"), await desk.PersonAsync("Bo"));
        var mine = await ScheduleAsync("Mine");
        var other = await ScheduleAsync("Other");
        await ServiceAsync("Checkout", mine, ana.Id);
        await ServiceAsync("Search", other, bo.Id);

        await using var db = await desk.Desk.ReadAsync();
        (await db.SchedulesOfMemberAsync(ana.Id, CancellationToken.None)).ShouldBe([mine]);
        (await db.SchedulesOfMemberAsync(Guid.NewGuid(), CancellationToken.None)).ShouldBeEmpty();

        async Task<Guid> ScheduleAsync(string name) =>
            (await desk.Get<ScheduleActions>().CreateAsync(new ScheduleDraft(name, "Etc/UTC", []), TestDesk.Tester)).Value.Id;

        async Task ServiceAsync(string name, Guid schedule, Guid member)
        {
            var policy = await desk.PolicyAsync(0, (5, [new Target(TargetKind.Schedule, schedule), new Target(TargetKind.Person, member)]));
            var team = (await desk.Get<TeamActions>().CreateAsync(new TeamDraft("Owners of " + name, [member]), TestDesk.Tester)).Value;
            await desk.ServiceAsync(policy, name, draft => draft with { TeamId = team.Id });
        }
    }

    private static async Task<Incident> OpenAsync(TestDesk desk, Guid service) =>
        (await desk.Get<IncidentActions>().OpenAsync(service, "Checkout is slow", Severity.Sev2, TestDesk.Tester)).Value;
}
