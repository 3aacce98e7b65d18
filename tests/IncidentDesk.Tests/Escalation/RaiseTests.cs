using IncidentDesk.Alerts;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Timeline;

namespace IncidentDesk.Tests.Escalation;

/// <summary>
/// An incident that becomes urgent pages again, whatever raised it and wherever it stands: its people are told of low urgency an hour later, of high urgency at once.
/// </summary>
public sealed class RaiseTests : IAsyncLifetime
{
    private TestDesk _desk = null!;
    private PersonView _ana = null!;

    public async ValueTask InitializeAsync()
    {
        _desk = await TestDesk.StartAsync();
        _ana = await _desk.PersonAsync("Ana");
        var method = (await _desk.AllAsync<ContactMethod>()).Single().Id;
        foreach (var (urgency, after) in new[] { (RuleFor.High, 0), (RuleFor.Low, 60) })
        {
            (await _desk.Get<NotificationRuleActions>().AddAsync(_ana.Id, urgency, TimeSpan.FromMinutes(after), method, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        }
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    public static MatrixTheoryData<string, string, int> Raises => new(
        ["another alert", "the same alert", "by hand"], ["triggered", "acknowledged", "mitigated", "exhausted"], [1, 3]);

    [Theory]
    [MemberData(nameof(Raises))]
    public async Task A_raise_of_urgency_pages_at_once_with_the_severity_of_now(string by, string when, int tier)
    {
        var service = await _desk.ServiceAsync(await _desk.PolicyAsync(_ana), with: draft => draft with { Tier = tier });
        var source = await _desk.IntegrationAsync(service);
        await _desk.SignalAsync(source, "disk", severity: "warning");
        await _desk.RunAsync();
        var incident = await _desk.IncidentAsync();
        (incident.Urgency, (await MailsAsync()).Single().Status).ShouldBe((Urgency.Low, NotificationStatus.Queued));
        await BringToAsync(incident.Id, when);

        await (by switch
        {
            "another alert" => _desk.SignalAsync(source, "database", severity: "critical"),
            "the same alert" => _desk.SignalAsync(source, "disk", severity: "critical"),
            _ => (Task)_desk.Get<IncidentActions>().SetSeverityAsync(incident.Id, Severity.Sev1, TestDesk.Tester),
        });
        await _desk.RunAsync();

        incident = await _desk.IncidentAsync();
        (incident.Status, incident.Urgency, incident.AtRest).ShouldBe((IncidentStatus.Triggered, Urgency.High, null));
        var mails = await MailsAsync();
        var urgent = mails.Single(m => m.Urgency == Urgency.High);
        urgent.DueAt.ShouldBe(urgent.CreatedAt);
        urgent.Title.ShouldStartWith(SeverityRules.Name(incident.Severity));
        mails.ShouldAllBe(m => m.Urgency == Urgency.High || m.Status == NotificationStatus.Cancelled);
    }

    [Fact]
    public async Task A_worse_severity_of_the_same_urgency_is_said_by_the_messages_that_wait_and_pages_no_one_twice()
    {
        var source = await _desk.IntegrationAsync(await _desk.ServiceAsync(await _desk.PolicyAsync(_ana)));
        await _desk.SignalAsync(source, "disk", severity: "info");
        await _desk.RunAsync();
        await _desk.SignalAsync(source, "disk", severity: "warning");
        await _desk.RunAsync();

        var mail = (await MailsAsync()).ShouldHaveSingleItem();
        mail.Status.ShouldBe(NotificationStatus.Queued);
        mail.Title.ShouldStartWith("SEV4 ");
        mail.Detail.Split('\n')[0].ShouldStartWith("SEV4 · ");
        mail.Detail.ShouldEndWith("You are paged because the policy names you.");
        (await _desk.AllAsync<Page>()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_lower_severity_by_hand_pages_no_one()
    {
        var source = await _desk.IntegrationAsync(await _desk.ServiceAsync(await _desk.PolicyAsync(_ana)));
        await _desk.SignalAsync(source, "disk");
        await _desk.RunAsync();
        await _desk.Get<IncidentActions>().SetSeverityAsync((await _desk.IncidentAsync()).Id, Severity.Sev5, TestDesk.Tester);
        await _desk.RunAsync();
        (await _desk.AllAsync<Page>()).ShouldHaveSingleItem();
        (await MailsAsync()).Single().Title.ShouldStartWith("SEV5 ");
    }

    private async Task BringToAsync(Guid incident, string status)
    {
        var actions = _desk.Get<IncidentActions>();
        await (status switch
        {
            "acknowledged" => actions.AcknowledgeAsync(incident, TestDesk.Tester),
            "mitigated" => actions.MitigateAsync(incident, TestDesk.Tester),
            "exhausted" => _desk.PassAsync(TimeSpan.FromMinutes(6)),
            _ => Task.CompletedTask,
        });
        ((await _desk.IncidentAsync()).AtRest is not null).ShouldBe(status is "mitigated" or "exhausted");
    }

    private async Task<List<Notification>> MailsAsync() => (await _desk.AllAsync<Notification>()).FindAll(n => n.Method == ContactKind.Email);
}
