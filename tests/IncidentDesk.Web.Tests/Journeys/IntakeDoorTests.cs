using System.Net;
using System.Text;
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
        (await PostAsync(sender, desk.Intake, new string('x', (4 * 1024 * 1024) + 1))).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);

        var malformed = await PostAsync(sender, desk.Intake, "{\"version\":\"4\",");
        malformed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        malformed.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var integration = (string)(await desk.GetAsync("integrations"))["items"]![0]!["id"]!;
        var rejected = (await desk.GetAsync($"integrations/{integration}/rejected"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        rejected["body"]!.ToString().ShouldBe("{\"version\":\"4\",");
        rejected["reason"]!.ToString().ShouldNotBeEmpty();
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
        (await answer.Content.ReadAsStringAsync()).ShouldContain("can't be kept");
        var integration = (string)(await desk.GetAsync("integrations"))["items"]![0]!["id"]!;
        var rejected = (await desk.GetAsync($"integrations/{integration}/rejected"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        rejected["reason"]!.ToString().ShouldContain("can't be kept");
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

    private static Task<HttpResponseMessage> PostAsync(HttpClient sender, Uri address, string body) =>
        sender.PostAsync(address, new StringContent(body, Encoding.UTF8, "application/json"));
}
