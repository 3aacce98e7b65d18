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
        (await browser.PostFormAsync("/set-up", "set-up", [.. Ana, ("code", CodeOf(host))])).StatusCode.ShouldBe(HttpStatusCode.Found);
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
                return (await browser.PostFormAsync("/set-up", "set-up", ("name", $"A{i}"), ("email", $"a{i}@example.com"), ("password", "three calm otters"), ("code", CodeOf(first)))).StatusCode;
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
    public async Task Set_up_asks_for_the_code_wherever_the_request_comes_from()
    {
        await using var host = await AccessHost.StartAsync();
        var printed = CodeOf(host);
        printed.Length.ShouldBe(11);
        (string Header, string Value)[] from =
            [("Accept", "*/*"), ("X-Forwarded-For", "203.0.113.9"), ("X-Real-IP", "203.0.113.9"), ("CF-Connecting-IP", "203.0.113.9"), ("Host", "rebound.example")];
        foreach (var (header, value) in from)
        {
            using var browser = host.NewBrowser();
            browser.Headers["Sec-Fetch-Mode"] = "navigate";
            browser.Headers[header] = value;
            foreach (var wrong in (string[])["", "00000-00000", printed[..10]])
            {
                var answer = await browser.PostFormAsync("/set-up", "set-up", [.. Ana, ("code", wrong)]);
                answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, $"{header}: {value}");
                (await answer.Content.ReadAsStringAsync()).ShouldContain("That is not the setup code");
            }
        }
        (await host.SqlAsync("SELECT count(*) FROM people")).ShouldBe(0L);

        using var told = host.NewBrowser();
        told.Headers["X-Forwarded-For"] = "203.0.113.9";
        (await told.PostFormAsync("/set-up", "set-up", [.. Ana, ("code", printed.ToLowerInvariant())])).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await host.SqlAsync("SELECT count(*) FROM people")).ShouldBe(1L);
    }

    [Fact]
    public async Task The_printed_link_carries_the_code_into_the_form_and_changes_nothing_by_itself()
    {
        await using var host = await AccessHost.StartAsync();
        using var browser = host.NewBrowser();
        var page = await PlainBrowser.DocumentAsync(await browser.GetAsync(host.Services.GetRequiredService<SetUpCode>().Path));
        page.QuerySelector("input[name=code]")!.GetAttribute("value").ShouldBe(CodeOf(host));
        (await host.SqlAsync("SELECT count(*) FROM people")).ShouldBe(0L);
        var bare = await PlainBrowser.DocumentAsync(await browser.GetAsync("/set-up"));
        bare.QuerySelector("input[name=code]")!.GetAttribute("value").ShouldBeNullOrEmpty();
    }

    [Theory]
    [InlineData("Europe/Stockholm", "Europe/Stockholm")]
    [InlineData("", "Etc/UTC")]
    [InlineData("Mars/Olympus", "Etc/UTC")]
    public async Task The_first_administrator_has_the_zone_of_their_browser_and_UTC_where_it_says_none(string said, string kept)
    {
        await using var host = await AccessHost.StartAsync();
        using var browser = host.NewBrowser();
        var page = await PlainBrowser.DocumentAsync(await browser.GetAsync("/set-up"));
        page.QuerySelector("[data-zone-name]")!.TextContent.ShouldBe("UTC");
        (await browser.PostFormAsync("/set-up", "set-up", [.. Ana, ("code", CodeOf(host)), ("timeZone", said)])).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await host.SqlAsync("SELECT time_zone FROM people")).ShouldBe(kept);
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
            var answer = await browser.PostFormAsync("/set-up", "set-up", [.. Ana.Select(f => f.Item1 == field ? (field, value) : f), ("code", CodeOf(host))]);
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

    private static string CodeOf(AccessHost host) => host.Services.GetRequiredService<SetUpCode>().Text;

    private static HostOptions Given(string email, string password, string token) => new()
    {
        Environment = new() { ["INCIDENTDESK_ADMIN_EMAIL"] = email, ["INCIDENTDESK_ADMIN_PASSWORD"] = password, ["INCIDENTDESK_ADMIN_TOKEN"] = token },
    };
}
