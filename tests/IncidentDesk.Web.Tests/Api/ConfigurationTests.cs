using System.Net;
using System.Text.Json.Nodes;

namespace IncidentDesk.Web.Tests.Api;

/// <summary>Each configuration resource: create, read, change, come too late, delete.</summary>
public sealed class ConfigurationTests
{
    public static TheoryData<string> Resources => ["people", "teams", "services", "schedules", "escalation-policies", "integrations"];

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_resource_goes_from_creation_to_deletion(string resource)
    {
        await using var host = await ApiHost.StartAsync();
        var body = await Samples.BodyAsync(host, resource);

        var made = (await host.Ana.PostAsync($"/{resource}", body)).Is(HttpStatusCode.Created);
        var path = $"/{resource}/{made.Text("id")}";
        made.Headers.Location!.ToString().ShouldBe("/api/v1" + path);
        made.Version.ShouldBe(1);
        foreach (var (member, value) in body)
        {
            if (member is not ("password" or "layers"))
            {
                made.Json[member]!.ToJsonString().ShouldBe(value!.ToJsonString(), member);
            }
        }

        var read = (await host.Ana.GetAsync(path)).Is(HttpStatusCode.OK);
        JsonNode.DeepEquals(read.Json, made.Json).ShouldBeTrue($"{read.Body} is not {made.Body}");
        (await host.Ana.GetAsync($"/{resource}")).Json["items"]!.AsArray().ShouldContain(i => (string)i!["id"]! == made.Text("id"));

        // What was read is changed and sent back whole.
        var wanted = read.Json.AsObject();
        wanted["name"] = "Renamed שלום 🛒";
        var changed = (await host.Ana.PutAsync(path, wanted.ToJsonString())).Is(HttpStatusCode.OK);
        changed.Text("name").ShouldBe("Renamed שלום 🛒");
        changed.Version.ShouldBe(2);
        JsonNode.DeepEquals((await host.Ana.GetAsync(path)).Json, changed.Json).ShouldBeTrue();

        var stale = (await host.Ana.PutAsync(path, wanted.ToJsonString())).IsProblem(HttpStatusCode.Conflict);
        stale.Text("detail").ShouldBe("ana changed this a moment ago. Reload to see it, then change it again.");
        ((long)stale.Json["currentVersion"]!).ShouldBe(2);
        (await host.Ana.DeleteAsync(path + "?version=1")).IsProblem(HttpStatusCode.Conflict);

        (await host.Ana.DeleteAsync(path + "?version=2")).Is(HttpStatusCode.NoContent).Body.ShouldBeEmpty();
        if (resource == "people")
        {
            (await host.Ana.GetAsync(path)).Json["disabledAt"].ShouldNotBeNull();
            return;
        }
        (await host.Ana.GetAsync(path)).IsProblem(HttpStatusCode.NotFound);
        (await host.Ana.DeleteAsync(path)).IsProblem(HttpStatusCode.NotFound);
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_change_without_a_version_or_to_nothing_is_refused(string resource)
    {
        await using var host = await ApiHost.StartAsync();
        var body = await Samples.BodyAsync(host, resource);
        var nothing = $"/{resource}/00000000-0000-7000-8000-000000000000";

        (await host.Ana.PutAsync(nothing, body.ToJsonString())).Names("version");
        body["version"] = "1";
        (await host.Ana.PutAsync(nothing, body.ToJsonString())).Names("version");
        body["version"] = 1;
        (await host.Ana.PutAsync(nothing, body.ToJsonString())).IsProblem(HttpStatusCode.NotFound);
        (await host.Ana.GetAsync($"/{resource}/not-an-id")).IsProblem(HttpStatusCode.NotFound);
        (await host.Ana.DeleteAsync($"{nothing}?version=x")).Names("version");
        (await host.Ana.SendAsync(HttpMethod.Patch, nothing, null)).IsProblem(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Only_the_right_role_changes(string resource)
    {
        await using var host = await ApiHost.StartAsync();
        var body = await Samples.BodyAsync(host, resource);
        var (viewer, _) = await host.PersonAsync("Vera", "viewer");
        var (manager, _) = await host.PersonAsync("Max", "manager");

        (await host.Stranger.GetAsync($"/{resource}")).IsProblem(HttpStatusCode.Unauthorized);
        (await viewer.GetAsync($"/{resource}")).Is(HttpStatusCode.OK);
        (await viewer.PostAsync($"/{resource}", body)).IsProblem(HttpStatusCode.Forbidden);
        (await manager.PostAsync($"/{resource}", body)).Status.ShouldBe(resource == "people" ? HttpStatusCode.Forbidden : HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_list_comes_in_pages_without_gap_or_repeat()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var i in Enumerable.Range(0, 5))
        {
            await host.Ana.PostAsync("/teams", new { name = $"Team {i}" });
        }
        var seen = new List<string>();
        for (var cursor = ""; ;)
        {
            var page = (await host.Ana.GetAsync($"/teams?limit=2&cursor={cursor}")).Is(HttpStatusCode.OK).Json;
            seen.AddRange(page["items"]!.AsArray().Select(t => (string)t!["name"]!));
            if ((string?)page["nextCursor"] is not { } next)
            {
                break;
            }
            cursor = next;
        }
        seen.Order().ShouldBe(Enumerable.Range(0, 5).Select(i => $"Team {i}"));
        (await host.Ana.GetAsync("/teams?limit=100000000000000")).Json["items"]!.AsArray().Count.ShouldBe(5);
        (await host.Ana.GetAsync("/teams?limit=0&cursor=rubbish")).Names("limit", "cursor");
        (await host.Ana.GetAsync("/teams?limit=-1")).Names("limit");
        (await host.Ana.GetAsync("/people?q=%00")).Names("q");
    }

    [Fact]
    public async Task An_integrations_address_is_shown_to_managers_and_to_nobody_else()
    {
        await using var host = await ApiHost.StartAsync();
        var made = (await host.Ana.PostAsync("/integrations", await Samples.BodyAsync(host, "integrations"))).Is(HttpStatusCode.Created);
        var (viewer, _) = await host.PersonAsync("Vera", "viewer");
        var path = $"/integrations/{made.Text("id")}";

        made.Text("url").ShouldBe($"https://desk.example/intake/prometheus/{made.Text("key")}");
        var seen = (await viewer.GetAsync(path)).Is(HttpStatusCode.OK).Json;
        (seen["key"], seen["url"]).ShouldBe((null, null));

        var rotated = (await host.Ana.PostAsync(path + "/rotate-key", new { version = 1 })).Is(HttpStatusCode.OK);
        rotated.Text("key").ShouldNotBe(made.Text("key"));
        (await host.Ana.PostAsync(path + "/rotate-key", new { version = 1 })).IsProblem(HttpStatusCode.Conflict);
        (await viewer.PostAsync(path + "/rotate-key")).IsProblem(HttpStatusCode.Forbidden);
        (await host.Ana.GetAsync(path + "/rejected")).Json["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_needed_can_not_be_deleted()
    {
        await using var host = await ApiHost.StartAsync();
        var policy = await host.Ana.PostAsync("/escalation-policies", await Samples.BodyAsync(host, "escalation-policies"));
        await host.Ana.PostAsync("/services", new { name = "Checkout", escalationPolicyId = policy.Text("id") });

        (await host.Ana.DeleteAsync($"/escalation-policies/{policy.Text("id")}")).IsProblem(HttpStatusCode.Conflict)
            .Text("detail").ShouldContain("is still needed by the service Checkout");
    }
}

/// <summary>Bodies that are right.</summary>
internal static class Samples
{
    public static async Task<JsonObject> BodyAsync(ApiHost host, string resource)
    {
        var ana = (string)(await host.Ana.GetAsync("/people?q=ana@")).Json["items"]![0]!["id"]!;
        return resource switch
        {
            "people" => new JsonObject
            {
                ["name"] = "Žofie", ["email"] = "zofie@example.com", ["role"] = "responder", ["timeZone"] = "Europe/Prague", ["password"] = "correct horse battery",
            },
            "teams" => new JsonObject { ["name"] = "Web", ["members"] = new JsonArray(ana) },
            "services" => new JsonObject
            {
                ["name"] = "Checkout", ["tier"] = 1, ["groupingWindow"] = "PT10M", ["reopenWindow"] = "PT1H30M", ["autoResolve"] = false, ["acknowledgementTimeout"] = "PT30M",
            },
            "schedules" => new JsonObject
            {
                ["name"] = "Primary", ["timeZone"] = "Europe/Berlin",
                ["layers"] = new JsonArray(new JsonObject { ["people"] = new JsonArray(ana), ["rotation"] = "weekly", ["handoff"] = "09:00", ["start"] = "2026-11-23" }),
            },
            "escalation-policies" => new JsonObject
            {
                ["name"] = "Night", ["repeats"] = 2,
                ["steps"] = new JsonArray(new JsonObject { ["delay"] = "PT5M", ["targets"] = new JsonArray(new JsonObject { ["kind"] = "person", ["id"] = ana }) }),
            },
            _ => new JsonObject { ["serviceId"] = (await host.Ana.PostAsync("/services", new { name = "Search" })).Text("id"), ["source"] = "prometheus" },
        };
    }
}
