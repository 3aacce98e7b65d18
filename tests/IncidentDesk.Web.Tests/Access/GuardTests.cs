using System.Net;
using IncidentDesk.Kernel;
using IncidentDesk.People;

namespace IncidentDesk.Web.Tests.Access;

public sealed class GuardTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly AccessHost host = shared.Host;

    [Fact]
    public async Task A_form_without_its_token_is_refused_and_changes_nothing()
    {
        var person = await host.AddPersonAsync(Role.Administrator);
        using var browser = host.NewBrowser();
        await browser.GetAsync("/sign-in");
        var answer = await browser.SendAsync(HttpMethod.Post, "/sign-in",
            PlainBrowser.Form([("_handler", "sign-in"), ("email", person.Email), ("password", AccessHost.Password)]));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldStartWith("This form has expired.");
        browser.IsSignedIn.ShouldBeFalse();

        using var signedIn = await host.SignedInAsync(person);
        (await signedIn.SendAsync(HttpMethod.Post, "/sign-out", PlainBrowser.Form([]))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        signedIn.IsSignedIn.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.OK)]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "self", HttpStatusCode.OK)]
    public async Task A_session_can_not_be_used_from_another_site(string header, string value, HttpStatusCode expected)
    {
        using var browser = await host.SignedInAsync(Role.Administrator);
        browser.Headers[header] = value == "self" ? host.Address.GetLeftPart(UriPartial.Authority) : value;
        (await browser.SendAsync(HttpMethod.Post, "/api/probe/Administrator")).StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task A_form_with_a_null_character_is_refused()
    {
        // Without people the sign-in page leads to set-up.
        await host.AddPersonAsync(Role.Viewer);
        using var browser = host.NewBrowser();
        (await browser.SignInAsync("nobody\0@example.com", "x")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_oversize_form_is_refused()
    {
        using var browser = host.NewBrowser();
        var answer = await browser.SendAsync(HttpMethod.Post, "/sign-in", PlainBrowser.Form([("password", new string('x', 1_100_000))]));
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        using var stranger = host.NewBrowser();
        using var person = await host.SignedInAsync(Role.Viewer);
        await CheckAsync(stranger.GetAsync("/sign-in"), HttpStatusCode.OK);
        await CheckAsync(stranger.GetAsync("/probe/page"), HttpStatusCode.Found);
        await CheckAsync(stranger.GetAsync("/api/probe/Viewer"), HttpStatusCode.Unauthorized);
        await CheckAsync(stranger.GetAsync("/js/desk.js"), HttpStatusCode.OK);
        await CheckAsync(stranger.SendAsync(HttpMethod.Post, "/sign-in", PlainBrowser.Form([])), HttpStatusCode.BadRequest);
        await CheckAsync(person.GetAsync("/not-found"), HttpStatusCode.OK);
        await CheckAsync(person.GetAsync("/api/probe/Administrator"), HttpStatusCode.Forbidden);
        await CheckAsync(person.GetAsync("/probe/throws"), HttpStatusCode.InternalServerError);
        await CheckAsync(person.GetAsync("/nothing-here"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_signed_in_people_see_is_not_stored_but_files_are()
    {
        using var person = await host.SignedInAsync(Role.Viewer);
        (await person.GetAsync("/account")).Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await person.GetAsync("/api/probe/Viewer")).Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await person.GetAsync("/js/desk.js")).Headers.CacheControl!.NoStore.ShouldBeFalse();
    }

    [Fact]
    public async Task Redirects_name_no_host_whatever_the_request_says_it_is_for()
    {
        await host.AddPersonAsync(Role.Viewer);
        using var browser = host.NewBrowser();
        browser.Headers["Host"] = "evil.test";
        foreach (var path in (string[])["/incidents", "/set-up", "/"])
        {
            var answer = await browser.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.Found);
            answer.Headers.Location!.OriginalString.ShouldStartWith("/sign-in");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https")]
    public async Task Browsers_are_told_to_stay_with_https_only_over_https(string? scheme)
    {
        using var browser = host.NewBrowser();
        browser.Headers["Host"] = "behind.example";
        if (scheme is not null)
        {
            browser.Headers["X-Forwarded-Proto"] = scheme;
        }
        (await browser.GetAsync("/error")).Headers.Contains("Strict-Transport-Security").ShouldBe(scheme == "https");
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/account")]
    [InlineData("/forbidden")]
    [InlineData("/not-found")]
    public async Task Pages_hold_no_inline_script(string path)
    {
        using var browser = path == "/sign-in" ? host.NewBrowser() : await host.SignedInAsync(Role.Administrator);
        await host.AddPersonAsync(Role.Viewer);
        var page = await PlainBrowser.DocumentAsync(await browser.GetAsync(path));
        page.Title.ShouldNotBeNullOrEmpty();
        page.Scripts.Where(s => string.IsNullOrEmpty(s.Source)).ShouldBeEmpty();
        page.All.SelectMany(e => e.Attributes).Where(a => a.Name.StartsWith("on", StringComparison.Ordinal)).ShouldBeEmpty();
        page.Links.Where(l => l.GetAttribute("href")!.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    private static async Task CheckAsync(Task<HttpResponseMessage> asked, HttpStatusCode status)
    {
        using var answer = await asked;
        answer.StatusCode.ShouldBe(status);
        string Header(string name) => string.Join('|', answer.Headers.TryGetValues(name, out var values) ? values : []);
        Header("Content-Security-Policy").ShouldContain("script-src 'self';");
        Header("Content-Security-Policy").ShouldContain("frame-ancestors 'none'");
        Header("X-Content-Type-Options").ShouldBe("nosniff");
        Header("Referrer-Policy").ShouldBe("same-origin");
        Header("Permissions-Policy").ShouldContain("camera=()");
    }
}
