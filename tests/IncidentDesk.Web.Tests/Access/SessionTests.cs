using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IncidentDesk.Kernel;
using IncidentDesk.People;

namespace IncidentDesk.Web.Tests.Access;

public sealed class SessionTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly AccessHost host = shared.Host;

    [Fact]
    public async Task After_signing_out_a_kept_copy_of_the_cookie_is_refused()
    {
        using var browser = await host.SignedInAsync(Role.Viewer);
        using var thief = host.NewBrowser();
        thief.Cookies["__Host-desk"] = browser.Cookies["__Host-desk"];
        (await thief.GetAsync("/api/probe/Viewer")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await SignOutAsync(browser)).Headers.Location!.ToString().ShouldBe("/sign-in");

        browser.IsSignedIn.ShouldBeFalse();
        (await browser.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await thief.GetAsync("/api/probe/Viewer")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Signing_out_leaves_the_sessions_of_other_browsers()
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        using var here = await host.SignedInAsync(person);
        using var elsewhere = await host.SignedInAsync(person);
        await SignOutAsync(here);
        (await elsewhere.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_account_page_lists_the_sessions_and_ends_one()
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        using var elsewhere = host.NewBrowser();
        elsewhere.Headers["User-Agent"] = "Lost Phone 1.0 <b>";
        elsewhere.Headers["X-Forwarded-For"] = "203.0.113.9";
        await elsewhere.SignInAsync(person.Email, AccessHost.Password);
        using var here = await host.SignedInAsync(person);

        var page = await PlainBrowser.DocumentAsync(await here.GetAsync("/account"));
        var rows = page.QuerySelectorAll("#sessions tbody tr");
        rows.Length.ShouldBe(2);
        rows.Count(r => r.TextContent.Contains("This browser", StringComparison.Ordinal)).ShouldBe(1);
        var other = rows.Single(r => r.TextContent.Contains("Lost Phone 1.0 <b>", StringComparison.Ordinal));
        other.TextContent.ShouldContain("203.0.113.9");
        await here.PostFormAsync("/account", "end-session", ("session", other.QuerySelector("button")!.GetAttribute("value")!));

        (await elsewhere.GetAsync("/api/probe/Viewer")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await here.GetAsync("/api/probe/Viewer")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Signing_out_everywhere_ends_all_sessions_and_the_tokens_where_wanted(bool tokens)
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        using var here = await host.SignedInAsync(person);
        using var elsewhere = await host.SignedInAsync(person);
        using var program = host.NewBrowser();
        program.Headers["Authorization"] = $"Bearer {(await host.IssueTokenAsync(person, Role.Viewer)).Secret}";

        await here.PostFormAsync("/account", "end-sessions", tokens ? [("tokens", "true")] : []);

        (await here.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await elsewhere.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await program.GetAsync("/api/probe/Viewer")).StatusCode.ShouldBe(tokens ? HttpStatusCode.Unauthorized : HttpStatusCode.OK);
    }

    [Fact]
    public async Task Programs_list_and_end_the_sessions_of_their_person_and_of_nobody_else()
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        using var browser = await host.SignedInAsync(person);
        using var other = await host.SignedInAsync(person);
        using var stranger = await host.SignedInAsync(Role.Manager);
        var ids = (await ReadAsync(browser)).Select(s => (string)s!["id"]!).ToList();
        ids.Count.ShouldBe(2);
        (await stranger.SendAsync(HttpMethod.Delete, $"/api/v1/sessions/{ids[0]}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        foreach (var id in ids)
        {
            await browser.SendAsync(HttpMethod.Delete, $"/api/v1/sessions/{id}");
        }
        var ended = new[] { browser, other }.Select(b => b.GetAsync("/api/v1/sessions"));
        (await Task.WhenAll(ended)).Count(a => a.StatusCode == HttpStatusCode.Unauthorized).ShouldBeGreaterThanOrEqualTo(1);
        (await ReadAsync(stranger)).Count.ShouldBe(1);

        (await stranger.SendAsync(HttpMethod.Delete, "/api/v1/sessions?tokens=true")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await stranger.GetAsync("/api/v1/sessions")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("sessions")]
    [InlineData("api_tokens")]
    public async Task Who_is_signed_in_goes_on_reading_while_the_database_has_no_room_to_note_the_use(string table)
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        using var visitor = await host.SignedInAsync(person);
        if (table == "api_tokens")
        {
            visitor.Cookies.Clear();
            visitor.Headers["Authorization"] = $"Bearer {(await host.IssueTokenAsync(person, Role.Viewer)).Secret}";
        }
        await host.SqlAsync($"UPDATE {table} SET last_used_at = desk_now() - interval '1 hour' WHERE person_id = '{person.Id}'");
        await host.SqlAsync(
            $"""
            CREATE FUNCTION no_room_{table}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $x$no room$x$ USING ERRCODE = $x$53100$x$; END';
            CREATE TRIGGER no_room BEFORE UPDATE ON {table} FOR EACH ROW WHEN (OLD.person_id = '{person.Id}') EXECUTE FUNCTION no_room_{table}();
            """);

        (await visitor.GetAsync("/api/probe/Viewer")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Only_the_hash_of_a_session_is_kept()
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        using var browser = await host.SignedInAsync(person);
        (await host.SqlAsync($"SELECT octet_length(hash) FROM sessions WHERE person_id = '{person.Id}'")).ShouldBe(32);
    }

    private static async Task<JsonArray> ReadAsync(PlainBrowser browser) =>
        (await (await browser.GetAsync("/api/v1/sessions")).Content.ReadFromJsonAsync<JsonArray>())!;

    private static async Task<HttpResponseMessage> SignOutAsync(PlainBrowser browser)
    {
        var page = await PlainBrowser.DocumentAsync(await browser.GetAsync("/account"));
        var token = page.QuerySelector("form[action='/sign-out'] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await browser.SendAsync(HttpMethod.Post, "/sign-out", PlainBrowser.Form([("__RequestVerificationToken", token)]));
    }
}
