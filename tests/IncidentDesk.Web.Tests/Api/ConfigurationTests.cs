using System.Net;
using System.Text.Json.Nodes;

namespace IncidentDesk.Web.Tests.Api;

/// <summary>Each configuration resource: create, read, change, come too late, delete.</summary>
public sealed class ConfigurationTests(SharedApi api) : IClassFixture<SharedApi>
{
    public static TheoryData<string> Resources => ["people", "teams", "services", "schedules", "escalation-policies", "integrations", "runbooks"];

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_resource_goes_from_creation_to_deletion(string resource)
    {
        var body = await Samples.BodyAsync(api.Ana, resource, api.Name("Thing"));

        var made = (await api.Ana.PostAsync($"/{resource}", body)).Is(HttpStatusCode.Created);
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

        var read = (await api.Ana.GetAsync(path)).Is(HttpStatusCode.OK);
        JsonNode.DeepEquals(read.Json, made.Json).ShouldBeTrue($"{read.Body} is not {made.Body}");
        (await api.Ana.GetAsync($"/{resource}")).Json["items"]!.AsArray().ShouldContain(i => (string)i!["id"]! == made.Text("id"));

        // What was read is changed and sent back whole.
        var wanted = read.Json.AsObject();
        var name = wanted["name"] + " שלום 🛒";
        wanted["name"] = name;
        var changed = (await api.Ana.PutAsync(path, wanted.ToJsonString())).Is(HttpStatusCode.OK);
        changed.Text("name").ShouldBe(name);
        changed.Version.ShouldBe(2);
        JsonNode.DeepEquals((await api.Ana.GetAsync(path)).Json, changed.Json).ShouldBeTrue();

        var stale = (await api.Ana.PutAsync(path, wanted.ToJsonString())).IsProblem(HttpStatusCode.Conflict);
        stale.Text("detail").ShouldBe("ana changed this a moment ago. Reload to see it, then change it again.");
        ((long)stale.Json["currentVersion"]!).ShouldBe(2);
        (await api.Ana.DeleteAsync(path + "?version=1")).IsProblem(HttpStatusCode.Conflict);

        (await api.Ana.DeleteAsync(path + "?version=2")).Is(HttpStatusCode.NoContent).Body.ShouldBeEmpty();
        if (resource == "people")
        {
            (await api.Ana.GetAsync(path)).Json["disabledAt"].ShouldNotBeNull();
            return;
        }
        (await api.Ana.GetAsync(path)).IsProblem(HttpStatusCode.NotFound);
        (await api.Ana.DeleteAsync(path)).IsProblem(HttpStatusCode.NotFound);
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_change_without_a_version_or_to_nothing_is_refused(string resource)
    {
        var body = await Samples.BodyAsync(api.Ana, resource, api.Name("Thing"));
        var nothing = $"/{resource}/00000000-0000-7000-8000-000000000000";

        (await api.Ana.PutAsync(nothing, body.ToJsonString())).Names("version");
        body["version"] = "1";
        (await api.Ana.PutAsync(nothing, body.ToJsonString())).Names("version");
        body["version"] = 1;
        (await api.Ana.PutAsync(nothing, body.ToJsonString())).IsProblem(HttpStatusCode.NotFound);
        (await api.Ana.GetAsync($"/{resource}/not-an-id")).IsProblem(HttpStatusCode.NotFound);
        (await api.Ana.DeleteAsync($"{nothing}?version=x")).Names("version");
        (await api.Ana.SendAsync(HttpMethod.Patch, nothing, null)).IsProblem(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Only_the_right_role_changes(string resource)
    {
        var body = await Samples.BodyAsync(api.Ana, resource, api.Name("Thing"));
        var (viewer, _) = await api.Host.PersonAsync("Vera", "viewer");
        var (manager, _) = await api.Host.PersonAsync("Max", "manager");

        (await api.Host.Stranger.GetAsync($"/{resource}")).IsProblem(HttpStatusCode.Unauthorized);
        (await viewer.GetAsync($"/{resource}")).Is(HttpStatusCode.OK);
        (await viewer.PostAsync($"/{resource}", body)).IsProblem(HttpStatusCode.Forbidden);
        (await manager.PostAsync($"/{resource}", body)).Status.ShouldBe(resource is "people" or "teams" ? HttpStatusCode.Forbidden : HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_list_comes_in_pages_without_gap_or_repeat()
    {
        var names = Enumerable.Range(0, 5).Select(_ => api.Name("Team")).ToList();
        foreach (var name in names)
        {
            (await api.Ana.PostAsync("/teams", new { name })).Is(HttpStatusCode.Created);
        }
        var seen = new List<string>();
        for (var cursor = ""; ;)
        {
            var page = (await api.Ana.GetAsync($"/teams?limit=2&cursor={cursor}")).Is(HttpStatusCode.OK).Json;
            page["items"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(2);
            seen.AddRange(page["items"]!.AsArray().Select(t => (string)t!["name"]!));
            if ((string?)page["nextCursor"] is not { } next)
            {
                break;
            }
            cursor = next;
        }
        seen.ShouldBeUnique();
        names.ShouldBeSubsetOf(seen);
        (await api.Ana.GetAsync("/teams?limit=100000000000000")).Json["items"]!.AsArray().Count.ShouldBeGreaterThan(4);
        (await api.Ana.GetAsync("/teams?limit=0&cursor=rubbish")).Names("limit", "cursor");
        (await api.Ana.GetAsync("/teams?limit=-1")).Names("limit");
        (await api.Ana.GetAsync("/people?q=%00")).Names("q");
    }

    [Fact]
    public async Task An_integrations_address_is_shown_to_managers_and_to_nobody_else()
    {
        var made = (await api.Ana.PostAsync("/integrations", await Samples.BodyAsync(api.Ana, "integrations", api.Name("Thing")))).Is(HttpStatusCode.Created);
        var (viewer, _) = await api.Host.PersonAsync("Vera", "viewer");
        var path = $"/integrations/{made.Text("id")}";

        made.Text("url").ShouldBe($"https://desk.example/intake/prometheus/{made.Text("key")}");
        var seen = (await viewer.GetAsync(path)).Is(HttpStatusCode.OK).Json;
        (seen["key"], seen["url"]).ShouldBe((null, null));

        var rotated = (await api.Ana.PostAsync(path + "/rotate-key", new { version = 1 })).Is(HttpStatusCode.OK);
        rotated.Text("key").ShouldNotBe(made.Text("key"));
        (await api.Ana.PostAsync(path + "/rotate-key", new { version = 1 })).IsProblem(HttpStatusCode.Conflict);
        (await viewer.PostAsync(path + "/rotate-key")).IsProblem(HttpStatusCode.Forbidden);
        (await api.Ana.GetAsync(path + "/rejected")).Json["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_needed_can_not_be_deleted()
    {
        var policy = await api.Ana.PostAsync("/escalation-policies", await Samples.BodyAsync(api.Ana, "escalation-policies", api.Name("Thing")));
        var service = api.Name("Checkout");
        await api.Ana.PostAsync("/services", new { name = service, escalationPolicyId = policy.Text("id") });

        (await api.Ana.DeleteAsync($"/escalation-policies/{policy.Text("id")}")).IsProblem(HttpStatusCode.Conflict)
            .Text("detail").ShouldContain($"is still used by the service {service}.");
    }
}

/// <summary>Bodies that are right.</summary>
internal static class Samples
{
    public static async Task<JsonObject> BodyAsync(ApiClient ana, string resource, string name)
    {
        var id = (string)(await ana.GetAsync("/people?q=ana@")).Json["items"]![0]!["id"]!;
        var body = resource switch
        {
            "people" => $$"""{"name":"{{name}}","email":"{{Guid.NewGuid():N}}@example.com","role":"responder","timeZone":"Europe/Prague","password":"correct horse battery"}""",
            "teams" => $$"""{"name":"{{name}}","members":["{{id}}"]}""",
            "services" => $$"""{"name":"{{name}}","tier":1,"groupingWindow":"PT10M","reopenWindow":"PT1H30M","autoResolve":false,"acknowledgementTimeout":"PT30M"}""",
            "schedules" => $$"""
                {"name":"{{name}}","timeZone":"Europe/Berlin",
                 "layers":[{"people":["{{id}}"],"rotation":"weekly","handoff":"09:00","start":"2026-11-23"}]}
                """,
            "escalation-policies" => $$"""{"name":"{{name}}","repeats":2,"steps":[{"delay":"PT5M","targets":[{"kind":"person","id":"{{id}}"}]}]}""",
            "runbooks" => $$"""
                {"name":"{{name}}","serviceId":"{{(await ana.PostAsync("/services", new { name })).Text("id")}}",
                 "steps":[{"kind":"http","title":"Is it well?","text":null,"command":null,"environment":null,"method":"GET","url":"https://shop.example.com/healthz",
                           "headers":[{"name":"Accept","value":"text/plain"}],"body":null,"expectedStatus":200,"expectedText":"ok","retry":true,"playbook":null,"variables":null,"timeLimit":"PT30S"}]}
                """,
            _ => $$"""{"serviceId":"{{(await ana.PostAsync("/services", new { name })).Text("id")}}","source":"prometheus"}""",
        };
        return JsonNode.Parse(body)!.AsObject();
    }
}
