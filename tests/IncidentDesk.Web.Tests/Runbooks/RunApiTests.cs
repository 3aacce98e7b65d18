using System.Net;
using System.Text;
using IncidentDesk.Tests;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Tests.Api;

namespace IncidentDesk.Web.Tests.Runbooks;

/// <summary>Runs and secrets through the API.</summary>
public sealed class RunApiTests
{
    [Fact]
    public async Task A_run_is_started_read_followed_done_and_cancelled()
    {
        await using var host = await ApiHost.StartAsync(await TestPostgres.NewDatabaseAsync(), "Runbooks:Commands:0=/usr/bin/printf");
        var (bo, _) = await host.PersonAsync("Bo", "responder");
        var service = (await host.Ana.PostAsync("/services", new { name = "Checkout" })).Text("id");
        var steps = new object[] { new { kind = "command", title = "Say", command = new[] { "/usr/bin/printf", "grüße %s\\n", "$(id)" } }, new { kind = "text", text = "Look." } };
        var runbook = (await host.Ana.PostAsync("/runbooks", new { name = "Repair", serviceId = service, steps })).Is(HttpStatusCode.Created).Text("id");
        var number = (long)(await host.Ana.PostAsync("/incidents", new { serviceId = service, title = "Down", severity = "SEV2" })).Json["number"]!;

        var made = (await bo.PostAsync($"/incidents/{number}/runs", new { runbookId = runbook }, key: "once")).Is(HttpStatusCode.Created);
        var path = $"/runs/{made.Text("id")}";
        made.Headers.Location!.ToString().ShouldBe("/api/v1" + path);
        (await bo.PostAsync($"/incidents/{number}/runs", new { runbookId = runbook }, key: "once")).Is(HttpStatusCode.Created).Text("id").ShouldBe(made.Text("id"));
        (await bo.PostAsync($"/incidents/{number}/runs", new { runbookId = runbook })).IsProblem(HttpStatusCode.Conflict);
        (await bo.PostAsync($"/incidents/{number}/runs", new { runbookId = Guid.NewGuid() })).Names("runbookId");
        await UntilAsync(bo, path, "waiting");

        var run = (await bo.GetAsync(path)).Is(HttpStatusCode.OK).Json;
        ((string)run["runbookId"]!, (string)run["startedBy"]!["name"]!, (long)run["incidentNumber"]!).ShouldBe((runbook, "Bo", number));
        var step = run["steps"]![0]!;
        ((string)step["status"]!, (int)step["exitCode"]!, (string)step["kind"]!).ShouldBe(("succeeded", 0, "command"));
        step["startedAt"].ShouldNotBeNull();
        step["endedAt"].ShouldNotBeNull();

        var log = (await bo.GetAsync(path + "/log")).Is(HttpStatusCode.OK);
        log.ContentType.ShouldBe("text/plain");
        log.Body.ShouldEndWith("grüße $(id)\n");
        var end = int.Parse(log.Headers.GetValues("Next-Offset").Single());
        end.ShouldBe(Encoding.UTF8.GetByteCount(log.Body));
        (await bo.GetAsync($"{path}/log?offset={end - 6}")).Body.ShouldBe("$(id)\n");
        (await bo.GetAsync($"{path}/log?offset={end}")).Body.ShouldBeEmpty();
        (await bo.GetAsync($"{path}/log?offset=-1")).Names("offset");

        (await bo.PostAsync(path + "/steps/7/done")).IsProblem(HttpStatusCode.NotFound);
        (await bo.PostAsync(path + "/steps/1/done")).Is(HttpStatusCode.OK);
        await UntilAsync(bo, path, "succeeded");
        (await bo.PostAsync(path + "/cancel")).Is(HttpStatusCode.OK).Text("status").ShouldBe("succeeded");

        var second = (await bo.PostAsync($"/incidents/{number}/runs", new { runbookId = runbook, dryRun = true })).Is(HttpStatusCode.Created).Text("id");
        await UntilAsync(bo, $"/runs/{second}", "succeeded");
        (await bo.GetAsync($"/runs?incident={number}&limit=1")).Json["items"]!.AsArray().ShouldHaveSingleItem()!["id"]!.ToString().ShouldBe(second);
        (await bo.GetAsync($"/runs?runbook={runbook}")).Json["items"]!.AsArray().Count.ShouldBe(2);
        (await bo.GetAsync("/runs?incident=999999")).Json["items"]!.AsArray().ShouldBeEmpty();
        (await bo.GetAsync($"/runs/{Guid.NewGuid()}/log")).IsProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_secret_goes_in_is_changed_and_never_comes_out()
    {
        await using var host = await ApiHost.StartAsync();
        var made = (await host.Ana.PostAsync("/runbook-secrets", new { name = "shop-token", value = "hunter2hunter2" }, key: "secret")).Is(HttpStatusCode.Created);
        made.Body.ShouldNotContain("hunter2");
        (await host.Ana.PostAsync("/runbook-secrets", new { name = "shop-token", value = "hunter2hunter2" })).Names("name");
        var path = $"/runbook-secrets/{made.Text("id")}";
        (await host.Ana.PutAsync(path, new { value = "another-value", version = 1 })).Is(HttpStatusCode.OK).Version.ShouldBe(2);
        (await host.Ana.PutAsync(path, new { value = "another-value", version = 1 })).IsProblem(HttpStatusCode.Conflict);
        (await host.Ana.GetAsync("/runbook-secrets")).Body.ShouldNotContain("another-value");
        (await host.Ana.DeleteAsync(path + "?version=2")).Is(HttpStatusCode.NoContent);
    }

    private static Task UntilAsync(ApiClient client, string path, string status) =>
        Wait.UntilAsync(async () => (await client.GetAsync(path)).Text("status") == status, TimeSpan.FromSeconds(60), $"{path} to be {status}");
}
