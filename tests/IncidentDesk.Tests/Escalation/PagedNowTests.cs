using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;

namespace IncidentDesk.Tests.Escalation;

/// <summary>Whoever is named in a question is whom the press pages: each answer is compared with what then happens.</summary>
public sealed class PagedNowTests : IAsyncLifetime
{
    private TestDesk _desk = null!;
    private PersonView _ana = null!;
    private Guid _id;

    public async ValueTask InitializeAsync() => _desk = await TestDesk.StartAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private Caller Ana => new(_ana.Id, "Ana", "page");

    private EscalationActions Actions => _desk.Get<EscalationActions>();

    [Fact]
    public async Task Asking_for_help_names_the_next_step_without_whoever_asks()
    {
        var (bo, chen) = (await _desk.PersonAsync("Bo"), await _desk.PersonAsync("Chen"));
        await BreakAsync(ana => _desk.PolicyAsync(0, (5, [Person(ana)]), (5, [Person(ana), Person(bo)]), (5, [Person(chen)])));
        (await HelpAsync()).ShouldBe(["Bo"]);
        await Actions.EscalateAsync(_id, Ana);
        (await HelpAsync()).ShouldBe(["Chen"]);
        await Actions.EscalateAsync(_id, Ana);
        (await PagedAsync()).ShouldBe(["Ana", "Bo", "Chen"]);
        (await HelpAsync()).ShouldBeEmpty("no administrator is left");
    }

    [Fact]
    public async Task Steps_that_reach_no_one_are_named_with_the_one_after_them_and_the_administrators_at_the_end()
    {
        var silent = await _desk.PersonAsync("Silent", reachable: false);
        await _desk.PersonAsync("Root", Role.Administrator);
        await BreakAsync(ana => _desk.PolicyAsync(ana, silent));
        (await HelpAsync()).ShouldBe(["Silent", "Root"]);
        await Actions.EscalateAsync(_id, Ana);
        (await PagedAsync()).ShouldBe(["Ana", "Silent", "Root"], ignoreOrder: true);
    }

    [Fact]
    public async Task Paging_again_names_the_first_step_of_the_policy_as_it_is_now()
    {
        var bo = await _desk.PersonAsync("Bo");
        await BreakAsync(ana => _desk.PolicyAsync(ana, bo));
        (await AgainAsync()).ShouldBe(["Ana"]);
        await Actions.PageAgainAsync(_id, Ana with { Door = "web" });
        await _desk.RunAsync();
        (await PagedAsync()).ShouldBe(["Ana", "Ana"]);
        await _desk.Get<IncidentActions>().AcknowledgeAsync(_id, Ana);
        (await AgainAsync()).ShouldBeEmpty("it is refused");
    }

    [Fact]
    public async Task The_fallback_that_repeats_says_how_often()
    {
        await _desk.PersonAsync("Root", Role.Administrator);
        await BreakAsync(ana => _desk.PolicyAsync(ana));
        await _desk.PassAsync(TimeSpan.FromMinutes(6));
        await using var db = await _desk.Desk.ReadAsync();
        var next = (await db.ClimbAsync(_id, default))!.Next!;
        (next.LastResort, next.Every, string.Join(' ', next.Names)).ShouldBe((true, TimeSpan.FromMinutes(15), "Root"));
    }

    private static Target Person(PersonView person) => new(TargetKind.Person, person.Id);

    private async Task BreakAsync(Func<PersonView, Task<PolicyView>> policy)
    {
        _ana = await _desk.PersonAsync("Ana");
        var service = await _desk.ServiceAsync(await policy(_ana));
        _id = (await _desk.Get<IncidentActions>().OpenAsync(service.Id, "Checkout is broken", Severity.Sev2, TestDesk.Tester)).Value.Id;
        await _desk.TesterLeavesAsync();
        await _desk.RunAsync();
    }

    private Task<IReadOnlyList<string>> HelpAsync() => AskAsync(async db => await db.PagedForHelpAsync(_id, Ana, await _desk.NowAsync(), default));

    private Task<IReadOnlyList<string>> AgainAsync() => AskAsync(async db => await db.PagedAgainAsync(_id, await _desk.NowAsync(), default));

    private async Task<IReadOnlyList<string>> AskAsync(Func<DeskDb, Task<PagedNow?>> ask)
    {
        await using var db = await _desk.Desk.ReadAsync();
        return (await ask(db))?.Names ?? [];
    }

    private async Task<List<string>> PagedAsync()
    {
        await using var db = await _desk.Desk.ReadAsync();
        return [.. (await db.PagesAsync(_id, default)).Select(p => p.PersonName)];
    }
}
