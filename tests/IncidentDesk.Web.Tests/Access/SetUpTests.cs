using System.Net;
using IncidentDesk.People;
using IncidentDesk.Web.Access;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Web.Tests.Access;

public sealed class SetUpTests
{
    private static readonly (string, string)[] Ana = [("name", "Ana"), ("email", "ana@example.com"), ("password", "three calm otters")];

    [Fact]
    public async Task The_first_visit_leads_to_set_up_which_creates_an_administrator_and_signs_in()
    {
        await using var host = await AccessHost.StartAsync();
        using var browser = host.NewBrowser();
        (await browser.GetAsync("/")).Headers.Location!.OriginalString.ShouldEndWith("/set-up");
        (await browser.GetAsync("/sign-in")).Headers.Location!.OriginalString.ShouldEndWith("/set-up");
        (await browser.PostFormAsync("/set-up", "set-up", Ana)).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await browser.GetAsync("/api/probe/Administrator")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var other = host.NewBrowser();
        (await other.GetAsync("/set-up")).Headers.Location!.OriginalString.ShouldEndWith("/sign-in");
        (await other.GetAsync("/probe/page")).Headers.Location!.OriginalString.ShouldContain("/sign-in?returnUrl=");
    }

    [Fact]
    public async Task Two_who_race_make_one_administrator()
    {
        await using var first = await AccessHost.StartAsync();
        await using var second = await AccessHost.StartAsync(new HostOptions { Database = first.Database });
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var browser = (i % 2 == 0 ? first : second).NewBrowser();
            try
            {
                return (await browser.PostFormAsync("/set-up", "set-up", ("name", $"A{i}"), ("email", $"a{i}@example.com"), ("password", "three calm otters"))).StatusCode;
            }
            catch (InvalidOperationException)
            {
                // The page was already closed when this one came to it.
                return HttpStatusCode.Conflict;
            }
        }));
        (await first.SqlAsync("SELECT count(*) FROM people")).ShouldBe(1L);
        (await first.SqlAsync("SELECT count(*) FROM accounts")).ShouldBe(1L);
        (await first.SqlAsync("SELECT count(*) FROM audit_entries")).ShouldBe(1L);
    }

    [Fact]
    public async Task From_another_machine_it_asks_for_the_code_that_was_printed()
    {
        await using var host = await AccessHost.StartAsync();
        var printed = host.Services.GetRequiredService<SetUpCode>().Text;
        printed.Length.ShouldBe(11);
        (string Header, string Value)[] elsewhere =
            [("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-For", "127.0.0.1"), ("Forwarded", "for=203.0.113.9"), ("Via", "1.1 proxy"), ("Host", "rebound.example")];
        foreach (var (header, value) in elsewhere)
        {
            using var browser = host.NewBrowser();
            browser.Headers["Sec-Fetch-Mode"] = "navigate";
            browser.Headers[header] = value;
            foreach (var wrong in (string[])["", "00000-00000", printed[..10]])
            {
                var answer = await browser.PostFormAsync("/set-up", "set-up", [.. Ana, ("code", wrong)]);
                answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, $"{header}: {value}");
                (await answer.Content.ReadAsStringAsync()).ShouldContain("That is not the set-up code");
            }
        }
        (await host.SqlAsync("SELECT count(*) FROM people")).ShouldBe(0L);

        using var told = host.NewBrowser();
        told.Headers["X-Forwarded-For"] = "203.0.113.9";
        (await told.PostFormAsync("/set-up", "set-up", [.. Ana, ("code", printed.ToLowerInvariant())])).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await host.SqlAsync("SELECT count(*) FROM people")).ShouldBe(1L);
    }

    [Fact]
    public async Task Set_up_says_what_is_wrong_beside_the_field()
    {
        await using var host = await AccessHost.StartAsync();
        (string Field, string Value, string Says)[] mistakes =
        [
            ("name", " ", "A name of at most 100 characters is needed."),
            ("email", "not an address", "An email address is needed."),
            ("password", "too short", "A password needs at least 12 characters."),
            ("password", new string('x', 257), "A password has at most 256 characters."),
        ];
        foreach (var (field, value, says) in mistakes)
        {
            using var browser = host.NewBrowser();
            var answer = await browser.PostFormAsync("/set-up", "set-up", [.. Ana.Select(f => f.Item1 == field ? (field, value) : f)]);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await PlainBrowser.DocumentAsync(answer)).QuerySelector($"#{field}-error")!.TextContent.ShouldBe(says);
        }
        (await host.SqlAsync("SELECT count(*) FROM people")).ShouldBe(0L);
    }

    [Fact]
    public async Task The_environment_creates_the_first_administrator_once()
    {
        await using var host = await AccessHost.StartAsync(Given("ana@example.com", "three calm otters", "a-token-of-twenty-and-more"));
        using var program = host.NewBrowser();
        program.Headers["Authorization"] = "Bearer a-token-of-twenty-and-more";
        (await program.GetAsync("/api/probe/Administrator")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var browser = host.NewBrowser();
        await browser.SignInAsync("ana@example.com", "three calm otters");
        browser.IsSignedIn.ShouldBeTrue();

        await using var later = await AccessHost.StartAsync(Given("eve@example.com", "short", "short") with { Database = host.Database });
        (await later.SqlAsync("SELECT string_agg(email, ',') FROM people")).ShouldBe("ana@example.com");
    }

    [Fact]
    public async Task A_wrong_environment_stops_the_start_and_names_everything_that_is_wrong()
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(() => AccessHost.StartAsync(Given("nobody", "short", "short")));
        error.Message.ShouldContain("An email address is needed.");
        error.Message.ShouldContain("A password needs at least 12 characters.");
        error.Message.ShouldContain("A token has 20 to 256 characters.");
    }

    private static HostOptions Given(string email, string password, string token) => new()
    {
        Environment = new() { ["INCIDENTDESK_ADMIN_EMAIL"] = email, ["INCIDENTDESK_ADMIN_PASSWORD"] = password, ["INCIDENTDESK_ADMIN_TOKEN"] = token },
    };
}
