using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Timeline;

namespace IncidentDesk.Tests.Escalation;

/// <summary>A message that ends otherwise than sent lets the escalation go on; nobody waits for a person who can't be told.</summary>
public sealed class ReachLostTests : IAsyncLifetime
{
    private readonly WebhookSink _hook = new();
    private TestDesk _desk = null!;

    public async ValueTask InitializeAsync() => _desk = await TestDesk.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _hook.DisposeAsync();
    }

    [Theory]
    [InlineData("the person is deactivated")]
    [InlineData("the address is removed")]
    public async Task The_next_step_goes_when_a_message_that_waits_can_no_longer_be_sent(string because)
    {
        var (ana, bo) = (await _desk.PersonAsync("Ana"), await _desk.PersonAsync("Bo"));
        var method = (await _desk.AllAsync<ContactMethod>()).Single(m => m.PersonId == ana.Id).Id;
        (await _desk.Get<NotificationRuleActions>().AddAsync(ana.Id, RuleFor.High, TimeSpan.FromMinutes(20), method, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        await BreakAsync(await _desk.PolicyAsync(0, (30, [new Target(TargetKind.Person, ana.Id)]), (30, [new Target(TargetKind.Person, bo.Id)])));
        (await _desk.PagedAsync()).ShouldBe(["Ana"]);

        if (because == "the person is deactivated")
        {
            (await _desk.Get<PersonActions>().DisableAsync(ana.Id, null, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        }
        else
        {
            (await _desk.Get<ContactMethodActions>().RemoveAsync(ana.Id, method, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        }
        await _desk.RunAsync();

        (await _desk.PagedAsync()).ShouldBe(["Ana", "Bo"]);
        (await _desk.AllAsync<Notification>()).Single(n => n.PersonId == ana.Id && n.PageId != null && n.Method == ContactKind.Email).Status.ShouldBe(NotificationStatus.Failed);
    }

    [Fact]
    public async Task A_policy_whose_only_address_rejects_everything_does_not_burn_its_rounds_on_it()
    {
        _hook.OnRequest = _ => new WebhookAnswer(410);
        var (ana, root) = (await HookedAsync("Ana", Role.Responder), await HookedAsync("Root", Role.Administrator));
        await BreakAsync(await _desk.PolicyAsync(5, (5, [new Target(TargetKind.Person, ana.Id)])), alone: true);
        (await _desk.PagedAsync()).ShouldBe(["Ana", "Ana", "Root"]);
        (await _desk.IncidentAsync()).AtRest.ShouldBe("No one else is left to page, and no administrator can be reached outside the app: tell someone yourself.");

        _hook.OnRequest = _ => new WebhookAnswer();
        await _desk.PassAsync(TimeSpan.FromMinutes(16));
        (await _desk.PagedAsync()).ShouldBe(["Ana", "Ana", "Root", "Root"]);
        (await _desk.AllAsync<Notification>()).Count(n => n.PersonId == root.Id && n.Status == NotificationStatus.Sent && n.Method == ContactKind.Webhook).ShouldBe(1);
        (await _desk.AllAsync<TimelineEntry>()).ShouldNotContain(e => e.Text.Contains("acknowledged after", StringComparison.Ordinal));
    }

    private async Task<PersonView> HookedAsync(string name, Role role)
    {
        var person = await _desk.PersonAsync(name, role, reachable: false);
        (await _desk.Get<ContactMethodActions>().AddAsync(person.Id, ContactKind.Webhook, new Uri(_hook.Url, name).ToString(), verified: true, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        return person;
    }

    private async Task BreakAsync(PolicyView policy, bool alone = false)
    {
        var source = await _desk.IntegrationAsync(await _desk.ServiceAsync(policy));
        if (alone)
        {
            await _desk.TesterLeavesAsync();
        }
        await _desk.SignalAsync(source, "db");
        await _desk.RunAsync();
    }
}
