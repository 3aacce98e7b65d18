using IncidentDesk.Alerts;
using IncidentDesk.Catalog;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;

namespace IncidentDesk.Tests.Catalog;

public sealed class ServiceActionsTests
{
    [Fact]
    public async Task A_service_has_the_documented_defaults()
    {
        await using var desk = await ConfigurationDesk.StartAsync();

        var service = (await desk.Get<ServiceActions>().CreateAsync(new ServiceDraft("Checkout"), desk.By)).Value;

        (await desk.Get<ServiceQueries>().GetAsync(service.Id)).ShouldBe(new ServiceView(service.Id, "Checkout", null, 3, null,
            TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10), true, TimeSpan.FromMinutes(30), service.CreatedAt, 1));
    }

    [Fact]
    public async Task Everything_wrong_is_said_at_once()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var draft = new ServiceDraft(new string('x', 101), Guid.NewGuid(), 5, Guid.NewGuid(),
            TimeSpan.FromHours(25), TimeSpan.FromSeconds(-1), AcknowledgementTimeout: TimeSpan.FromDays(2));

        (await desk.Get<ServiceActions>().CreateAsync(draft, desk.By)).Fields().ShouldBe(
            ["name", "tier", "teamId", "escalationPolicyId", "groupingWindow", "reopenWindow", "acknowledgementTimeout"]);
    }

    [Fact]
    public async Task A_change_replaces_everything()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var team = await desk.TeamAsync("Web");
        var service = await desk.ServiceAsync("Checkout", team.Id);

        var changed = (await desk.Get<ServiceActions>().ChangeAsync(service.Id,
            new ServiceDraft("Payments", Tier: 1, GroupingWindow: TimeSpan.Zero, AutoResolve: false), 1, desk.By)).Value;

        changed.ShouldBe(service with { Name = "Payments", TeamId = null, Tier = 1, GroupingWindow = TimeSpan.Zero, AutoResolve = false, Version = 2 });
        (await desk.Get<ServiceQueries>().GetAsync(service.Id)).ShouldBe(changed);
        (await desk.AuditAsync(service.Id)).ShouldBe(["Ana service.created", "Ana service.changed"]);
    }

    [Fact]
    public async Task A_service_with_an_integration_or_an_open_incident_stays()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        var service = await desk.ServiceAsync("Checkout");
        var integration = (await desk.Get<IntegrationActions>().CreateAsync(new IntegrationDraft(service.Id, "generic", "Shop probes"), desk.By)).Value;
        var incident = (await desk.Get<IncidentActions>().OpenAsync(service.Id, "Down", Severity.Sev2, desk.By)).Value;

        var refused = (await desk.Get<ServiceActions>().DeleteAsync(service.Id, null, desk.By)).Refused();
        refused.ShouldBeOfType<Refusal.Conflict>().Message.ShouldContain("the integration Shop probes");
        refused.Message.ShouldContain($"the open incident INC-{incident.Number}");

        await desk.Get<IntegrationActions>().DeleteAsync(integration.Id, null, desk.By);
        await desk.Get<IncidentActions>().ResolveAsync(incident.Id, desk.By);
        (await desk.Get<ServiceActions>().DeleteAsync(service.Id, null, desk.By)).Succeeded.ShouldBeTrue();
        (await desk.Get<ServiceQueries>().GetAsync(service.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_policy_that_is_taken_away_at_the_same_moment_is_not_used()
    {
        await using var desk = await ConfigurationDesk.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            var policy = await desk.PolicyAsync($"Policy {i}", new Target(TargetKind.Person, desk.Ana.Id));

            var made = desk.Get<ServiceActions>().CreateAsync(new ServiceDraft($"Service {i}", EscalationPolicyId: policy.Id), desk.By);
            var deleted = desk.Get<PolicyActions>().DeleteAsync(policy.Id, null, desk.By);
            await Task.WhenAll(made, deleted);

            (await made).Succeeded.ShouldBe(!(await deleted).Succeeded);
        }
    }
}
