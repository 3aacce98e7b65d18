using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IncidentDesk.Tests;
using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Web.Tests.Journeys;

/// <summary>What the intake's door answers, over real HTTP.</summary>
public sealed class IntakeDoorTests
{
    [Fact]
    public async Task Each_kind_of_body_gets_its_answer_and_what_was_not_understood_is_kept_with_its_reason()
    {
        await using var desk = await Outage.StartAsync();
        using var sender = new HttpClient();
        var captured = Captured.Body("alertmanager", "01-firing-unicode.json");

        (await PostAsync(sender, desk.Intake, captured)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await desk.IncidentAsync("triggered"))["title"]!.ToString().ShouldContain("Checkout error ratio 21%");

        var unknown = await PostAsync(sender, new Uri(desk.Address, "/intake/prometheus/no-such-key"), captured);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await PostAsync(sender, new Uri(desk.Intake.ToString().Replace("prometheus", "generic", StringComparison.Ordinal)), captured)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var malformed = await PostAsync(sender, desk.Intake, "{\"version\":\"4\",");
        malformed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        malformed.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var integration = (string)(await desk.GetAsync("integrations"))["items"]![0]!["id"]!;
        var rejected = (await desk.GetAsync($"integrations/{integration}/rejected"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        rejected["body"]!.ToString().ShouldBe("{\"version\":\"4\",");
        rejected["reason"]!.ToString().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_body_of_which_nothing_could_be_used_is_refused_by_the_name_of_its_member_and_kept()
    {
        await using var desk = await Outage.StartAsync();
        using var sender = new HttpClient();
        var answer = await PostAsync(sender, desk.Intake, """{"version":"4","alerts":[{"status":"burning","fingerprint":"a"},{"status":"firing"}]}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        problem["errors"]!.AsArray().Select(e => e!["field"]!.ToString()).ShouldBe(["alerts[0].status", "alerts[1].fingerprint"]);
        (await PostAsync(sender, desk.Intake, """{"version":"4","alerts":[]}""")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var integration = (string)(await desk.GetAsync("integrations"))["items"]![0]!["id"]!;
        (await desk.GetAsync($"integrations/{integration}/rejected"))["items"]!.AsArray().Select(r => r!["reason"]!.ToString())
            .ShouldBe(["There is no alert in this body.", "alerts[0].status: must be \"firing\" or \"resolved\", not \"burning\". alerts[1].fingerprint: is missing, and there are no labels to tell this alert from others."]);
    }

    [Fact]
    public async Task Ten_thousand_alerts_of_a_cluster_are_one_request_and_one_incident()
    {
        await using var desk = await Outage.StartAsync();
        using var sender = new HttpClient();
        var body = Storm(10_000);
        body.Length.ShouldBeGreaterThan(16 * 1024 * 1024);
        (await PostAsync(sender, desk.Intake, body)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Wait.UntilAsync(async () => (int)(await desk.IncidentAsync("triggered"))["alertCount"]! == 10_000, TimeSpan.FromSeconds(60), () => "10,000 alerts in one incident");
    }

    [Fact]
    public async Task A_body_above_every_limit_opens_an_incident_from_what_was_read_and_says_so_wherever_people_look()
    {
        await using var desk = await Outage.StartAsync();
        using var sender = new HttpClient();
        var answer = await PostAsync(sender, desk.Intake, Storm(21_000));
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var said = await answer.Content.ReadAsStringAsync();
        said.ShouldContain("Only the first 10,000 alerts of this request were taken");
        said.ShouldContain("This request is larger than 32 MiB");

        var incident = await desk.IncidentAsync("triggered");
        await Wait.UntilAsync(async () => (await desk.GetAsync($"incidents/{incident["number"]}/timeline"))["items"]!.AsArray()
            .Any(e => e!["kind"]!.ToString() == "left-out" && e["text"]!.ToString().Contains("32 MiB", StringComparison.Ordinal)), TimeSpan.FromSeconds(60), () => "the timeline says what was left out");
        var integration = (string)(await desk.GetAsync("integrations"))["items"]![0]!["id"]!;
        (await desk.GetAsync($"integrations/{integration}/rejected"))["items"]!.AsArray().ShouldHaveSingleItem()!["reason"]!.ToString().ShouldContain("more were left out");

        (await desk.GetAsync($"integrations/{integration}/irregular-events"))["items"]!.AsArray().ShouldHaveSingleItem()!["notice"]!.ToString().ShouldContain("32 MiB");
        (await desk.GetAsync($"incidents/{incident["number"]}/explain"))["irregularEvents"]!.AsArray().ShouldHaveSingleItem();

        (await PostAsync(sender, desk.Intake, new string('x', 33 * 1024 * 1024))).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_body_that_the_database_can_never_hold_is_refused_once_and_kept_in_the_rejected_log()
    {
        await using var desk = await Outage.StartAsync();
        using var sender = new HttpClient();
        // No source lets such a value through, so the database is taught to refuse one, as it refuses a text that is none (SQLSTATE 22021).
        await desk.SqlAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no text' USING ERRCODE = '22021'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON signals FOR EACH ROW EXECUTE FUNCTION refuse()
            """);
        var body = Captured.Body("alertmanager", "01-firing-unicode.json");
        using var answer = await PostAsync(sender, desk.Intake, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("can't be stored");
        var integration = (string)(await desk.GetAsync("integrations"))["items"]![0]!["id"]!;
        var rejected = (await desk.GetAsync($"integrations/{integration}/rejected"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        rejected["reason"]!.ToString().ShouldContain("can't be stored");
        rejected["body"]!.ToString().ShouldStartWith(body[..20]);
    }

    [Fact]
    public async Task With_the_database_away_no_body_is_answered_as_if_it_were_kept()
    {
        await using var desk = await Outage.StartAsync();
        using var sender = new HttpClient();
        var good = Captured.Body("alertmanager", "01-firing-unicode.json");
        (await PostAsync(sender, desk.Intake, good)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await TestPostgres.DropAsync(desk.Database);
        foreach (var body in (string[])[good, "{\"version\":\"4\","])
        {
            var answer = await PostAsync(sender, desk.Intake, body);
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, body);
            answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>One notification of Alertmanager about this many alerts, each with the labels and texts of kube-prometheus: about 1.7 KB.</summary>
    private static string Storm(int alerts)
    {
        var filler = string.Concat(Enumerable.Repeat("kubelet_volume_stats_available_bytes%7Bjob%3D%22kubelet%22%7D%20%2F%20", 20));
        var all = Enumerable.Range(0, alerts).Select(i =>
            $$"""{"status":"firing","fingerprint":"{{i:x16}}","labels":{"alertname":"KubePersistentVolumeFillingUp","severity":"critical","persistentvolumeclaim":"data-postgres-{{i:00000}}"},"annotations":{"summary":"PersistentVolume is filling up.","description":"{{filler}}"},"startsAt":"2026-11-28T06:00:00Z","endsAt":"0001-01-01T00:00:00Z"}""");
        return $$"""{"status":"firing","alerts":[{{string.Join(',', all)}}],"truncatedAlerts":0,"version":"4"}""";
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient sender, Uri address, string body) =>
        sender.PostAsync(address, new StringContent(body, Encoding.UTF8, "application/json"));
}
