using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;

namespace IncidentDesk.Tests.Notifications;

public sealed class ReachabilityTests : IAsyncLifetime
{
    private TestDesk _desk = null!;

    public async ValueTask InitializeAsync() => _desk = await TestDesk.StartAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task The_signing_key_of_a_webhook_is_in_the_answer_that_made_it_and_nowhere_else()
    {
        var ana = await _desk.PersonAsync("Ana", reachable: false);
        var added = (await AddAsync(ana, ContactKind.Webhook, "http://localhost:9/hook")).NewSecret.ShouldNotBeNull();
        var stored = (await _desk.AllAsync<ContactMethod>()).ShouldHaveSingleItem();
        stored.NewSecret.ShouldBeNull();
        _desk.Get<SecretBox>().Unprotect(stored.Secret!).ShouldBe(Convert.FromHexString(added));
        (await AddAsync(ana, ContactKind.Email, "ana@example.com")).NewSecret.ShouldBeNull();
    }

    [Fact]
    public async Task A_method_says_what_became_of_its_newest_message_and_a_rule_shows_in_the_plan()
    {
        // Nobody listens on port 1.
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions(new EmailSettings("127.0.0.1", 1, "desk@example.com", null, null, EmailSecurity.None)));
        var queries = desk.Get<ReachabilityQueries>();
        var ana = await desk.PersonAsync("Ana", reachable: false);
        var method = (await desk.Get<ContactMethodActions>().AddAsync(ana.Id, ContactKind.Email, "ana@example.com", verified: false, TestDesk.Tester)).Value;
        (await desk.Get<NotificationRuleActions>().AddAsync(ana.Id, RuleFor.High, TimeSpan.FromMinutes(5), method.Id, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        var before = await queries.OfAsync(ana.Id);
        before.Methods.ShouldHaveSingleItem().Last!.Status.ShouldBe(NotificationStatus.Queued);
        before.Methods[0].CodeEndsAt.ShouldNotBeNull();
        before.High.Reaches.ShouldBeFalse();

        await desk.RunAsync();
        await desk.Get<ContactMethodActions>().VouchAsync(ana.Id, method.Id, TestDesk.Tester);
        var after = await queries.OfAsync(ana.Id);
        var last = after.Methods.ShouldHaveSingleItem().Last!;
        last.SubjectKind.ShouldBe("verification");
        last.IsTrouble.ShouldBeTrue();
        last.Reason.ShouldContain("127.0.0.1:1 can't be reached");
        after.High.Messages[^1].After.ShouldBe(TimeSpan.FromMinutes(5));
        after.Low.Messages[^1].After.ShouldBe(TimeSpan.Zero);
        (await queries.WasToldAsync(ana.Id)).ShouldBeFalse();
    }

    [Fact]
    public async Task Where_no_mail_server_is_set_an_address_alone_reaches_nobody_and_a_webhook_does()
    {
        var (ana, bo, chen) = (await _desk.PersonAsync("Ana"), await _desk.PersonAsync("Bo"), await _desk.PersonAsync("Chen", reachable: false));
        (await _desk.Get<ContactMethodActions>().AddAsync(bo.Id, ContactKind.Webhook, "http://localhost:9/hook", verified: true, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        Guid[] all = [ana.Id, bo.Id, chen.Id];
        (await Queries.ReachableAsync(all)).ShouldBe([bo.Id]);
        (await Queries.WaitForMailServerAsync(all)).ShouldBe([ana.Id]);
        (await Task.WhenAll(all.Select(id => Queries.OfAsync(id)))).Select(r => r.WaitsForMailServer).ShouldBe([true, false, false]);

        await using var withMail = await TestDesk.StartAsync(new TestDeskOptions(new EmailSettings("localhost", 25, "desk@example.com", null, null, EmailSecurity.None)));
        var dora = await withMail.PersonAsync("Dora");
        (await withMail.Get<ReachabilityQueries>().ReachableAsync([dora.Id])).ShouldBe([dora.Id]);
        (await withMail.Get<ReachabilityQueries>().WaitForMailServerAsync([dora.Id])).ShouldBeEmpty();
        (await withMail.Get<ReachabilityQueries>().OfAsync(dora.Id)).WaitsForMailServer.ShouldBeFalse();
    }

    private ReachabilityQueries Queries => _desk.Get<ReachabilityQueries>();

    private async Task<ContactMethod> AddAsync(PersonView person, ContactKind kind, string address) =>
        (await _desk.Get<ContactMethodActions>().AddAsync(person.Id, kind, address, verified: false, TestDesk.Tester)).Value;
}
