using System.Net;
using System.Text.Json.Nodes;

namespace IncidentDesk.Web.Tests.Api;

/// <summary>Watching through the API: each for themselves.</summary>
public sealed class WatchApiTests
{
    [Fact]
    public async Task People_watch_for_themselves_and_everybody_sees_who_watches_why()
    {
        await using var host = await ApiHost.StartAsync();
        var (bo, boId) = await host.PersonAsync("Bo", "responder");
        var (cy, _) = await host.PersonAsync("Cy", "responder");
        var team = (await host.Ana.PostAsync("/teams", new { name = "Shop", members = Array.Empty<string>() })).Is(HttpStatusCode.Created).Text("id");
        var service = (await host.Ana.PostAsync("/services", new { name = "Checkout", teamId = team })).Is(HttpStatusCode.Created).Text("id");
        var number = (long)(await cy.PostAsync("/incidents", new { serviceId = service, title = "Checkout is slow", severity = "SEV2" }))
            .Is(HttpStatusCode.Created).Json["number"]!;

        (await bo.PutAsync($"/teams/{team}/watch", new { })).Is(HttpStatusCode.NoContent);
        (await bo.PutAsync($"/services/{service}/watch", new { })).Is(HttpStatusCode.NoContent);
        (await bo.PutAsync($"/services/{service}/watch", new { })).Is(HttpStatusCode.NoContent);
        (await cy.PostAsync($"/incidents/{number}/acknowledge")).Is(HttpStatusCode.OK);
        (await Watchers(cy, $"/incidents/{number}")).ShouldBe(["Bo: service Checkout, team Shop", "Cy: incident acknowledged"]);
        (await Watchers(cy, $"/services/{service}")).ShouldBe(["Bo: service Checkout"]);
        (await Watchers(cy, $"/teams/{team}")).ShouldBe(["Bo: team Shop"]);

        (await bo.DeleteAsync($"/incidents/{number}/watch")).Is(HttpStatusCode.NoContent);
        (await Watchers(cy, $"/incidents/{number}")).ShouldBe(["Cy: incident acknowledged"]);
        (await bo.PutAsync($"/incidents/{number}/watch", new { })).Is(HttpStatusCode.NoContent);
        (await bo.DeleteAsync($"/services/{service}/watch")).Is(HttpStatusCode.NoContent);
        (await bo.GetAsync($"/people/{boId}/watches")).Is(HttpStatusCode.OK).Json["items"]!.AsArray().Select(w => (string)w!["name"]!).ShouldBe(["Shop", "Checkout is slow"]);
        (await cy.GetAsync($"/people/{boId}/watches")).IsProblem(HttpStatusCode.Forbidden);
        (await bo.PutAsync("/incidents/999/watch", new { })).IsProblem(HttpStatusCode.NotFound);
        var method = (await host.Ana.PostAsync($"/people/{boId}/contact-methods", new { kind = "email", address = "bo@example.com", verified = true }))
            .Is(HttpStatusCode.Created).Text("id");
        (await bo.PostAsync($"/people/{boId}/notification-rules", new { urgency = "updates", after = "PT5M", contactMethodId = method }))
            .Is(HttpStatusCode.Created).Text("urgency").ShouldBe("updates");
        (await bo.PutAsync($"/services/{Guid.NewGuid()}/watch", new { })).IsProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_mitigation_and_a_resolve_can_be_made_undoable()
    {
        await using var host = await ApiHost.StartAsync();
        var service = (await host.Ana.PostAsync("/services", new { name = "Checkout" })).Is(HttpStatusCode.Created).Text("id");
        var number = (long)(await host.Ana.PostAsync("/incidents", new { serviceId = service, title = "Checkout is slow", severity = "SEV2" }))
            .Is(HttpStatusCode.Created).Json["number"]!;
        foreach (var (verb, member) in new[] { ("mitigate", "mitigatesAt"), ("resolve", "resolvesAt") })
        {
            (await host.Ana.PostAsync($"/incidents/{number}/{verb}", new { undoable = true })).Is(HttpStatusCode.OK).Text("status").ShouldBe("acknowledged");
            (await host.Ana.GetAsync($"/incidents/{number}/explain")).Json[member].ShouldNotBeNull();
            (await host.Ana.PostAsync($"/incidents/{number}/undo-{verb}")).Is(HttpStatusCode.OK);
            (await host.Ana.GetAsync($"/incidents/{number}/explain")).Json[member].ShouldBeNull();
        }
    }

    private static async Task<List<string>> Watchers(ApiClient client, string thing) =>
        [.. (await client.GetAsync(thing + "/watchers")).Is(HttpStatusCode.OK).Json["items"]!.AsArray()
            .Select(w => $"{w!["person"]!["name"]}: {string.Join(", ", w["why"]!.AsArray().Select(s => $"{s!["kind"]} {s["name"] ?? s["reason"]}"))}")];
}
