using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Tests.Notifications;

/// <summary>How often codes and tests go out, and who hears of a contact method that comes or goes.</summary>
public sealed class ContactMethodTests : IAsyncLifetime
{
    private readonly SmtpSink _smtp = new();
    private TestDesk _desk = null!;

    private ContactMethodActions Actions => _desk.Get<ContactMethodActions>();

    public async ValueTask InitializeAsync() =>
        _desk = await TestDesk.StartAsync(new TestDeskOptions(new EmailSettings(_smtp.Host, _smtp.Port, "desk@example.com", null, null, EmailSecurity.None)));

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _smtp.DisposeAsync();
    }

    [Fact]
    public async Task Removing_an_address_and_adding_it_again_does_not_shorten_the_half_minute_between_two_codes()
    {
        var cy = await _desk.PersonAsync("Cy", reachable: false);
        var first = (await AddAsync(cy, "victim@example.com")).Value;
        (await Actions.RemoveAsync(cy.Id, first.Id, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        var refusal = (await AddAsync(cy, "Victim@Example.com")).Refusal.ShouldBeOfType<Refusal.TooOften>();
        refusal.Message.ShouldBe("A code was sent to this address a moment ago. Try again in 30 seconds.");
        await _desk.MoveClockAsync(TimeSpan.FromSeconds(31));
        (await AddAsync(cy, "victim@example.com")).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task An_address_gets_at_most_five_codes_an_hour_however_often_it_is_added_and_by_whomever()
    {
        var (cy, di) = (await _desk.PersonAsync("Cy", reachable: false), await _desk.PersonAsync("Di", reachable: false));
        for (var i = 0; i < 5; i++)
        {
            var method = (await AddAsync(i % 2 == 0 ? cy : di, "victim@example.com")).Value;
            await Actions.RemoveAsync(method.PersonId, method.Id, TestDesk.Tester);
            await _desk.MoveClockAsync(TimeSpan.FromMinutes(1));
        }
        var refusal = (await AddAsync(cy, "victim@example.com")).Refusal.ShouldBeOfType<Refusal.TooOften>();
        refusal.Message.ShouldBe("At most 5 codes an hour are sent to this address. Try again in 55 minutes.");
        await _desk.MoveClockAsync(refusal.Wait);
        (await AddAsync(cy, "victim@example.com")).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_person_gets_at_most_ten_codes_an_hour_over_all_addresses_also_at_once()
    {
        var cy = await _desk.PersonAsync("Cy", reachable: false);
        var asked = await Task.WhenAll(Enumerable.Range(0, 15).Select(i => AddAsync(cy, $"victim{i}@example.com")));
        asked.Count(a => a.Succeeded).ShouldBe(10);
        asked.Where(a => !a.Succeeded).ShouldAllBe(a => a.Refusal!.Message.StartsWith("At most 10 codes an hour are sent for this person."));
        (await AddAsync(await _desk.PersonAsync("Di", reachable: false), "di@example.com")).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_code_asked_for_again_counts_like_the_first()
    {
        var cy = await _desk.PersonAsync("Cy", reachable: false);
        var method = (await AddAsync(cy, "cy@example.com")).Value;
        (await Actions.SendCodeAsync(cy.Id, method.Id, TestDesk.Tester)).Refusal.ShouldBeOfType<Refusal.TooOften>();
        for (var i = 1; i < 5; i++)
        {
            await _desk.MoveClockAsync(TimeSpan.FromSeconds(31));
            (await Actions.SendCodeAsync(cy.Id, method.Id, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        }
        await _desk.MoveClockAsync(TimeSpan.FromSeconds(31));
        (await Actions.SendCodeAsync(cy.Id, method.Id, TestDesk.Tester)).Refusal.ShouldBeOfType<Refusal.TooOften>();
    }

    [Fact]
    public async Task Test_messages_are_limited_also_at_once()
    {
        var cy = await _desk.PersonAsync("Cy");
        var method = (await _desk.AllAsync<ContactMethod>()).Single();
        var asked = await Task.WhenAll(Enumerable.Range(0, 15).Select(_ => Actions.SendTestAsync(cy.Id, method.Id, TestDesk.Tester)));
        asked.Count(a => a.Succeeded).ShouldBe(10);
        asked.First(a => !a.Succeeded).Refusal!.Message.ShouldStartWith("At most 10 test messages an hour are sent to this address. Try again in ");
        await _desk.RunAsync();
        _smtp.Mails.Count.ShouldBe(10);
    }

    [Fact]
    public async Task A_new_address_is_told_to_the_ones_before_once_it_is_verified()
    {
        var ana = await _desk.PersonAsync("Ana");
        var method = (await AddAsync(ana, "thief@example.com")).Value;
        await _desk.RunAsync();
        _smtp.Mails.ShouldHaveSingleItem().Recipients.ShouldBe(["thief@example.com"]);
        await Actions.VerifyAsync(ana.Id, method.Id, _smtp.Mails[0].Subject[..6], new Caller(ana.Id, "Ana", "api"));
        await _desk.RunAsync();
        _smtp.Mails.Count.ShouldBe(2);
        (_smtp.Mails[1].Recipients[0], _smtp.Mails[1].Subject).ShouldBe(("ana@example.com", "A contact method was added"));
        _smtp.Mails[1].Text!.ShouldContain("Ana added the email address thief@example.com: from now on you are paged there");
    }

    [Fact]
    public async Task A_removed_address_is_told_at_itself_and_at_the_others()
    {
        var ana = await _desk.PersonAsync("Ana");
        await Actions.AddAsync(ana.Id, ContactKind.Email, "ana@home.example", verified: true, TestDesk.Tester);
        var first = (await _desk.AllAsync<ContactMethod>()).Single(m => m.Address == "ana@example.com");
        await Actions.RemoveAsync(ana.Id, first.Id, new Caller(ana.Id, "Ana", "api"));
        await _desk.RunAsync();
        var told = _smtp.Mails.Where(m => m.Subject == "A contact method was removed").ToList();
        told.Select(m => m.Recipients[0]).Order().ShouldBe(["ana@example.com", "ana@home.example"]);
        told.ShouldAllBe(m => m.Text!.Contains("Ana removed the email address ana@example.com: you are no longer paged there."));
    }

    [Fact]
    public async Task A_notice_names_of_a_webhook_only_its_host()
    {
        var ana = await _desk.PersonAsync("Ana");
        await Actions.AddAsync(ana.Id, ContactKind.Webhook, "https://hooks.example.com/secret/4711", verified: true, TestDesk.Tester);
        await _desk.RunAsync();
        var mail = _smtp.Mails.ShouldHaveSingleItem();
        mail.Text!.ShouldContain("Tester added the webhook at hooks.example.com:");
        mail.Text!.ShouldNotContain("4711");
    }

    [Fact]
    public async Task Without_a_mail_server_no_code_is_made_and_the_answer_says_so()
    {
        await using var desk = await TestDesk.StartAsync();
        var cy = await desk.PersonAsync("Cy", reachable: false);
        var actions = desk.Get<ContactMethodActions>();
        var method = (await actions.AddAsync(cy.Id, ContactKind.Email, "cy@example.com", verified: false, TestDesk.Tester)).Value;
        (method.CodeSent, method.CodeHash).ShouldBe((false, null));
        (await desk.CountAsync("notifications")).ShouldBe(0);
        (await actions.SendCodeAsync(cy.Id, method.Id, TestDesk.Tester)).Refusal!.Message.ShouldBe(ContactMethodActions.NoMailServer);
        (await actions.VouchAsync(cy.Id, method.Id, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        (await actions.SendTestAsync(cy.Id, method.Id, TestDesk.Tester)).Refusal!.Message.ShouldBe("No mail server is configured: no test message can be sent.");
        (await actions.AddAsync(cy.Id, ContactKind.Webhook, "https://hooks.example.com/x", verified: false, TestDesk.Tester)).Value.CodeSent.ShouldBeTrue();
    }

    private Task<Outcome<ContactMethod>> AddAsync(PersonView person, string address) =>
        Actions.AddAsync(person.Id, ContactKind.Email, address, verified: false, new Caller(person.Id, person.Name, "api"));
}
