using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.OnCall;
using IncidentDesk.People;
using IncidentDesk.Timeline;

namespace IncidentDesk.Tests.Escalation;

public sealed class ClimbTests : IAsyncLifetime
{
    private TestDesk _desk = null!;

    public async ValueTask InitializeAsync() => _desk = await TestDesk.StartAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task The_second_person_is_paged_when_the_first_step_has_waited_its_delay_and_not_a_minute_before()
    {
        var (ana, bo) = (await _desk.PersonAsync("Ana"), await _desk.PersonAsync("Bo"));
        await _desk.BreakAsync(await _desk.PolicyAsync(ana, bo));
        (await _desk.PagedAsync()).ShouldBe(["Ana"]);
        await _desk.PassAsync(TimeSpan.FromMinutes(4));
        (await _desk.PagedAsync()).ShouldBe(["Ana"]);
        await _desk.PassAsync(TimeSpan.FromMinutes(1.5));
        (await _desk.PagedAsync()).ShouldBe(["Ana", "Bo"]);
    }

    [Fact]
    public async Task Repeats_make_one_round_more_and_then_the_administrators_are_paged_every_quarter_of_an_hour_until_someone_acknowledges()
    {
        var (ana, root) = (await _desk.PersonAsync("Ana"), await _desk.PersonAsync("Root", Role.Administrator));
        await _desk.BreakAsync(await _desk.PolicyAsync(2, (5, [new Target(TargetKind.Person, ana.Id)])));
        await _desk.TesterLeavesAsync();
        await _desk.PassAsync(TimeSpan.FromMinutes(14));
        (await _desk.PagedAsync()).ShouldBe(["Ana", "Ana", "Ana"]);
        await _desk.PassAsync(TimeSpan.FromMinutes(2));
        (await _desk.PagedAsync()).ShouldBe(["Ana", "Ana", "Ana", "Root"]);
        (await _desk.IncidentAsync()).AtRest.ShouldBeNull();
        await _desk.PassAsync(TimeSpan.FromMinutes(30));
        (await _desk.PagedAsync()).ShouldBe(["Ana", "Ana", "Ana", "Root", "Root", "Root"]);
        (await _desk.AllAsync<TimelineEntry>()).ShouldContain(e =>
            e.Text == "No one has acknowledged yet: the administrators are paged again, and every 15 minutes until someone does.");

        await _desk.Get<IncidentActions>().AcknowledgeAsync((await _desk.IncidentAsync()).Id, By(root));
        await _desk.PassAsync(TimeSpan.FromMinutes(25));
        (await _desk.PagedAsync()).Count.ShouldBe(6);
    }

    [Fact]
    public async Task The_policy_says_how_often_its_fallback_repeats()
    {
        var ana = await _desk.PersonAsync("Ana");
        await _desk.PersonAsync("Root", Role.Administrator);
        var draft = new PolicyDraft("Quick", [new PolicyStep(TimeSpan.FromMinutes(5), [new Target(TargetKind.Person, ana.Id)])], FallbackEvery: TimeSpan.FromMinutes(4));
        (await _desk.Get<PolicyActions>().CreateAsync(draft with { Name = "Never", FallbackEvery = TimeSpan.Zero }, TestDesk.Tester)).Refusal!.Message
            .ShouldBe("This must be between 1 minute and 24 hours.");
        await _desk.BreakAsync((await _desk.Get<PolicyActions>().CreateAsync(draft, TestDesk.Tester)).Value);
        await _desk.TesterLeavesAsync();
        await _desk.PassAsync(TimeSpan.FromMinutes(14));
        (await _desk.PagedAsync()).ShouldBe(["Ana", "Root", "Root", "Root"]);
    }

    [Fact]
    public async Task At_low_urgency_the_fallback_is_paged_once_and_the_incident_says_that_no_one_else_will_be()
    {
        var ana = await _desk.PersonAsync("Ana");
        await _desk.PersonAsync("Root", Role.Administrator);
        var source = await _desk.IntegrationAsync(await _desk.ServiceAsync(await _desk.PolicyAsync(ana)));
        await _desk.TesterLeavesAsync();
        await _desk.SignalAsync(source, "disk", severity: "warning");
        await _desk.PassAsync(TimeSpan.FromHours(2));
        (await _desk.PagedAsync()).ShouldBe(["Ana", "Root"]);
        (await _desk.IncidentAsync()).AtRest.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_storm_that_reaches_no_one_pages_the_administrators_once_in_five_minutes_and_not_once_an_alert()
    {
        await _desk.PersonAsync("Root", Role.Administrator, reachable: false);
        var source = await _desk.IntegrationAsync(await _desk.ServiceAsync(await _desk.PolicyAsync(await _desk.PersonAsync("Mute", reachable: false))));
        for (var alert = 0; alert < 10; alert++)
        {
            await _desk.SignalAsync(source, $"db{alert}");
            await _desk.RunAsync();
        }
        (await _desk.PagedAsync()).Count(p => p == "Root").ShouldBe(1);
        (await _desk.IncidentAsync()).AlertCount.ShouldBe(10);

        await _desk.PassAsync(TimeSpan.FromMinutes(5));
        await _desk.SignalAsync(source, "web");
        await _desk.RunAsync();
        (await _desk.PagedAsync()).Count(p => p == "Root").ShouldBe(2);
    }

    [Fact]
    public async Task Paging_again_restarts_the_escalation_and_is_refused_once_someone_has_acknowledged()
    {
        var (ana, bo) = (await _desk.PersonAsync("Ana"), await _desk.PersonAsync("Bo"));
        await _desk.BreakAsync(await _desk.PolicyAsync(ana, bo));
        await _desk.PassAsync(TimeSpan.FromMinutes(6));
        var incident = await _desk.IncidentAsync();
        (await _desk.Get<EscalationActions>().PageAgainAsync(incident.Id, By(bo))).Succeeded.ShouldBeTrue();
        await _desk.RunAsync();
        (await _desk.PagedAsync()).ShouldBe(["Ana", "Bo", "Ana"]);
        await _desk.Get<IncidentActions>().AcknowledgeAsync(incident.Id, By(ana));
        (await _desk.Get<EscalationActions>().PageAgainAsync(incident.Id, By(bo))).Refusal!.Message.ShouldContain("has been acknowledged");
    }

    [Fact]
    public async Task An_acknowledgement_stops_the_climb_and_cancels_what_is_queued()
    {
        var (ana, bo) = (await _desk.PersonAsync("Ana"), await _desk.PersonAsync("Bo"));
        await _desk.BreakAsync(await _desk.PolicyAsync(ana, bo));
        await _desk.Get<IncidentActions>().AcknowledgeAsync((await _desk.IncidentAsync()).Id, By(ana));
        await _desk.PassAsync(TimeSpan.FromMinutes(20));
        (await _desk.PagedAsync()).ShouldBe(["Ana"]);
        var mail = (await _desk.AllAsync<Notification>()).Single(n => n.Method == ContactKind.Email);
        (mail.Status, mail.Reason).ShouldBe((NotificationStatus.Cancelled, "cancelled: Ana acknowledged"));
    }

    [Fact]
    public async Task An_acknowledgement_that_times_out_starts_the_climb_anew()
    {
        var ana = await _desk.PersonAsync("Ana");
        await _desk.BreakAsync(await _desk.PolicyAsync(ana));
        await _desk.Get<IncidentActions>().AcknowledgeAsync((await _desk.IncidentAsync()).Id, By(ana));
        await _desk.PassAsync(TimeSpan.FromMinutes(29));
        (await _desk.IncidentAsync()).Status.ShouldBe(IncidentStatus.Acknowledged);
        await _desk.PassAsync(TimeSpan.FromMinutes(2));
        (await _desk.IncidentAsync()).Status.ShouldBe(IncidentStatus.Triggered);
        (await _desk.PagedAsync()).ShouldBe(["Ana", "Ana"]);
        (await _desk.AllAsync<EscalationRun>()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_step_that_means_nobody_is_skipped_with_its_reason_and_the_next_goes_at_once()
    {
        var (gone, bo) = (await _desk.PersonAsync("Gone"), await _desk.PersonAsync("Bo"));
        var policy = await _desk.PolicyAsync(gone, bo);
        (await _desk.Get<PersonActions>().DisableAsync(gone.Id, null, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        await _desk.BreakAsync(policy);
        (await _desk.PagedAsync()).ShouldBe(["Bo"]);
        (await _desk.AllAsync<TimelineEntry>()).ShouldContain(e => e.Kind == "skipped" && e.Text == "Step 1: Gone is deactivated.");
    }

    [Fact]
    public async Task Somebody_without_a_verified_method_is_told_in_the_program_and_the_next_step_goes_at_once()
    {
        var (ana, bo) = (await _desk.PersonAsync("Ana", reachable: false), await _desk.PersonAsync("Bo"));
        await _desk.BreakAsync(await _desk.PolicyAsync(ana, bo));
        (await _desk.PagedAsync()).ShouldBe(["Ana", "Bo"]);
    }

    [Fact]
    public async Task A_running_climb_keeps_the_steps_that_it_began_with()
    {
        var (ana, bo) = (await _desk.PersonAsync("Ana"), await _desk.PersonAsync("Bo"));
        var policy = await _desk.PolicyAsync(ana, bo);
        await _desk.BreakAsync(policy);
        (await _desk.Get<PolicyActions>().ChangeAsync(policy.Id, new PolicyDraft(policy.Name, [new PolicyStep(TimeSpan.FromMinutes(1), [new Target(TargetKind.Person, ana.Id)])]),
            policy.Version, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        await _desk.PassAsync(TimeSpan.FromMinutes(6));
        (await _desk.PagedAsync()).ShouldBe(["Ana", "Bo"]);
    }

    [Fact]
    public async Task Reassigning_asks_that_person_first_and_then_the_policy()
    {
        var (ana, bo) = (await _desk.PersonAsync("Ana"), await _desk.PersonAsync("Bo"));
        await _desk.BreakAsync(await _desk.PolicyAsync(ana));
        (await _desk.Get<EscalationActions>().ReassignAsync((await _desk.IncidentAsync()).Id, bo.Id, By(ana))).Succeeded.ShouldBeTrue();
        (await _desk.PagedAsync()).ShouldBe(["Ana", "Bo"]);
        (await _desk.AllAsync<Page>()).Single(p => p.PersonId == bo.Id).Reason.ShouldBe("reassigned by Ana");
        (await _desk.AllAsync<Notification>()).First(n => n.PersonId == bo.Id).Detail.ShouldEndWith("You are paged because Ana reassigned it to you.");
        await _desk.PassAsync(TimeSpan.FromMinutes(6));
        (await _desk.PagedAsync()).ShouldBe(["Ana", "Bo", "Ana"]);
        (await _desk.AllAsync<Page>()).Where(p => p.PersonId == ana.Id).ShouldAllBe(p => p.Reason == "named in the policy");
    }

    [Fact]
    public async Task A_service_without_a_policy_pages_the_administrators_at_once()
    {
        var root = await _desk.PersonAsync("Root", Role.Administrator);
        var service = await _desk.ServiceAsync(await _desk.PolicyAsync(root), with: draft => draft with { EscalationPolicyId = null });
        var source = await _desk.IntegrationAsync(service);
        await _desk.TesterLeavesAsync();
        await _desk.SignalAsync(source, "db");
        await _desk.RunAsync();
        (await _desk.PagedAsync()).ShouldBe(["Root"]);
        (await SafetyAudit.RunAsync(_desk.Source)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_tells_its_person_and_everybody_else_why_each_in_a_sentence_that_fits_them()
    {
        var (ana, bo, chen, root) = (await _desk.PersonAsync("Ana"), await _desk.PersonAsync("Bo"), await _desk.PersonAsync("Chen"), await _desk.PersonAsync("Root", Role.Administrator));
        var team = (await _desk.Get<TeamActions>().CreateAsync(new TeamDraft("Shop", [bo.Id]), TestDesk.Tester)).Value;
        var layer = new LayerDraft([chen.Id], "daily", "09:00", "2020-01-01");
        var schedule = (await _desk.Get<ScheduleActions>().CreateAsync(new ScheduleDraft("Checkout primary", "UTC", [layer]), TestDesk.Tester)).Value;
        await _desk.BreakAsync(await _desk.PolicyAsync(0, (1, [new Target(TargetKind.Person, ana.Id), new Target(TargetKind.Team, team.Id), new Target(TargetKind.Schedule, schedule.Id)])));
        await _desk.TesterLeavesAsync();
        await _desk.PassAsync(TimeSpan.FromMinutes(2));

        var mails = (await _desk.AllAsync<Notification>()).Where(n => n.Method == ContactKind.Email).ToDictionary(n => n.PersonId, n => n.Detail.Split('\n')[^1]);
        mails[ana.Id].ShouldBe("You are paged because the policy names you.");
        mails[bo.Id].ShouldBe("You are paged because you are in the team Shop.");
        mails[chen.Id].ShouldBe("You are paged because you are on call for Checkout primary.");
        mails[root.Id].ShouldBe("You are paged because you are an administrator, the fallback.");
        (await _desk.AllAsync<Page>()).ToDictionary(p => p.PersonId, p => p.Reason).Values.Order()
            .ShouldBe(["administrator, the fallback", "member of Shop", "named in the policy", "on call for Checkout primary"]);
    }

    [Fact]
    public async Task A_page_of_the_fallback_from_an_earlier_version_is_read_as_one()
    {
        await _desk.PersonAsync("Root", Role.Administrator);
        await _desk.BreakAsync(await _desk.PolicyAsync(await _desk.PersonAsync("Ana", reachable: false)));
        await using (var earlier = _desk.Source.CreateCommand("UPDATE pages SET reason = 'administrator, the last resort'"))
        {
            (await earlier.ExecuteNonQueryAsync()).ShouldBePositive();
        }

        (await _desk.AllAsync<Page>()).ShouldAllBe(page => page.Reason == Page.LastResort);
    }

    private static Caller By(PersonView person) => new(person.Id, person.Name, "web");
}
