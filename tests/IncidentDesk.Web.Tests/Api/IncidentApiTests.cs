using System.Net;
using System.Text.Json.Nodes;
using IncidentDesk.Alerts;
using IncidentDesk.Alerts.Sources;
using IncidentDesk.Jobs;

namespace IncidentDesk.Web.Tests.Api;

/// <summary>An incident through the API, from its alert to its end.</summary>
public sealed class IncidentApiTests
{
    [Fact]
    public async Task An_outage_is_worked_on_from_alert_to_resolution()
    {
        await using var host = await ApiHost.StartAsync();
        var (bo, boId) = await host.PersonAsync("Bo", "responder");
        var (serviceId, number) = await OutageAsync(host, boId);
        var incident = $"/incidents/{number}";

        var read = (await bo.GetAsync(incident)).Is(HttpStatusCode.OK);
        (read.Text("severity"), read.Text("urgency"), read.Text("status")).ShouldBe(("SEV2", "high", "triggered"));
        read.Json["service"]!.ToJsonString().ShouldBe($$"""{"id":"{{serviceId}}","name":"Checkout"}""");
        ((int)read.Json["alertCount"]!).ShouldBe(1);

        var alert = (await bo.GetAsync($"/alerts?incident={number}")).Json["items"]!.AsArray().ShouldHaveSingleItem()!;
        (alert["dedupKey"]!.ToString(), alert["status"]!.ToString(), alert["severity"]!.ToString()).ShouldBe(("disk", "firing", "critical"));
        alert["labels"]!["Host_Name"]!.ToString().ShouldBe("db1");
        ((long)alert["incidentNumber"]!).ShouldBe(number);
        (await bo.GetAsync($"/alerts/{alert["id"]}")).Is(HttpStatusCode.OK);
        (await bo.GetAsync("/alerts?status=resolved")).Json["items"]!.AsArray().ShouldBeEmpty();

        var acknowledged = (await bo.PostAsync(incident + "/acknowledge")).Is(HttpStatusCode.OK);
        acknowledged.Json["acknowledgedBy"]!.ToJsonString().ShouldBe($$"""{"id":"{{boId}}","name":"Bo"}""");
        (await bo.PostAsync(incident + "/notes", new { text = "Looking 👀\nat the disk" })).Is(HttpStatusCode.OK);
        (await bo.PostAsync(incident + "/severity", new { severity = "SEV1" })).Is(HttpStatusCode.OK).Text("severity").ShouldBe("SEV1");
        (await bo.PostAsync(incident + "/roles", new { role = "commander", personId = boId })).Is(HttpStatusCode.OK).Json["commander"]!["name"]!.ToString().ShouldBe("Bo");
        (await host.Ana.PostAsync(incident + "/roles", new { role = "scribe", personId = boId })).Is(HttpStatusCode.OK);
        (await bo.PostAsync(incident + "/roles/scribe/accept")).Is(HttpStatusCode.OK);
        (await bo.GetAsync(incident + "/roles")).Json.AsArray().Select(r => (string?)r!["person"]?["name"]).ShouldBe(["Bo", null, "Bo"]);
        (await bo.PostAsync(incident + "/roles/king/accept")).Names("role");
        (await bo.PostAsync(incident + "/updates", new { text = "Orders fail.", nextIn = "PT30M" })).Is(HttpStatusCode.OK).Json["nextUpdateAt"].ShouldNotBeNull();
        (await bo.PostAsync(incident + "/updates", new { text = "Orders fail.", nextIn = "PT1M" })).Names("nextIn");
        var task = (await bo.PostAsync(incident + "/tasks", new { title = "Call the bank", assigneeId = boId })).Is(HttpStatusCode.Created).Text("id");
        (await bo.PutAsync($"{incident}/tasks/{task}", new { title = "Call the bank", assigneeId = boId, done = true, version = 1 })).Is(HttpStatusCode.OK).Text("doneBy").ShouldBe("Bo");
        (await bo.GetAsync(incident + "/tasks")).Json.AsArray().ShouldHaveSingleItem()!["assignee"]!.ToString().ShouldBe("Bo");
        (await bo.DeleteAsync($"{incident}/tasks/{task}")).Is(HttpStatusCode.NoContent);
        (await bo.PostAsync(incident + "/mitigate")).Is(HttpStatusCode.OK).Text("status").ShouldBe("mitigated");
        (await bo.PostAsync(incident + "/resolve")).Is(HttpStatusCode.OK).Text("status").ShouldBe("resolved");
        (await bo.PostAsync(incident + "/acknowledge")).IsProblem(HttpStatusCode.Conflict);
        (await bo.PostAsync(incident + "/reopen")).Is(HttpStatusCode.OK).Text("status").ShouldBe("triggered");

        var kinds = (await bo.GetAsync(incident + "/timeline?limit=500")).Json["items"]!.AsArray();
        kinds.Select(e => (long)e!["seq"]!).ShouldBe(Enumerable.Range(1, kinds.Count).Select(i => (long)i));
        foreach (var kind in (string[])["triggered", "acknowledged", "note", "severity", "role", "mitigated", "resolved", "reopened"])
        {
            kinds.ShouldContain(e => (string)e!["kind"]! == kind);
        }
        kinds.Single(e => (string)e!["kind"]! == "note")!["text"]!.ToString().ShouldBe("Looking 👀\nat the disk");
        kinds[0]!["data"]!.AsObject().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Why_somebody_was_paged_is_told_with_reasons()
    {
        await using var host = await ApiHost.StartAsync();
        var (bo, boId) = await host.PersonAsync("Bo", "responder");
        var (serviceId, number) = await OutageAsync(host, boId);
        await UntilAsync(host, async () => (long)(await host.SqlAsync("SELECT count(*) FROM pages"))! > 0);

        var why = (await bo.GetAsync($"/incidents/{number}/explain")).Is(HttpStatusCode.OK).Json;
        var page = why["pages"]!.AsArray().Single(p => (string)p!["person"]!["id"]! == boId)!;
        page["reason"]!.ToString().ShouldBe("named in the policy");
        why["climb"]!["policyName"]!.ToString().ShouldBe("Bo first");
        why["alerts"]!.AsArray().ShouldHaveSingleItem();

        var told = (await bo.GetAsync($"/incidents/{number}/notifications")).Json["items"]!.AsArray();
        told.ShouldNotBeEmpty();
        told.ShouldContain(n => (string)n!["person"]!["id"]! == boId);
        told.ShouldAllBe(n => (string)n!["reason"]! != "");

        var who = (await bo.GetAsync($"/on-call?service={serviceId}")).Is(HttpStatusCode.OK).Json;
        who["policy"]!["name"]!.ToString().ShouldBe("Bo first");
        who["steps"]![0]!["people"]!.AsArray().ShouldHaveSingleItem()!["name"]!.ToString().ShouldBe("Bo");
    }

    [Fact]
    public async Task A_stale_or_senseless_verb_is_refused_and_a_resolve_can_be_undone()
    {
        await using var host = await ApiHost.StartAsync();
        var (bo, boId) = await host.PersonAsync("Bo", "responder");
        var (vera, _) = await host.PersonAsync("Vera", "viewer");
        var (_, number) = await OutageAsync(host, boId);
        var incident = $"/incidents/{number}";

        (await bo.PostAsync(incident + "/mitigate", new { version = 999 })).IsProblem(HttpStatusCode.Conflict).Text("detail").ShouldContain("Reload to see it");
        (await bo.PostAsync(incident + "/notes", new { text = "" })).Names("text");
        (await bo.PostAsync(incident + "/notes")).IsProblem(HttpStatusCode.BadRequest);
        (await bo.PostAsync(incident + "/roles", new { role = "king", personId = boId })).Names("role");
        (await bo.PostAsync(incident + "/reassign", new { personId = Guid.NewGuid() })).Names("personId");
        (await vera.PostAsync(incident + "/acknowledge")).IsProblem(HttpStatusCode.Forbidden);
        (await bo.PostAsync("/incidents/999999/acknowledge")).IsProblem(HttpStatusCode.NotFound);

        (await bo.PostAsync(incident + "/resolve", new { undoable = true })).Is(HttpStatusCode.OK).Text("status").ShouldBe("acknowledged");
        (await bo.GetAsync(incident + "/explain")).Json["resolvesAt"].ShouldNotBeNull();
        (await bo.PostAsync(incident + "/undo-resolve")).Is(HttpStatusCode.OK);
        (await bo.GetAsync(incident + "/explain")).Json["resolvesAt"].ShouldBeNull();
    }

    [Fact]
    public async Task The_list_is_filtered_and_paged()
    {
        await using var host = await ApiHost.StartAsync();
        var service = (await host.Ana.PostAsync("/services", new { name = "Checkout" })).Text("id");
        foreach (var i in Enumerable.Range(1, 3))
        {
            (await host.Ana.PostAsync("/incidents", new { serviceId = service, title = $"Trouble {i}", severity = $"SEV{i}" })).Is(HttpStatusCode.Created);
        }
        await host.Ana.PostAsync("/incidents/1/resolve");

        (await TitlesAsync(host, "")).ShouldBe(["Trouble 3", "Trouble 2", "Trouble 1"]);
        (await TitlesAsync(host, "?status=triggered,acknowledged")).ShouldBe(["Trouble 3", "Trouble 2"]);
        (await TitlesAsync(host, "?severity=SEV1")).ShouldBe(["Trouble 1"]);
        (await TitlesAsync(host, "?q=trouble%202")).ShouldBe(["Trouble 2"]);
        (await TitlesAsync(host, $"?service={Guid.NewGuid()}")).ShouldBeEmpty();
        var first = (await host.Ana.GetAsync("/incidents?limit=2")).Json;
        (await TitlesAsync(host, $"?limit=2&cursor={first["nextCursor"]}")).ShouldBe(["Trouble 1"]);
        (await host.Ana.GetAsync("/incidents?status=open&severity=2&service=x&cursor=x")).Names("cursor", "status", "service", "severity");
    }

    [Fact]
    public async Task Shifts_and_coverage_are_answered_for_a_stretch_of_time()
    {
        await using var host = await ApiHost.StartAsync();
        var schedule = await host.Ana.PostAsync("/schedules", await Samples.BodyAsync(host.Ana, "schedules", "Primary"));
        var path = $"/schedules/{schedule.Text("id")}";

        var shifts = (await host.Ana.GetAsync($"{path}/shifts?from=2026-11-22T00:00:00Z&to=2026-12-01T00:00:00Z")).Is(HttpStatusCode.OK).Json;
        shifts["items"]![0]!["from"]!.ToString().ShouldBe("2026-11-23T08:00:00Z");
        shifts["items"]![0]!["person"]!["name"]!.ToString().ShouldBe("ana");
        var gaps = (await host.Ana.GetAsync($"{path}/coverage?from=2026-11-22T00:00:00Z&to=2026-12-01T00:00:00Z")).Is(HttpStatusCode.OK).Json;
        gaps["gaps"]!.AsArray().ShouldHaveSingleItem()!["end"]!.ToString().ShouldBe("2026-11-23T08:00:00Z");
        (await host.Ana.GetAsync($"{path}/shifts?from=2026-11-22")).Names("from", "to");
        (await host.Ana.GetAsync($"{path}/shifts?from=2026-11-22T00:00:00Z&to=2026-11-21T00:00:00Z")).Names("to");

        var ana = (string)shifts["items"]![0]!["person"]!["id"]!;
        var cover = (await host.Ana.PostAsync($"{path}/overrides", new { personId = ana, from = "2026-11-22T10:00:00+01:00", to = "2026-11-22T18:00:00Z" })).Is(HttpStatusCode.Created);
        cover.Text("from").ShouldBe("2026-11-22T09:00:00Z");
        var now = (await host.Ana.GetAsync("/on-call?at=2026-11-22T12:00:00Z")).Is(HttpStatusCode.OK).Json["schedules"]![0]!;
        (now["reason"]!.ToString(), now["people"]![0]!["name"]!.ToString()).ShouldBe(("override", "ana"));
        (await host.Ana.GetAsync("/on-call?at=1066-10-14T09:00:00Z")).Names("at");
        (await host.Ana.GetAsync($"/on-call?service={Guid.NewGuid()}")).IsProblem(HttpStatusCode.NotFound);
        (await host.Ana.DeleteAsync($"{path}/overrides/{Guid.NewGuid()}")).IsProblem(HttpStatusCode.NotFound);
    }

    /// <summary>A critical signal at a service whose policy asks Bo; answers the service's id and the incident's number.</summary>
    private static async Task<(string ServiceId, long Number)> OutageAsync(ApiHost host, string bo)
    {
        var steps = new[] { new { delay = "PT5M", targets = new[] { new { kind = "person", id = bo } } } };
        var policy = (await host.Ana.PostAsync("/escalation-policies", new { name = "Bo first", steps })).Is(HttpStatusCode.Created);
        var service = (await host.Ana.PostAsync("/services", new { name = "Checkout", escalationPolicyId = policy.Text("id"), tier = 2 })).Is(HttpStatusCode.Created);
        var integration = (await host.Ana.PostAsync("/integrations", new { serviceId = service.Text("id"), source = "generic" })).Is(HttpStatusCode.Created);
        var body = """{"title":"Disk full","dedupKey":"disk","state":"firing","severity":"critical","labels":{"Host_Name":"db1"}}"""u8.ToArray();
        var route = new IntegrationRoute(Guid.Parse(integration.Text("id")), Guid.Parse(service.Text("id")), "generic", "generic");
        await host.Get<Intake>().AcceptAsync(route, SourceCatalog.Find("generic")!.Read(body), body);
        await UntilAsync(host, async () => (long)(await host.SqlAsync("SELECT count(*) FROM incidents"))! == 1);
        return (service.Text("id"), (long)(await host.SqlAsync("SELECT number FROM incidents"))!);
    }

    private static async Task UntilAsync(ApiHost host, Func<Task<bool>> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(30));
            await host.Get<JobEngine>().RunDueAsync();
        }
    }

    private static async Task<List<string>> TitlesAsync(ApiHost host, string query) =>
        [.. (await host.Ana.GetAsync("/incidents" + query)).Is(HttpStatusCode.OK).Json["items"]!.AsArray().Select(i => (string)i!["title"]!)];
}
