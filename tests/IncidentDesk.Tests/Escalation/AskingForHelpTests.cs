using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Timeline;

namespace IncidentDesk.Tests.Escalation;

/// <summary>Who has acknowledged asks for help: others are paged, and the incident stays acknowledged.</summary>
public sealed class AskingForHelpTests : IAsyncLifetime
{
    private TestDesk _desk = null!;

    public async ValueTask InitializeAsync() => _desk = await TestDesk.StartAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Asking_for_help_pages_the_next_step_while_the_incident_stays_acknowledged()
    {
        var (ana, bo) = (await _desk.PersonAsync("Ana"), await _desk.PersonAsync("Bo"));
        await _desk.BreakAsync(await _desk.PolicyAsync(ana, bo));
        var incident = await _desk.IncidentAsync();
        await _desk.Get<IncidentActions>().AcknowledgeAsync(incident.Id, By(ana));
        (await _desk.Get<EscalationActions>().EscalateAsync(incident.Id, By(ana))).Succeeded.ShouldBeTrue();
        await _desk.RunAsync();
        (await _desk.PagedAsync()).ShouldBe(["Ana", "Bo"]);
        (await _desk.IncidentAsync()).Status.ShouldBe(IncidentStatus.Acknowledged);

        (await _desk.Get<IncidentActions>().AcknowledgeAsync(incident.Id, By(bo))).Succeeded.ShouldBeTrue();
        (await _desk.IncidentAsync()).AcknowledgedBy.ShouldBe(ana.Id);
        (await _desk.AllAsync<TimelineEntry>()).ShouldContain(e => e.Text == "Bo joined.");
    }

    [Fact]
    public async Task Asking_for_help_never_pages_whoever_asks_and_is_refused_when_nobody_else_is_left()
    {
        var ana = await _desk.PersonAsync("Ana", Role.Administrator);
        await _desk.BreakAsync(await _desk.PolicyAsync(1, (5, [new Target(TargetKind.Person, ana.Id)])));
        await _desk.TesterLeavesAsync();
        var incident = await _desk.IncidentAsync();
        await _desk.Get<IncidentActions>().AcknowledgeAsync(incident.Id, By(ana));
        (await _desk.Get<EscalationActions>().EscalateAsync(incident.Id, By(ana))).Refusal!.Message.ShouldStartWith("The policy has no one else to page.");
        (await _desk.PagedAsync()).ShouldBe(["Ana"]);
        (await _desk.AllAsync<TimelineEntry>()).ShouldNotContain(e => e.Kind == "escalated");

        await _desk.PersonAsync("Root", Role.Administrator, by: By(ana));
        (await _desk.Get<EscalationActions>().EscalateAsync(incident.Id, By(ana))).Succeeded.ShouldBeTrue();
        (await _desk.PagedAsync()).ShouldBe(["Ana", "Root"]);
        var said = (await _desk.AllAsync<TimelineEntry>()).ConvertAll(e => e.Text);
        said.ShouldContain("Step 1: Ana is already involved.");
        said.ShouldContain("No one else in the policy could be paged. Fallback: the administrators are paged.");
        (await _desk.Get<EscalationActions>().EscalateAsync(incident.Id, By(ana))).Refusal!.Message.ShouldBe("There is no further step to escalate to. Select a person instead.");
    }

    [Theory]
    [InlineData("page", "Ana", "Bo", "Chen")]
    [InlineData("api", "Ana", "Bo", "Bo")]
    public async Task A_helper_who_asks_for_more_help_is_not_the_one_who_is_paged_unless_a_program_asks_for_them(string door, params string[] paged)
    {
        var (ana, bo, chen) = (await _desk.PersonAsync("Ana"), await _desk.PersonAsync("Bo"), await _desk.PersonAsync("Chen"));
        await _desk.BreakAsync(await _desk.PolicyAsync(0, (0, [new Target(TargetKind.Person, ana.Id)]), (5, [new Target(TargetKind.Person, bo.Id)]), (5, [new Target(TargetKind.Person, bo.Id)]),
            (5, [new Target(TargetKind.Person, chen.Id)])));
        await _desk.PassAsync(TimeSpan.FromMinutes(1));
        var incident = await _desk.IncidentAsync();
        await _desk.Get<IncidentActions>().AcknowledgeAsync(incident.Id, By(ana));
        await _desk.Get<IncidentActions>().AcknowledgeAsync(incident.Id, By(bo));
        (await _desk.Get<EscalationActions>().EscalateAsync(incident.Id, By(bo) with { Door = door })).Succeeded.ShouldBeTrue();
        (await _desk.PagedAsync()).ShouldBe(paged);
    }

    [Fact]
    public async Task Help_that_is_asked_for_after_the_last_step_is_not_told_as_nobody_answering()
    {
        var (ana, bo) = (await _desk.PersonAsync("Ana"), await _desk.PersonAsync("Bo"));
        await _desk.PersonAsync("Root", Role.Administrator);
        await _desk.BreakAsync(await _desk.PolicyAsync(ana, bo));
        await _desk.TesterLeavesAsync();
        var incident = await _desk.IncidentAsync();
        await _desk.Get<IncidentActions>().AcknowledgeAsync(incident.Id, By(ana));
        for (var i = 0; i < 2; i++)
        {
            (await _desk.Get<EscalationActions>().EscalateAsync(incident.Id, By(ana))).Succeeded.ShouldBeTrue();
        }
        (await _desk.PagedAsync()).ShouldBe(["Ana", "Bo", "Root"]);
        (await _desk.AllAsync<TimelineEntry>()).ShouldContain(e => e.Text == "Every step of the policy has been notified. Fallback: the administrators are paged.");
    }

    private static Caller By(PersonView person) => new(person.Id, person.Name, "web");
}
