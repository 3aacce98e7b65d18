using IncidentDesk.Escalation;
using IncidentDesk.Kernel;
using IncidentDesk.OnCall;
using IncidentDesk.People;

namespace IncidentDesk.Tests.Escalation;

public sealed class PolicyActionsTests
{
    [Fact]
    public async Task A_policy_keeps_its_steps_in_order()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var team = await desk.TeamAsync("Web", desk.Ana.Id);
        var schedule = (await desk.Get<ScheduleActions>().CreateAsync(new ScheduleDraft("Primary", "UTC", []), desk.By)).Value;
        PolicyStep[] steps =
        [
            new(TimeSpan.FromMinutes(5), [new(TargetKind.Schedule, schedule.Id), new(TargetKind.Person, desk.Ana.Id)]),
            new(TimeSpan.Zero, [new(TargetKind.Team, team.Id)]),
        ];

        var made = (await desk.Get<PolicyActions>().CreateAsync(new PolicyDraft("Night", steps, 5), desk.By)).Value;

        var read = (await desk.Get<PolicyQueries>().GetAsync(made.Id)).ShouldNotBeNull();
        read.Repeats.ShouldBe(5);
        read.Steps.Select(s => s.Delay).ShouldBe([TimeSpan.FromMinutes(5), TimeSpan.Zero]);
        read.Steps[0].Targets.ShouldBe(steps[0].Targets);
        read.Steps[1].Targets.ShouldBe(steps[1].Targets);
        (await desk.Get<PolicyQueries>().ListAsync(new())).Items.ShouldHaveSingleItem().Steps.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Every_wrong_target_is_named_by_its_place()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var gone = await desk.PersonAsync("Bo");
        await desk.Get<PersonActions>().DisableAsync(gone.Id, null, desk.By);
        var ana = new Target(TargetKind.Person, desk.Ana.Id);
        PolicyStep[] steps =
        [
            new(TimeSpan.FromHours(25), [ana, new(TargetKind.Team, desk.Ana.Id), ana]),
            new(TimeSpan.FromMinutes(1), []),
            new(TimeSpan.FromMinutes(1), [new(TargetKind.Person, gone.Id), new(TargetKind.Schedule, Guid.NewGuid()), new((TargetKind)7, Guid.NewGuid())]),
        ];

        var outcome = await desk.Get<PolicyActions>().CreateAsync(new PolicyDraft("", steps, 51), desk.By);

        outcome.Fields().ShouldBe(["name", "repeats", "steps[0].delay", "steps[0].targets[1].id", "steps[0].targets[2]", "steps[1].targets",
            "steps[2].targets[0].id", "steps[2].targets[1].id", "steps[2].targets[2].kind"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    public async Task A_policy_has_one_to_twenty_steps(int count)
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var step = new PolicyStep(TimeSpan.FromMinutes(1), [new(TargetKind.Person, desk.Ana.Id)]);
        (await desk.Get<PolicyActions>().CreateAsync(new PolicyDraft("Night", [.. Enumerable.Repeat(step, count)]), desk.By)).Fields().ShouldBe(["steps"]);
    }

    [Fact]
    public async Task Rounds_that_would_follow_each_other_at_once_are_refused()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        PolicyStep[] steps = [new(TimeSpan.Zero, [new(TargetKind.Person, desk.Ana.Id)])];

        (await desk.Get<PolicyActions>().CreateAsync(new PolicyDraft("Night", steps, 3), desk.By)).Fields().ShouldBe(["repeats"]);
        (await desk.Get<PolicyActions>().CreateAsync(new PolicyDraft("Night", steps), desk.By)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_policy_that_services_use_stays()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var policy = await desk.PolicyAsync("Night", new Target(TargetKind.Person, desk.Ana.Id));
        await desk.ServiceAsync("Checkout", policy: policy.Id);

        (await desk.Get<PolicyActions>().DeleteAsync(policy.Id, null, desk.By)).Refused().ShouldBeOfType<Refusal.Conflict>()
            .Message.ShouldBe("Night is still used by the service Checkout. Change or delete that first.");
    }
}
