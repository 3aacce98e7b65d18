using IncidentDesk.Escalation;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;

namespace IncidentDesk.Tests.Escalation;

public sealed class ClimbPreviewTests : IAsyncLifetime
{
    private TestDesk _desk = null!;

    public async ValueTask InitializeAsync() => _desk = await TestDesk.StartAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task The_preview_names_whom_the_climb_then_pages_at_the_same_minutes()
    {
        var (ana, bo, root) = (await _desk.PersonAsync("Ana"), await _desk.PersonAsync("Bo"), await _desk.PersonAsync("Root", Role.Administrator));
        var service = await _desk.ServiceAsync(await _desk.PolicyAsync(1, (5, [Person(ana)]), (10, [Person(bo)])));
        var start = await _desk.NowAsync();
        var preview = (await Previews.ForServiceAsync(service.Id, start)).Value.Climb;
        preview.Steps.Select(s => (s.People.Single().Name, s.After.TotalMinutes)).ShouldBe([("Ana", 0), ("Bo", 5)]);
        preview.MoreRounds.ShouldBe(1);
        preview.LastResortAfter.ShouldBe(TimeSpan.FromMinutes(30));

        var source = await _desk.IntegrationAsync(service);
        await _desk.TesterLeavesAsync();
        await _desk.SignalAsync(source, "disk");
        await _desk.PassAsync(TimeSpan.FromMinutes(40));
        var pages = (await _desk.AllAsync<Page>()).OrderBy(p => p.CreatedAt).ToList();
        pages.Select(p => p.PersonId).ShouldBe([ana.Id, bo.Id, ana.Id, bo.Id, root.Id]);
        // Jobs run when the test's clock next ticks, every 30 seconds.
        (pages[1].CreatedAt - pages[0].CreatedAt).ShouldBe(preview.Steps[1].After, TimeSpan.FromMinutes(1));
        (pages[^1].CreatedAt - pages[0].CreatedAt).ShouldBe(preview.LastResortAfter, TimeSpan.FromMinutes(3));
    }

    [Fact]
    public async Task A_step_that_reaches_nobody_outside_the_program_lets_the_next_go_at_once_and_says_so()
    {
        var (silent, bo) = (await _desk.PersonAsync("Silent", reachable: false), await _desk.PersonAsync("Bo"));
        var preview = await Previews.ForStepsAsync([Step(5, Person(silent)), Step(5, Person(bo))], 0, await _desk.NowAsync());
        preview.Steps.Select(s => s.After).ShouldBe([TimeSpan.Zero, TimeSpan.Zero]);
        preview.Steps[0].People.ShouldHaveSingleItem().Reachable.ShouldBeFalse();
        preview.Steps[1].People.ShouldHaveSingleItem().Reachable.ShouldBeTrue();
    }

    [Fact]
    public async Task Where_no_mail_server_is_set_a_person_with_an_address_alone_is_marked_and_the_climb_waits_for_them_all_the_same()
    {
        var (silent, bo) = (await _desk.PersonAsync("Silent", reachable: false), await _desk.PersonAsync("Bo"));
        var preview = await Previews.ForStepsAsync([Step(5, Person(bo)), Step(5, Person(silent))], 0, await _desk.NowAsync());
        preview.Steps.Select(s => s.People.Single().WaitsForMailServer).ShouldBe([true, false]);
        preview.Steps[1].After.ShouldBe(TimeSpan.FromMinutes(5));

        await using var withMail = await TestDesk.StartAsync(new TestDeskOptions(new EmailSettings("localhost", 25, "desk@example.com", null, null, EmailSecurity.None)));
        var chen = await withMail.PersonAsync("Chen");
        (await withMail.Get<ClimbPreviews>().ForStepsAsync([Step(5, Person(chen))], 0, await withMail.NowAsync())).Steps[0].People[0].WaitsForMailServer.ShouldBeFalse();
    }

    [Fact]
    public async Task A_policy_that_reaches_nobody_ends_with_the_administrators_at_once()
    {
        var (silent, root) = (await _desk.PersonAsync("Silent", reachable: false), await _desk.PersonAsync("Root", Role.Administrator));
        await _desk.TesterLeavesAsync();
        var gone = new Target(TargetKind.Schedule, Guid.NewGuid());
        var preview = await Previews.ForStepsAsync([Step(5, Person(silent)), Step(5, gone)], 3, await _desk.NowAsync());
        preview.LastResortAfter.ShouldBe(TimeSpan.Zero);
        preview.MoreRounds.ShouldBe(0);
        preview.Steps[1].Skipped.ShouldBe(["A schedule of the policy no longer exists."]);
        preview.LastResort.ShouldHaveSingleItem().Id.ShouldBe(root.Id);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_not_found_and_a_time_out_of_reach_is_named()
    {
        (await Previews.ForServiceAsync(Guid.NewGuid(), await _desk.NowAsync())).Refusal.ShouldBeOfType<Refusal.NotFound>();
        (await Previews.ForServiceAsync(Guid.NewGuid(), DateTimeOffset.MinValue)).Fields().ShouldBe(["at"]);
    }

    private ClimbPreviews Previews => _desk.Get<ClimbPreviews>();

    private static Target Person(PersonView person) => new(TargetKind.Person, person.Id);

    private static PolicyStep Step(int minutes, Target target) => new(TimeSpan.FromMinutes(minutes), [target]);
}
