using System.Text.Json;
using IncidentDesk.Alerts;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Timeline;

namespace IncidentDesk.Tests.Notifications;

public sealed class EmailTests : IAsyncLifetime
{
    private readonly SmtpSink _smtp = new();
    private TestDesk _desk = null!;
    private PersonView _ana = null!;
    private PersonView _bo = null!;
    private IntegrationView _source = null!;

    public async ValueTask InitializeAsync()
    {
        _desk = await TestDesk.StartAsync(new TestDeskOptions(new EmailSettings(_smtp.Host, _smtp.Port, "IncidentDesk <desk@example.com>", null, null, EmailSecurity.None)));
        (_ana, _bo) = (await _desk.PersonAsync("Ana"), await _desk.PersonAsync("Bo"));
        _source = await _desk.IntegrationAsync(await _desk.ServiceAsync(await _desk.PolicyAsync(_ana, _bo)));
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _smtp.DisposeAsync();
    }

    [Fact]
    public async Task A_page_arrives_as_text_and_html_with_a_link_that_belongs_to_its_notification()
    {
        await FireAsync(title: "Error rate <b>38%</b> — Überlast");
        var mail = _smtp.Mails.ShouldHaveSingleItem();
        mail.Recipients.ShouldBe(["ana@example.com"]);
        mail.Subject.ShouldBe("SEV2 Checkout: Error rate <b>38%</b> — Überlast (INC-1)");
        mail.Html!.ShouldContain("Error rate &lt;b&gt;38%&lt;/b&gt;");
        mail.Html!.ShouldNotContain("<b>38%");
        mail.Html!.ShouldContain("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        mail.Header("Auto-Submitted").ShouldBe("auto-generated");
        mail.Text!.ShouldEndWith("The link is yours: please do not forward it.");
        var token = mail.Text!.Split("/p/")[1][..43];
        var notification = (await _desk.AllAsync<Notification>()).Single(n => n.Method == ContactKind.Email);
        _desk.Get<PageLinks>().Read(token).ShouldBe(notification.Id);
        (notification.Status, notification.SentAt.HasValue).ShouldBe((NotificationStatus.Sent, true));
    }

    [Fact]
    public async Task A_page_says_what_the_alert_says_and_where_its_dashboard_and_runbook_are()
    {
        await FireAsync(new
        {
            title = "Database down",
            dedupKey = "db",
            state = "firing",
            severity = "critical",
            description = "Replication **lag** is <b>38 s</b>.\nSee https://wiki.example/db?a=1&b=\"x.",
            links = new[] { new { text = "Dashboard <x>", href = "https://grafana.example/d/1?a=1&b=2" }, new { text = "https://wiki.example/rb", href = "https://wiki.example/rb" } },
        });
        var mail = _smtp.Mails.ShouldHaveSingleItem();
        mail.Text!.ShouldContain("\n\nReplication **lag** is <b>38 s</b>.\nSee https://wiki.example/db?a=1&b=\"x.\n\nDashboard <x>: https://grafana.example/d/1?a=1&b=2\nhttps://wiki.example/rb\n\n");
        mail.Html!.ShouldContain("Replication **lag** is &lt;b&gt;38 s&lt;/b&gt;.<br>See <a href=\"https://wiki.example/db?a=1&amp;b=\">https://wiki.example/db?a=1&amp;b=</a>&quot;x.");
        mail.Html!.ShouldContain("Dashboard &lt;x&gt;: <a href=\"https://grafana.example/d/1?a=1&amp;b=2\">https://grafana.example/d/1?a=1&amp;b=2</a>");
    }

    [Fact]
    public async Task A_long_description_and_many_links_do_not_make_a_long_page()
    {
        var address = "https://grafana.example/" + new string('x', 900);
        await FireAsync(new
        {
            title = "Database down",
            dedupKey = "db",
            state = "firing",
            description = new string('ä', 5_000),
            links = Enumerable.Range(0, 20).Select(i => new { text = $"Dashboard {i}", href = address }),
        });
        var detail = (await _desk.AllAsync<Notification>()).First(n => n.Method == ContactKind.Email).Detail;
        detail.Length.ShouldBeLessThan(7_000);
        detail.ShouldContain(new string('ä', 1_499) + "…\n");
        detail.ShouldContain("Dashboard 4: ");
        detail.ShouldNotContain("Dashboard 5: ");
    }

    [Fact]
    public async Task A_link_with_one_letter_changed_opens_nothing()
    {
        var links = _desk.Get<PageLinks>();
        var token = links.Token(Ids.New(await _desk.NowAsync()));
        links.Read(token).ShouldNotBeNull();
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            links.Read(changed).ShouldBeNull($"position {i}");
        }
    }

    [Fact]
    public async Task A_busy_mail_server_is_asked_again_until_it_takes_the_mail()
    {
        var busy = 3;
        _smtp.OnRecipient = _ => busy-- > 0 ? "451 4.3.0 try later" : null;
        await FireAsync();
        _smtp.Mails.ShouldBeEmpty();
        await _desk.PassAsync(TimeSpan.FromMinutes(2));
        _smtp.Mails.ShouldHaveSingleItem();
        var view = (await AboutAsync()).Single(n => n.Method == ContactKind.Email);
        view.Attempts.Select(a => a.Outcome).ShouldBe([AttemptOutcome.Deferred, AttemptOutcome.Deferred, AttemptOutcome.Deferred, AttemptOutcome.Sent]);
        view.Attempts[0].Answer!.ShouldContain("451");
    }

    [Fact]
    public async Task An_address_that_is_refused_for_good_fails_with_the_servers_words_and_the_next_step_goes_at_once()
    {
        _smtp.OnRecipient = to => to.StartsWith("ana", StringComparison.Ordinal) ? "550 5.1.1 no such user" : null;
        await FireAsync();
        _smtp.Mails.ShouldHaveSingleItem().Recipients.ShouldBe(["bo@example.com"]);
        (await AboutAsync()).Single(n => n.PersonId == _ana.Id && n.Method == ContactKind.Email).Status.ShouldBe(NotificationStatus.Failed);
        (await _desk.AllAsync<TimelineEntry>()).ShouldContain(e => e.Kind == "unreachable" && e.Text.Contains("no such user"));
    }

    [Fact]
    public async Task What_is_acknowledged_while_the_mail_server_is_away_is_not_sent_when_it_comes_back()
    {
        _smtp.OnRecipient = _ => "451 4.3.0 try later";
        await FireAsync();
        await _desk.Get<IncidentActions>().AcknowledgeAsync((await _desk.IncidentAsync()).Id, new Caller(_ana.Id, "Ana", "web"));
        _smtp.OnRecipient = _ => null;
        await _desk.PassAsync(TimeSpan.FromMinutes(3));
        _smtp.Mails.ShouldBeEmpty();
        (await AboutAsync()).Single(n => n.Method == ContactKind.Email).Reason.ShouldBe("cancelled: Ana acknowledged");
    }

    [Fact]
    public async Task A_rule_with_a_wait_sends_after_it_unless_acknowledged_before()
    {
        var second = (await _desk.Get<ContactMethodActions>().AddAsync(_ana.Id, ContactKind.Email, "ana@home.example", true, TestDesk.Tester)).Value;
        var first = (await _desk.AllAsync<ContactMethod>()).Single(m => m.Address == "ana@example.com");
        var rules = _desk.Get<NotificationRuleActions>();
        await rules.AddAsync(_ana.Id, RuleFor.High, TimeSpan.Zero, first.Id, TestDesk.Tester);
        await rules.AddAsync(_ana.Id, RuleFor.High, TimeSpan.FromMinutes(2), second.Id, TestDesk.Tester);
        await _desk.RunAsync();
        var before = _smtp.Mails.Count;
        await FireAsync();
        await _desk.PassAsync(TimeSpan.FromMinutes(1.5));
        _smtp.Mails.Count.ShouldBe(before + 1);
        await _desk.PassAsync(TimeSpan.FromMinutes(1));
        _smtp.Mails.Skip(before).Select(m => m.Recipients[0]).ShouldBe(["ana@example.com", "ana@home.example"]);
    }

    [Fact]
    public async Task A_new_address_receives_a_code_and_nothing_else_until_the_code_is_typed_in()
    {
        var cy = await _desk.PersonAsync("Cy", reachable: false);
        var actions = _desk.Get<ContactMethodActions>();
        var method = (await actions.AddAsync(cy.Id, ContactKind.Email, "cy@example.com", false, TestDesk.Tester)).Value;
        await _desk.RunAsync();
        var mail = _smtp.Mails.ShouldHaveSingleItem();
        mail.Text!.ShouldNotContain("forward");
        var code = mail.Subject[..6];
        (await actions.SendTestAsync(cy.Id, method.Id, TestDesk.Tester)).Succeeded.ShouldBeFalse();

        var wrong = code == "000000" ? "000001" : "000000";
        (await actions.VerifyAsync(cy.Id, method.Id, wrong, TestDesk.Tester)).Refusal.ShouldBeOfType<Refusal.Invalid>();
        (await actions.VerifyAsync(cy.Id, method.Id, code, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        (await actions.SendTestAsync(cy.Id, method.Id, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        await _desk.RunAsync();
        _smtp.Mails.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_code_dies_after_five_wrong_tries_and_after_a_quarter_of_an_hour()
    {
        var cy = await _desk.PersonAsync("Cy", reachable: false);
        var actions = _desk.Get<ContactMethodActions>();
        var method = (await actions.AddAsync(cy.Id, ContactKind.Email, "cy@example.com", false, TestDesk.Tester)).Value;
        await _desk.RunAsync();
        var code = _smtp.Mails[0].Subject[..6];
        for (var i = 0; i < 5; i++)
        {
            await actions.VerifyAsync(cy.Id, method.Id, "wrong", TestDesk.Tester);
        }
        (await actions.VerifyAsync(cy.Id, method.Id, code, TestDesk.Tester)).Succeeded.ShouldBeFalse();

        await _desk.PassAsync(TimeSpan.FromMinutes(1));
        (await actions.SendCodeAsync(cy.Id, method.Id, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        await _desk.RunAsync();
        await _desk.PassAsync(TimeSpan.FromMinutes(16));
        (await actions.VerifyAsync(cy.Id, method.Id, _smtp.Mails[1].Subject[..6], TestDesk.Tester)).Succeeded.ShouldBeFalse();
    }

    private async Task FireAsync(string title = "Database down")
    {
        await _desk.SignalAsync(_source, "db", title: title);
        await _desk.RunAsync();
    }

    private async Task FireAsync(object signal)
    {
        await _desk.PostAsync(_source, JsonSerializer.Serialize(signal));
        await _desk.RunAsync();
    }

    private async Task<List<NotificationView>> AboutAsync()
    {
        await using var db = await _desk.Desk.ReadAsync();
        return await db.NotificationsAboutAsync((await _desk.IncidentAsync()).Id, CancellationToken.None);
    }
}
