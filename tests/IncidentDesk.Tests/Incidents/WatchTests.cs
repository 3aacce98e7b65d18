using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Tests.Incidents;

/// <summary>Status updates and the end of an incident reach whoever watches it, by real SMTP and a real webhook.</summary>
public sealed class WatchTests : IAsyncLifetime
{
    private readonly SmtpSink _smtp = new();
    private TestDesk _desk = null!;
    private Caller _ana = null!;
    private Guid _service;
    private Guid _team;
    private Guid _id;

    public async ValueTask InitializeAsync()
    {
        _desk = await TestDesk.StartAsync(new TestDeskOptions(new EmailSettings(_smtp.Host, _smtp.Port, "desk@example.com", null, null, EmailSecurity.None)));
        _ana = await CallerAsync("Ana");
        var service = await _desk.ServiceAsync(await _desk.PolicyAsync(await _desk.PersonAsync("Oncall")));
        (_service, _team) = (service.Id, service.TeamId!.Value);
        _id = (await Incidents.OpenAsync(_service, "Checkout is broken", Severity.Sev2, TestDesk.Tester)).Value.Id;
        await _desk.RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _smtp.DisposeAsync();
    }

    private IncidentActions Incidents => _desk.Get<IncidentActions>();

    private WatchActions Watches => _desk.Get<WatchActions>();

    /// <summary>Mails that are no pages.</summary>
    private IReadOnlyList<SinkMail> News =>
        [.. _smtp.Mails.Where(m => m.Subject.StartsWith("Update ", StringComparison.Ordinal) || m.Subject.StartsWith("Resolved ", StringComparison.Ordinal))];

    [Fact]
    public async Task A_status_update_reaches_each_watcher_once_however_many_reasons_they_watch_for_and_not_its_author()
    {
        var (bo, vera, left) = (await CallerAsync("Bo"), await CallerAsync("Vera", Role.Viewer), await CallerAsync("Dora"));
        foreach (var watcher in new[] { bo, left })
        {
            await WatchAsync(WatchKind.Incident, _id, watcher);
            await WatchAsync(WatchKind.Service, _service, watcher);
        }
        await WatchAsync(WatchKind.Team, _team, vera);
        (await _desk.Get<PersonActions>().DisableAsync(left.PersonId!.Value, null, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        await Incidents.AcknowledgeAsync(_id, _ana);

        await UpdateAsync("Some orders <fail>.", TimeSpan.FromMinutes(30));

        News.Select(m => m.Recipients.Single()).Order().ShouldBe(["bo@example.com", "vera@example.com"]);
        News.ShouldAllBe(m => m.Subject == "Update INC-1: Checkout is broken");
        var (toBo, toVera) = (To("bo"), To("vera"));
        toBo.Text!.ShouldContain("Some orders <fail>.");
        toBo.Html!.ShouldContain("Some orders &lt;fail&gt;.");
        toBo.Text!.ShouldMatch(@"Ana, 2027-02-04 12:0\d UTC\. Next update by 2027-02-04 12:3\d UTC\.");
        toBo.Text!.ShouldContain("You watch this incident.\nUnwatch: http://localhost:8080/incidents/1/watch");
        toVera.Text!.ShouldContain("You watch this because you watch the team Team Checkout.");
        toBo.Header("References").ShouldBe($"<{_id:N}@example.com>");
        (await _desk.AllAsync<Notification>()).Where(n => n.SubjectKind == "incident-update" && n.Method == ContactKind.InApp).Select(n => n.PersonId)
            .ShouldBe([bo.PersonId!.Value, vera.PersonId!.Value], ignoreOrder: true);
    }

    [Fact]
    public async Task Whoever_works_on_an_incident_watches_it_until_they_unwatch_it()
    {
        var (bo, cy, dora) = (await CallerAsync("Bo"), await CallerAsync("Cy"), await CallerAsync("Dora"));
        await Incidents.AcknowledgeAsync(_id, _ana);
        await Incidents.AcknowledgeAsync(_id, bo);
        await Incidents.ArriveAsync(_id, TimeSpan.FromMinutes(10), cy);
        await _desk.Get<IncidentRoleActions>().OfferAsync(_id, IncidentRole.Scribe, dora.PersonId!.Value, dora);
        (await WatchersAsync()).ShouldBe(["Ana Acknowledged", "Bo Joined", "Cy Answered", "Dora Role"]);

        (await Watches.UnwatchAsync(WatchKind.Incident, _id, bo)).Value.ShouldBeTrue();
        (await Watches.UnwatchAsync(WatchKind.Incident, _id, bo)).Value.ShouldBeFalse("they did already");
        await WatchAsync(WatchKind.Team, _team, bo);
        await Incidents.ArriveAsync(_id, TimeSpan.FromMinutes(10), bo);
        (await WatchersAsync()).ShouldBe(["Ana Acknowledged", "Cy Answered", "Dora Role"], "no update of this incident, whatever else they watch and do");
        await WatchAsync(WatchKind.Incident, _id, bo);
        (await WatchersAsync()).ShouldBe(["Ana Acknowledged", "Bo Chosen", "Cy Answered", "Dora Role"]);
    }

    [Fact]
    public async Task An_update_rings_nothing_that_no_rule_for_updates_names()
    {
        await using var phone = new WebhookSink();
        var bo = await CallerAsync("Bo");
        var method = (await _desk.Get<ContactMethodActions>().AddAsync(bo.PersonId!.Value, ContactKind.Webhook, phone.Url.ToString(), verified: true, TestDesk.Tester)).Value;
        await _desk.Get<NotificationRuleActions>().AddAsync(bo.PersonId!.Value, RuleFor.Low, TimeSpan.Zero, method.Id, bo);
        await WatchAsync(WatchKind.Service, _service, bo);
        await UpdateAsync("First.");
        (phone.Requests.Count, News.Count).ShouldBe((0, 1));
        (await _desk.Get<NotificationRuleActions>().AddAsync(bo.PersonId!.Value, RuleFor.Updates, TimeSpan.Zero, method.Id, bo)).Succeeded.ShouldBeTrue();
        await UpdateAsync("Second.");
        (phone.Requests.Count, News.Count).ShouldBe((1, 2));
    }

    [Fact]
    public async Task What_an_acknowledgement_cancels_leaves_status_updates_alone()
    {
        await using var silent = await TestDesk.StartAsync();
        var (bo, ana) = (await silent.PersonAsync("Bo"), await silent.PersonAsync("Ana"));
        var service = await silent.ServiceAsync(await silent.PolicyAsync(bo));
        var id = (await silent.Get<IncidentActions>().OpenAsync(service.Id, "Checkout is broken", Severity.Sev2, TestDesk.Tester)).Value.Id;
        await silent.Get<WatchActions>().WatchAsync(WatchKind.Incident, id, new Caller(bo.Id, "Bo", "test"));
        await silent.Get<StatusUpdateActions>().UpdateAsync(id, "Some orders fail.", null, new Caller(ana.Id, "Ana", "test"));
        await silent.RunAsync();
        await silent.Get<IncidentActions>().AcknowledgeAsync(id, new Caller(ana.Id, "Ana", "test"));
        (await silent.AllAsync<Notification>()).Where(n => n.Method == ContactKind.Email).OrderBy(n => n.SubjectKind).Select(n => (n.SubjectKind, n.Status))
            .ShouldBe([("incident", NotificationStatus.Cancelled), ("incident-update", NotificationStatus.Queued)]);
    }

    [Fact]
    public async Task Watchers_hear_of_the_end_unless_it_is_undone_within_ten_seconds()
    {
        var bo = await CallerAsync("Bo");
        await WatchAsync(WatchKind.Incident, _id, bo);
        await Incidents.ResolveAsync(_id, _ana);
        await _desk.PassAsync(TimeSpan.FromSeconds(5));
        await Incidents.ReopenAsync(_id, _ana);
        await _desk.PassAsync(TimeSpan.FromSeconds(30));
        EndMails().ShouldBe(0);
        await Incidents.LaterAsync(_id, LateChange.Resolve, _ana);
        await _desk.PassAsync(TimeSpan.FromMinutes(1));
        var mail = News.Single(m => m.Subject == "Resolved INC-1: Checkout is broken");
        mail.Recipients.Single().ShouldBe("bo@example.com", "not Ana, who did it");
        mail.Text!.ShouldContain("Ana resolved it.");
        mail.Text!.ShouldContain("Open from 2027-02-04 12:0");
    }

    [Fact]
    public async Task An_incident_that_flaps_tells_of_its_end_at_most_every_ten_minutes()
    {
        await WatchAsync(WatchKind.Incident, _id, await CallerAsync("Bo"));
        for (var i = 0; i < 4; i++)
        {
            await Incidents.ResolveAsync(_id, _ana);
            await _desk.PassAsync(TimeSpan.FromMinutes(1));
            await Incidents.ReopenAsync(_id, _ana);
            await _desk.PassAsync(TimeSpan.FromMinutes(1));
        }
        EndMails().ShouldBe(1);
        await _desk.PassAsync(TimeSpan.FromMinutes(3));
        await Incidents.ResolveAsync(_id, _ana);
        await _desk.PassAsync(TimeSpan.FromMinutes(1));
        EndMails().ShouldBe(2);
    }

    [Fact]
    public async Task Only_people_watch_and_only_what_is_there()
    {
        (await Watches.WatchAsync(WatchKind.Service, Guid.NewGuid(), _ana)).Refusal.ShouldBeOfType<Refusal.NotFound>();
        (await Watches.WatchAsync(WatchKind.Service, _service, Caller.Desk)).Refusal.ShouldBeOfType<Refusal.Forbidden>();
        await WatchAsync(WatchKind.Service, _service, _ana);
        await WatchAsync(WatchKind.Team, _team, _ana);
        (await WatchedAsync()).ShouldBe(["Team Checkout", "Checkout"]);
        await Watches.UnwatchAsync(WatchKind.Service, _service, _ana);
        await Incidents.AcknowledgeAsync(_id, _ana);
        (await WatchedAsync()).ShouldBe(["Team Checkout", "Checkout is broken"]);
    }

    private int EndMails() => News.Count(m => m.Subject.StartsWith("Resolved INC-1", StringComparison.Ordinal));

    private SinkMail To(string name) => News.Single(m => m.Recipients.Single() == $"{name}@example.com");

    private async Task<Caller> CallerAsync(string name, Role role = Role.Responder) => new((await _desk.PersonAsync(name, role)).Id, name, "test");

    private async Task WatchAsync(WatchKind kind, Guid subject, Caller by) => (await Watches.WatchAsync(kind, subject, by)).Succeeded.ShouldBeTrue();

    private async Task UpdateAsync(string text, TimeSpan? nextIn = null)
    {
        (await _desk.Get<StatusUpdateActions>().UpdateAsync(_id, text, nextIn, _ana)).Succeeded.ShouldBeTrue();
        await _desk.RunAsync();
    }

    private async Task<List<string>> WatchersAsync()
    {
        await using var db = await _desk.Desk.ReadAsync();
        return [.. (await db.WatchersAsync(_id, default)).Select(w => $"{w.Name} {w.Why[0].Reason}")];
    }

    private async Task<List<string>> WatchedAsync()
    {
        await using var db = await _desk.Desk.ReadAsync();
        return [.. (await db.WatchedByAsync(_ana.PersonId!.Value, default)).Select(w => w.Name)];
    }
}
