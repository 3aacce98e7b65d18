using System.Net;
using System.Text.Json.Nodes;

namespace IncidentDesk.Web.Tests.Api;

/// <summary>Pins, postmortems and action items through the API.</summary>
public sealed class PostmortemApiTests(SharedApi api) : IClassFixture<SharedApi>
{
    private const string Nobody = "00000000-0000-7000-8000-000000000000";

    [Fact]
    public async Task A_postmortem_goes_from_an_incident_to_a_published_one_with_a_done_action()
    {
        var (bo, boId) = await api.Host.PersonAsync("Bo", "responder");
        var (chen, chenId) = await api.Host.PersonAsync("Chen", "responder");
        var (vera, _) = await api.Host.PersonAsync("Vera", "viewer");
        var number = await IncidentAsync(bo);
        (await bo.PostAsync("/postmortems", new { incidentNumber = number })).IsProblem(HttpStatusCode.Conflict);
        // What the escalation does would raise the version too.
        (await bo.PostAsync($"/incidents/{number}/acknowledge")).Is(HttpStatusCode.OK);
        var before = (await bo.GetAsync($"/incidents/{number}")).Version;
        ((await bo.PutAsync($"/incidents/{number}/timeline/1/pin", new { })).Is(HttpStatusCode.OK).Version - before).ShouldBe(1);
        ((bool)(await bo.GetAsync($"/incidents/{number}/timeline")).Json["items"]![0]!["pinned"]!).ShouldBeTrue();
        (await vera.PutAsync($"/incidents/{number}/timeline/1/pin", new { })).IsProblem(HttpStatusCode.Forbidden);
        (await bo.DeleteAsync($"/incidents/{number}/timeline/1/pin")).Is(HttpStatusCode.OK);
        (await bo.DeleteAsync($"/incidents/{number}/timeline/77/pin")).IsProblem(HttpStatusCode.NotFound);
        (await bo.PostAsync($"/incidents/{number}/resolve")).Is(HttpStatusCode.OK);

        (await vera.PostAsync("/postmortems", new { incidentNumber = number })).IsProblem(HttpStatusCode.Forbidden);
        var body = new { incidentNumber = number, summary = "It broke", factors = new[] { "No canary" } };
        var made = (await bo.PostAsync("/postmortems", body, "once")).Is(HttpStatusCode.Created);
        (await bo.PostAsync("/postmortems", body, "once")).Is(HttpStatusCode.Created).Text("id").ShouldBe(made.Text("id"));
        (await bo.PostAsync("/postmortems", body)).IsProblem(HttpStatusCode.Conflict);
        var one = $"/postmortems/{made.Text("id")}";
        made.Headers.Location!.ToString().ShouldEndWith(one);
        (made.Text("status"), made.Text("summary"), made.Text("severity"), (long)made.Json["incidentNumber"]!).ShouldBe(("draft", "It broke", "SEV2", number));
        made.Json["factors"]!.ToJsonString().ShouldBe("""["No canary"]""");
        made.Text("timeline").ShouldContain("Bo resolved it");

        var read = (await vera.GetAsync(one)).Is(HttpStatusCode.OK);
        var changed = (await bo.PutAsync(one, read.Json)).Is(HttpStatusCode.OK);
        changed.Version.ShouldBe(read.Version, "what was read and sent back changes nothing");
        (await bo.PutAsync(one, new { impact = "Many", version = read.Version })).Is(HttpStatusCode.OK).Text("summary").ShouldBe("It broke");
        (await bo.PutAsync(one, new { impact = "Few", version = read.Version })).IsProblem(HttpStatusCode.Conflict);

        var summary = read.Json["sections"]!.AsArray().Single(s => (string)s!["kind"]! == "summary")!;
        var section = $"{one}/sections/{summary["id"]}";
        (await bo.PutAsync(section, new { text = "It broke at 02:12", version = 1 })).Is(HttpStatusCode.OK).Version.ShouldBe(2);
        ((long)(await chen.PutAsync(section, new { text = "Other words", version = 1 })).IsProblem(HttpStatusCode.Conflict).Json["currentVersion"]!).ShouldBe(2);
        var factor = (await chen.PostAsync(one + "/factors", new { text = "Nobody watched" })).Is(HttpStatusCode.Created);
        (await chen.DeleteAsync($"{one}/factors/{factor.Text("id")}?version=7")).IsProblem(HttpStatusCode.Conflict);
        (await chen.DeleteAsync($"{one}/factors/{factor.Text("id")}?version=1")).Is(HttpStatusCode.NoContent);

        (await bo.PostAsync(one + "/review", new { reviewerIds = new[] { chenId } })).Is(HttpStatusCode.OK).Text("status").ShouldBe("inReview");
        (await bo.PostAsync(one + "/approve")).IsProblem(HttpStatusCode.Forbidden);
        (await chen.PostAsync(one + "/return", new { comment = "Who felt it?" })).Is(HttpStatusCode.OK).Text("status").ShouldBe("draft");
        (await bo.PostAsync(one + "/review", new { reviewerIds = new[] { chenId } })).Is(HttpStatusCode.OK);
        ((bool)(await chen.GetAsync("/review")).Is(HttpStatusCode.OK).Json["awaiting"]!.AsArray().Single(a => (long)a!["postmortem"]!["incidentNumber"]! == number)!["mine"]!).ShouldBeTrue();
        (await chen.PostAsync(one + "/approve", new { comment = "Good" })).Is(HttpStatusCode.OK);
        (await bo.PostAsync(one + "/publish")).Is(HttpStatusCode.OK).Text("status").ShouldBe("published");
        (await bo.PutAsync(section, new { text = "x", version = 2 })).IsProblem(HttpStatusCode.Conflict);
        (await vera.PostAsync(one + "/reopen")).IsProblem(HttpStatusCode.Forbidden);
        (await chen.PostAsync(one + "/reopen")).IsProblem(HttpStatusCode.Forbidden);

        var item = (await bo.PostAsync("/action-items", new { title = "Feed the canary", ownerId = boId, due = "2030-01-31", priority = "high", type = "prevent", postmortemId = made.Text("id") }))
            .Is(HttpStatusCode.Created);
        (item.Text("status"), item.Text("due"), (long)item.Json["incidentNumber"]!).ShouldBe(("open", "2030-01-31", number));
        var done = item.Json.AsObject();
        done["status"] = "done";
        (await bo.PutAsync($"/action-items/{item.Text("id")}", done)).Is(HttpStatusCode.OK).Text("status").ShouldBe("done");
        (await bo.PutAsync($"/action-items/{item.Text("id")}", done)).IsProblem(HttpStatusCode.Conflict);
        (await vera.PutAsync($"/action-items/{item.Text("id")}", done)).IsProblem(HttpStatusCode.Forbidden);
        (await vera.GetAsync($"/action-items?owner={boId}&status=done")).Json["items"]!.AsArray().Count.ShouldBe(1);
        (await vera.GetAsync($"/postmortems?incident={number}")).Json["items"]!.AsArray().Single()!["status"]!.ToString().ShouldBe("published");
    }

    [Fact]
    public async Task What_can_t_be_used_is_said_field_by_field()
    {
        var (bo, boId) = await api.Host.PersonAsync("Bo", "responder");
        var number = await IncidentAsync(bo);
        (await bo.PostAsync($"/incidents/{number}/resolve")).Is(HttpStatusCode.OK);
        (await bo.PostAsync("/postmortems", new { })).Names("incidentNumber");
        (await bo.PostAsync("/postmortems", new { incidentNumber = 99_999_999 })).Names("incidentNumber");
        (await bo.PostAsync("/postmortems", new { incidentNumber = number, summary = new string('x', 20_001), factors = new[] { "ok", new string('x', 5_001) } })).Names("summary", "factors[1]");
        var rtl = "‮הפוך‬ <img src=x onerror=alert(1)> ' OR 1=1 --";
        var made = (await bo.PostAsync("/postmortems", new { incidentNumber = number, summary = rtl })).Is(HttpStatusCode.Created);
        made.Text("summary").ShouldBe(rtl);
        var one = $"/postmortems/{made.Text("id")}";
        (await bo.PutAsync(one, new { summary = "x" })).Names("version");
        (await bo.PutAsync(one + "/sections/" + Nobody, new { text = "x", version = 1 })).IsProblem(HttpStatusCode.NotFound);
        (await bo.PostAsync(one + "/review", new { reviewerIds = new[] { Nobody, boId } })).Names("reviewerIds[0]", "reviewerIds[1]");
        (await bo.PostAsync(one + "/publish")).IsProblem(HttpStatusCode.Conflict);
        (await api.Ana.PostAsync(one + "/publish")).Names("reason");
        (await bo.PostAsync("/action-items", new { title = "", ownerId = Nobody, due = "2030-01-01", postmortemId = Nobody })).Names("title", "ownerId", "postmortemId");
        (await bo.PostAsync("/action-items", new { title = "x", ownerId = boId, due = "31.1.2030", postmortemId = made.Text("id"), priority = "urgent", type = "x", status = "gone" }))
            .Names("due", "priority", "type", "status");
        (await bo.GetAsync("/action-items?status=gone&owner=bo")).Names("owner", "status");
    }

    private async Task<long> IncidentAsync(ApiClient bo)
    {
        var service = await api.Ana.PostAsync("/services", new { name = api.Name("Checkout") });
        return (long)(await bo.PostAsync("/incidents", new { serviceId = service.Text("id"), title = "Checkout fails", severity = "SEV2" })).Is(HttpStatusCode.Created).Json["number"]!;
    }
}
