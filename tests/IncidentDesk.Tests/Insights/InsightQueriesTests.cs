using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Insights;

namespace IncidentDesk.Tests.Insights;

/// <summary>The figures of incidents that went through the real verbs, on a real database with a moved clock.</summary>
public sealed class InsightQueriesTests
{
    [Fact]
    public async Task Downtime_response_and_load_are_read_from_what_happened()
    {
        await using var desk = await TestDesk.StartAsync();
        var ana = await desk.PersonAsync("Ana");
        var service = await desk.ServiceAsync(await desk.PolicyAsync(ana));
        var by = new IncidentDesk.Kernel.Caller(ana.Id, "Ana", "web");
        var actions = desk.Get<IncidentActions>();

        var outage = (await actions.OpenAsync(service.Id, "Checkout is down", Severity.Sev1, by)).Value;
        await desk.PassAsync(TimeSpan.FromMinutes(2));
        (await actions.AcknowledgeAsync(outage.Id, by)).Succeeded.ShouldBeTrue();
        await desk.PassAsync(TimeSpan.FromMinutes(4));
        (await actions.MitigateAsync(outage.Id, by)).Succeeded.ShouldBeTrue();
        await desk.PassAsync(TimeSpan.FromMinutes(5));
        (await actions.ResolveAsync(outage.Id, by)).Succeeded.ShouldBeTrue();
        await desk.PassAsync(TimeSpan.FromMinutes(1));
        (await actions.ReopenAsync(outage.Id, by)).Succeeded.ShouldBeTrue();
        await desk.PassAsync(TimeSpan.FromMinutes(3));
        (await actions.OpenAsync(service.Id, "Colours are off", Severity.Sev4, by)).Succeeded.ShouldBeTrue();

        // Down: 2 + 4 minutes to mitigation, and 3 since it was reopened.
        var period = Period.Of(new(7), "Etc/UTC", await desk.NowAsync()).Value;
        var insights = desk.Get<InsightQueries>();
        var availability = (await insights.AvailabilityAsync(period)).Services.ShouldHaveSingleItem();
        availability.Of.ShouldBe(new FigureOf(service.Id, "Checkout"));
        availability.Down.TotalMinutes.ShouldBe(9, 0.5);
        availability.Total.TotalMinutes.ShouldBe(15, 1);
        availability.Incidents.ShouldBe([outage.Number]);

        var response = (await insights.ResponseAsync(period)).Teams.ShouldHaveSingleItem();
        response.Acknowledge.Median!.Value.TotalMinutes.ShouldBe(2, 0.3);
        (response.Acknowledge.N, response.Resolve.N, response.NotResolved.Count, response.NeverAcknowledged.Count).ShouldBe((1, 0, 2, 1));

        var load = await insights.LoadAsync(period);
        var pages = (await desk.AllAsync<Page>()).Count;
        pages.ShouldBeGreaterThan(0);
        (load.All.Pages, load.People.Single().Of.Name, load.Teams.Single().Of.Name).ShouldBe((pages, "Ana", "Team Checkout"));
    }
}
