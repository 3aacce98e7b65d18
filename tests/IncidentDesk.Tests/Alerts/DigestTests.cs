using IncidentDesk.Alerts;
using IncidentDesk.Incidents;
using IncidentDesk.People;

namespace IncidentDesk.Tests.Alerts;

public sealed class DigestTests : IAsyncLifetime
{
    private TestDesk _desk = null!;
    private IntegrationView _source = null!;

    public async ValueTask InitializeAsync()
    {
        _desk = await TestDesk.StartAsync();
        var ana = await _desk.PersonAsync("Ana");
        _source = await _desk.IntegrationAsync(await _desk.ServiceAsync(await _desk.PolicyAsync(ana)));
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_firing_signal_opens_an_incident_that_pages()
    {
        await _desk.SignalAsync(_source, "db", severity: "critical", title: "Database down");
        await _desk.RunAsync();

        var incident = await _desk.IncidentAsync();
        (incident.Title, incident.Severity, incident.Urgency, incident.Status).ShouldBe(("Database down", Severity.Sev2, Urgency.High, IncidentStatus.Triggered));
        var alert = (await _desk.AllAsync<Alert>()).ShouldHaveSingleItem();
        (alert.Status, alert.IncidentId, alert.Reason).ShouldBe((AlertStatus.Firing, incident.Id, $"opened {incident.Reference}"));
        (await _desk.AllAsync<IncidentDesk.Escalation.Page>()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Repeats_are_counted_and_open_nothing()
    {
        for (var i = 0; i < 3; i++)
        {
            await _desk.SignalAsync(_source, "db");
            await _desk.RunAsync();
        }
        (await _desk.AllAsync<Alert>()).ShouldHaveSingleItem().SignalCount.ShouldBe(3);
        (await _desk.IncidentAsync()).AlertCount.ShouldBe(1);
    }

    [Fact]
    public async Task Alerts_of_a_service_join_its_open_incident_within_the_grouping_window()
    {
        await _desk.SignalAsync(_source, "a", severity: "warning");
        await _desk.RunAsync();
        await _desk.PassAsync(TimeSpan.FromMinutes(9));
        await _desk.SignalAsync(_source, "b", severity: "warning");
        await _desk.RunAsync();
        (await _desk.IncidentAsync()).AlertCount.ShouldBe(2);

        await _desk.PassAsync(TimeSpan.FromMinutes(11));
        await _desk.SignalAsync(_source, "c", severity: "warning");
        await _desk.RunAsync();
        (await _desk.AllAsync<Incident>()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task It_resolves_by_itself_when_the_source_has_resolved_every_alert()
    {
        await _desk.SignalAsync(_source, "a");
        await _desk.SignalAsync(_source, "b");
        await _desk.RunAsync();
        await _desk.SignalAsync(_source, "a", "resolved");
        await _desk.RunAsync();
        (await _desk.IncidentAsync()).Status.ShouldBe(IncidentStatus.Triggered);

        await _desk.SignalAsync(_source, "b", "resolved");
        await _desk.RunAsync();
        (await _desk.IncidentAsync()).Status.ShouldBe(IncidentStatus.Resolved);
        (await _desk.AllAsync<Alert>()).ShouldAllBe(a => a.Status == AlertStatus.Resolved && a.ClosedBySource);
    }

    [Fact]
    public async Task An_alert_that_flaps_is_one_alert_of_its_incident_however_often_it_comes_back()
    {
        await _desk.SignalAsync(_source, "other");
        for (var i = 0; i < 5; i++)
        {
            await _desk.SignalAsync(_source, "flap");
            await _desk.SignalAsync(_source, "flap", "resolved");
            await _desk.RunAsync();
            await _desk.SignalAsync(_source, "flap");
            await _desk.RunAsync();
            await _desk.SignalAsync(_source, "flap", "resolved");
            await _desk.RunAsync();
        }
        (await _desk.IncidentAsync()).AlertCount.ShouldBe(2);
    }

    [Fact]
    public async Task An_open_alert_shows_its_newest_words()
    {
        await _desk.PostAsync(_source, """{"title":"Latency 2 s","dedupKey":"lat","severity":"warning","description":"p95 is 2 s","labels":{"value":"2"},"links":["https://a.example.test/2"]}""");
        await _desk.RunAsync();
        await _desk.PostAsync(_source, """{"title":"Latency 9 s","dedupKey":"lat","severity":"critical","description":"p95 is 9 s","labels":{"value":"9"},"links":["https://a.example.test/9"]}""");
        await _desk.PostAsync(_source, """{"title":"Latency is well","dedupKey":"lat","state":"resolved"}""");
        await _desk.RunAsync();

        var alert = (await _desk.AllAsync<Alert>()).ShouldHaveSingleItem();
        (alert.Title, alert.Description, alert.Labels["value"], alert.Links[0].Href).ShouldBe(("Latency 9 s", "p95 is 9 s", "9", "https://a.example.test/9"));
    }

    [Fact]
    public async Task The_timeline_says_when_the_integration_of_a_firing_alert_is_removed()
    {
        await _desk.SignalAsync(_source, "a");
        await _desk.SignalAsync(_source, "b");
        await _desk.RunAsync();
        (await _desk.Get<IntegrationActions>().DeleteAsync(_source.Id, null, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        await _desk.RunAsync();
        (await _desk.AllAsync<IncidentDesk.Timeline.TimelineEntry>()).Single(e => e.Kind == "source-removed").Text
            .ShouldBe("Tester removed the integration generic. 2 alerts of it are still firing, and nothing will resolve them: resolve the incident manually when it is over.");
    }

    [Fact]
    public async Task What_a_source_left_out_of_its_message_stands_in_the_timeline()
    {
        var prometheus = await _desk.IntegrationAsync((await _desk.AllServicesAsync())[0], "prometheus");
        await _desk.PostAsync(prometheus, Alertmanager.Body("f1", "firing", await _desk.NowAsync()).Replace("\"truncatedAlerts\":0", "\"truncatedAlerts\":42", StringComparison.Ordinal));
        await _desk.RunAsync();
        (await _desk.AllAsync<IncidentDesk.Timeline.TimelineEntry>()).Single(e => e.Kind == "left-out").Text.ShouldBe("Alertmanager left 42 more alerts out of this message (max_alerts).");
        (await _desk.AllAsync<RejectedRequest>()).ShouldHaveSingleItem().Reason.ShouldStartWith("Alertmanager left 42 more alerts");
    }

    [Fact]
    public async Task Resolving_by_hand_closes_the_alerts_and_a_later_firing_reopens_within_the_window()
    {
        await _desk.SignalAsync(_source, "a");
        await _desk.RunAsync();
        var incident = await _desk.IncidentAsync();
        (await _desk.Get<IncidentActions>().ResolveAsync(incident.Id, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        await _desk.RunAsync();
        (await _desk.AllAsync<Alert>()).ShouldHaveSingleItem().Status.ShouldBe(AlertStatus.Resolved);

        await _desk.PassAsync(TimeSpan.FromMinutes(9));
        await _desk.SignalAsync(_source, "a");
        await _desk.RunAsync();
        (await _desk.IncidentAsync()).Status.ShouldBe(IncidentStatus.Triggered);
        (await _desk.AllAsync<Alert>()).Count(a => a.Status == AlertStatus.Firing).ShouldBe(1);
    }

    [Fact]
    public async Task After_the_reopen_window_a_new_incident_is_linked_as_a_recurrence()
    {
        await _desk.SignalAsync(_source, "a");
        await _desk.RunAsync();
        var first = await _desk.IncidentAsync();
        await _desk.Get<IncidentActions>().ResolveAsync(first.Id, TestDesk.Tester);
        await _desk.PassAsync(TimeSpan.FromMinutes(11));
        await _desk.SignalAsync(_source, "a");
        await _desk.RunAsync();

        var second = (await _desk.AllAsync<Incident>()).Single(i => i.Id != first.Id);
        second.RecurrenceOf.ShouldBe(first.Id);
    }

    [Fact]
    public async Task Fired_and_resolved_in_one_batch_pages_nobody_but_leaves_its_incident()
    {
        await _desk.SignalAsync(_source, "flap");
        await _desk.SignalAsync(_source, "flap", "resolved");
        await _desk.RunAsync();
        (await _desk.IncidentAsync()).Status.ShouldBe(IncidentStatus.Resolved);
        (await _desk.AllAsync<IncidentDesk.Escalation.Page>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_worse_alert_pages_again_although_acknowledged()
    {
        await _desk.SignalAsync(_source, "a", severity: "warning");
        await _desk.RunAsync();
        var incident = await _desk.IncidentAsync();
        await _desk.Get<IncidentActions>().AcknowledgeAsync(incident.Id, TestDesk.Tester);
        await _desk.SignalAsync(_source, "b", severity: "critical");
        await _desk.RunAsync();
        incident = await _desk.IncidentAsync();
        (incident.Status, incident.Severity, incident.Urgency).ShouldBe((IncidentStatus.Triggered, Severity.Sev2, Urgency.High));
        (await _desk.AllAsync<IncidentDesk.Escalation.Page>()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_new_alert_triggers_a_mitigated_incident_again()
    {
        await _desk.SignalAsync(_source, "a");
        await _desk.RunAsync();
        await _desk.Get<IncidentActions>().MitigateAsync((await _desk.IncidentAsync()).Id, TestDesk.Tester);
        await _desk.SignalAsync(_source, "b");
        await _desk.RunAsync();
        (await _desk.IncidentAsync()).Status.ShouldBe(IncidentStatus.Triggered);
    }

    [Fact]
    public async Task Closed_alerts_leave_the_hot_table_after_an_hour_under_the_same_id()
    {
        await _desk.SignalAsync(_source, "a");
        await _desk.SignalAsync(_source, "a", "resolved");
        await _desk.RunAsync();
        var id = (await _desk.AllAsync<Alert>()).ShouldHaveSingleItem().Id;
        await _desk.PassAsync(TimeSpan.FromMinutes(70));
        (await _desk.CountAsync("open_alerts")).ShouldBe(0);
        (await _desk.AllAsync<Alert>()).ShouldHaveSingleItem().Id.ShouldBe(id);
    }
}
