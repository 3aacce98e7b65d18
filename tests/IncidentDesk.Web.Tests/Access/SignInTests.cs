using System.Net;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Web.Tests.Access;

public sealed class SignInTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly AccessHost host = shared.Host;

    [Fact]
    public async Task The_cookie_is_for_this_host_alone_hidden_from_scripts_and_lasts_thirty_days()
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        using var browser = host.NewBrowser();
        var answer = await browser.SignInAsync($"  {person.Email.ToUpperInvariant()} ", AccessHost.Password);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("__Host-desk=", StringComparison.Ordinal)).ToLowerInvariant();
        cookie.ShouldContain("; secure");
        cookie.ShouldContain("; httponly");
        cookie.ShouldContain("; samesite=lax");
        cookie.ShouldContain("; path=/;");
        cookie.ShouldNotContain("domain=");
        var ends = DateTimeOffset.Parse(cookie.Split("expires=")[1].Split(';')[0], System.Globalization.CultureInfo.InvariantCulture);
        (ends - host.Services.GetRequiredService<Clock>().Now).ShouldBeInRange(TimeSpan.FromDays(29.9), TimeSpan.FromDays(30.1));
    }

    [Theory]
    [InlineData("?returnUrl=%2Fincidents%2F42%3Ftab%3Dnotes", "/incidents/42?tab=notes")]
    [InlineData("?returnUrl=https%3A%2F%2Fevil.example%2F", "/")]
    [InlineData("?returnUrl=%2F%2Fevil.example", "/")]
    [InlineData("?returnUrl=%2F%5Cevil.example", "/")]
    [InlineData("?returnUrl=%2F%09%2Fevil.example", "/")]
    [InlineData("?returnUrl=javascript%3Aalert(1)", "/")]
    [InlineData("", "/")]
    public async Task After_signing_in_people_go_on_to_where_they_wanted_but_never_to_another_site(string query, string expected)
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        using var browser = host.NewBrowser();
        var answer = await browser.SignInAsync(person.Email, AccessHost.Password, query);
        new Uri(host.Address, answer.Headers.Location!).ShouldBe(new Uri(host.Address, expected));
    }

    [Fact]
    public async Task A_page_asks_strangers_to_sign_in_and_remembers_where_they_were_going()
    {
        await host.AddPersonAsync(Role.Administrator);
        using var browser = host.NewBrowser();
        var answer = await browser.GetAsync("/probe/page?a=1");
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        answer.Headers.Location!.OriginalString.ShouldBe("/sign-in?returnUrl=%2Fprobe%2Fpage%3Fa%3D1");
    }

    [Theory]
    [InlineData("theirs", "not the password")]
    [InlineData("nobody@example.com", AccessHost.Password)]
    [InlineData("not an address", "")]
    [InlineData("not an\nad\u202edress@example.com", "x")]
    public async Task Whatever_is_wrong_the_page_says_the_same(string email, string password)
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        using var browser = host.NewBrowser();
        var answer = await browser.SignInAsync(email == "theirs" ? person.Email : email, password);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Wrong email or password. After 10 wrong passwords in a row, sign-in from this network or device is locked for 5 minutes.");
        browser.IsSignedIn.ShouldBeFalse();
    }

    [Fact]
    public async Task After_ten_wrong_tries_the_right_password_is_refused_from_there_too_for_five_minutes()
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        using var browser = host.NewBrowser();
        for (var tried = 0; tried < 10; tried++)
        {
            await browser.SignInAsync(person.Email, "not the password");
        }
        await browser.SignInAsync(person.Email, AccessHost.Password);
        browser.IsSignedIn.ShouldBeFalse();
        await host.MoveClockAsync(TimeSpan.FromSeconds(290));
        await browser.SignInAsync(person.Email, AccessHost.Password);
        browser.IsSignedIn.ShouldBeFalse();
        await host.MoveClockAsync(TimeSpan.FromSeconds(20));
        await browser.SignInAsync(person.Email, AccessHost.Password);
        browser.IsSignedIn.ShouldBeTrue();
        (await host.SqlAsync($"SELECT string_agg(action, ',' ORDER BY id) FROM audit_entries WHERE subject_id = '{person.Id}'")).ShouldBe("person.locked-out,person.signed-in");
    }

    [Fact]
    public async Task Guesses_sent_at_once_are_all_counted()
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        using var browser = host.NewBrowser();
        await browser.GetAsync("/sign-in");
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => browser.SignInAsync(person.Email, "not the password")));
        await browser.SignInAsync(person.Email, AccessHost.Password);
        browser.IsSignedIn.ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_ends_when_the_role_changes()
    {
        var person = await host.AddPersonAsync(Role.Administrator);
        using var browser = await host.SignedInAsync(person);
        (await browser.GetAsync("/api/probe/Administrator")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await host.ChangeAsync(person.Id, p => p.Role = Role.Viewer);
        (await browser.GetAsync("/api/probe/Viewer")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        browser.IsSignedIn.ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_ends_when_it_was_not_used_for_thirty_days()
    {
        using var browser = await host.SignedInAsync(Role.Viewer);
        await host.MoveClockAsync(TimeSpan.FromDays(20));
        (await browser.GetAsync("/api/probe/Viewer")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await host.MoveClockAsync(TimeSpan.FromDays(20));
        (await browser.GetAsync("/api/probe/Viewer")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await host.MoveClockAsync(TimeSpan.FromDays(31));
        (await browser.GetAsync("/api/probe/Viewer")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Over_plain_http_off_this_machine_the_page_says_that_no_session_can_be_kept()
    {
        await host.AddPersonAsync(Role.Viewer);
        using var browser = host.NewBrowser();
        browser.Headers["Host"] = "10.0.0.7:8080";
        var page = await PlainBrowser.DocumentAsync(await browser.GetAsync("/sign-in"));
        page.Body!.TextContent.ShouldContain("This page was loaded over plain http");
        page.QuerySelector("main a[href='https://desk.example/']").ShouldNotBeNull();
        page.Forms.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("Sec-Fetch-Mode", "navigate")]
    public async Task Behind_a_proxy_that_ends_TLS_people_can_sign_in(string header, string value)
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        using var browser = host.NewBrowser();
        browser.Headers["Host"] = "behind.example";
        browser.Headers[header] = value;
        await browser.SignInAsync(person.Email, AccessHost.Password);
        browser.IsSignedIn.ShouldBeTrue();
    }

    [Fact]
    public async Task One_address_may_try_only_so_often_and_is_told_how_long_to_wait()
    {
        await using var strict = await AccessHost.StartAsync(new HostOptions { Settings = ["Access:SignInsPerMinute=3"] });
        await strict.AddPersonAsync(Role.Viewer);
        using var browser = strict.NewBrowser();
        for (var tried = 0; tried < 3; tried++)
        {
            (await browser.SignInAsync("nobody@example.com", "wrong password")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        }
        var answer = await browser.SignInAsync("nobody@example.com", "wrong password");
        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        browser.Headers["X-Forwarded-For"] = "203.0.113.9";
        (await browser.SignInAsync("nobody@example.com", "wrong password")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }
}
