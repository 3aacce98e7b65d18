using System.Net;
using System.Text.Json.Nodes;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Web.Tests.Access;

/// <summary>Invitations and password resets, from a click to the mail and back through a plain browser.</summary>
public sealed class PasswordLinkTests : IAsyncLifetime
{
    private const string Fresh = "four calmer otters";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly SmtpSink _smtp = new();
    private AccessHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await AccessHost.StartAsync(new HostOptions
    {
        Settings = ["PublicUrl=https://desk.example", $"Email:Host={_smtp.Host}", $"Email:Port={_smtp.Port}", "Email:From=desk@desk.example", "Email:Security=none"],
    });

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _smtp.DisposeAsync();
    }

    [Fact]
    public async Task An_invited_person_sets_their_password_by_the_mailed_link_once()
    {
        var person = await NewcomerAsync(_host);
        var answer = await InviteAsync(_host, person.Id);
        ((string)answer["purpose"]!, (bool)answer["mailed"]!, answer["url"]).ShouldBe(("invitation", true, null));
        var mail = (await _smtp.WaitForAsync(1, Soon)).ShouldHaveSingleItem();
        (mail.Recipients[0], mail.Subject).ShouldBe((person.Email, "You are invited to IncidentDesk"));
        var link = Link(mail);

        using var browser = _host.NewBrowser();
        (await PlainBrowser.DocumentAsync(await browser.GetAsync(link))).QuerySelector("h1")!.TextContent.ShouldBe($"Welcome, {person.Name}");
        (await browser.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.PostFormAsync(link, "password-link", ("password", "short"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var set = await browser.PostFormAsync(link, "password-link", ("password", Fresh));
        set.Headers.Location!.ToString().ShouldEndWith("/sign-in?password=set");
        (await (await browser.GetAsync("/sign-in?password=set")).Content.ReadAsStringAsync()).ShouldContain("Your password is set.");
        await browser.SignInAsync(person.Email, Fresh);
        browser.IsSignedIn.ShouldBeTrue();

        (await _host.NewBrowser().GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task A_link_is_at_rest_only_as_a_hash()
    {
        var person = await NewcomerAsync(_host);
        await InviteAsync(_host, person.Id);
        var secret = Link((await _smtp.WaitForAsync(1, Soon))[0])["/password/".Length..];
        await Wait.UntilAsync(async () => (long)(await _host.SqlAsync("SELECT count(*) FROM jobs WHERE kind = 'access-link-mail'"))! == 0, Soon, "the mail's job to be done");
        ((string)(await _host.SqlAsync("SELECT string_agg(l::text, ' ') FROM access_links l"))!).ShouldNotContain(secret);
        ((string?)await _host.SqlAsync("SELECT string_agg(a::text, ' ') FROM audit_entries a") ?? "").ShouldNotContain(secret);
    }

    [Fact]
    public async Task Whoever_forgot_their_password_gets_a_link_and_all_their_sessions_end_with_its_use()
    {
        var person = await _host.AddPersonAsync(Role.Responder);
        using var session = await _host.SignedInAsync(person);
        using var browser = _host.NewBrowser();
        await browser.PostFormAsync("/forgot-password", "forgot-password", ("email", $" {person.Email.ToUpperInvariant()} "));
        var mail = (await _smtp.WaitForAsync(1, Soon)).ShouldHaveSingleItem();
        mail.Subject.ShouldBe("Reset your IncidentDesk password");
        (await session.GetAsync("/api/probe/Viewer")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await browser.PostFormAsync(Link(mail), "password-link", ("password", Fresh));

        (await session.GetAsync("/api/probe/Viewer")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await browser.SignInAsync(person.Email, AccessHost.Password);
        browser.IsSignedIn.ShouldBeFalse();
        await browser.SignInAsync(person.Email, Fresh);
        browser.IsSignedIn.ShouldBeTrue();
    }

    [Fact]
    public async Task A_reset_says_the_same_whether_or_not_somebody_has_the_address_and_mails_three_an_hour()
    {
        var person = await _host.AddPersonAsync(Role.Responder);
        var said = new HashSet<string>();
        foreach (var email in new[] { "nobody@example.com", "no address", person.Email, person.Email, person.Email, person.Email, person.Email })
        {
            using var browser = _host.NewBrowser();
            var answer = await browser.PostFormAsync("/forgot-password", "forgot-password", ("email", email));
            said.Add($"{answer.StatusCode} {(await PlainBrowser.DocumentAsync(answer)).QuerySelector("main")!.TextContent}");
        }
        said.ShouldHaveSingleItem().ShouldContain("If an account has that address, an email with a link is on its way.");
        await Wait.UntilAsync(async () => (long)(await _host.SqlAsync("SELECT count(*) FROM jobs WHERE kind IN ('password-reset', 'access-link-mail')"))! == 0, Soon, "all resets to be done");
        _smtp.Mails.Select(m => m.Recipients[0]).ShouldBe([person.Email, person.Email, person.Email]);
    }

    [Theory]
    [InlineData("the hour is over")]
    [InlineData("the password was changed")]
    [InlineData("the address was changed")]
    [InlineData("the person was deactivated")]
    [InlineData("another link was used")]
    public async Task A_link_is_worth_nothing_once(string what)
    {
        var person = await _host.AddPersonAsync(Role.Responder);
        var (first, second) = (await ResetAsync(person, 1), await ResetAsync(person, 2));
        using var browser = _host.NewBrowser();
        var page = await browser.GetAsync(first);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        await (what switch
        {
            "the hour is over" => _host.MoveClockAsync(TimeSpan.FromMinutes(61)),
            "the password was changed" => _host.SqlAsync($"UPDATE accounts SET password_hash = 'another' WHERE id = '{person.Id}'"),
            "the address was changed" => _host.ChangeAsync(person.Id, p => p.Email = "elsewhere@example.com"),
            "the person was deactivated" => _host.ChangeAsync(person.Id, p => p.DisabledAt = p.CreatedAt),
            _ => browser.PostFormAsync(second, "password-link", ("password", Fresh)),
        });
        var fields = (await PlainBrowser.DocumentAsync(page)).QuerySelectorAll("input[type=hidden]").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value")!));
        var answer = await browser.SendAsync(HttpMethod.Post, first, PlainBrowser.Form(fields.Append(("password", "five calmest otters"))));
        answer.Headers.Location!.ToString().ShouldEndWith(first);
        (await browser.GetAsync(first)).StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task Without_a_mail_server_the_administrator_is_given_the_link_and_the_page_says_whom_to_ask()
    {
        await using var host = await AccessHost.StartAsync(new HostOptions { Settings = ["PublicUrl=https://desk.example"] });
        var person = await NewcomerAsync(host);
        var answer = await InviteAsync(host, person.Id);
        ((bool)answer["mailed"]!).ShouldBeFalse();
        var url = new Uri((string)answer["url"]!);
        url.GetLeftPart(UriPartial.Authority).ShouldBe("https://desk.example");
        using var browser = host.NewBrowser();
        (await (await browser.GetAsync("/forgot-password")).Content.ReadAsStringAsync()).ShouldContain("No mail server is configured. Ask an administrator for a link");
        await browser.PostFormAsync(url.AbsolutePath, "password-link", ("password", Fresh));
        await browser.SignInAsync(person.Email, Fresh);
        browser.IsSignedIn.ShouldBeTrue();
    }

    private async Task<string> ResetAsync(Person person, int mails)
    {
        using var browser = _host.NewBrowser();
        await browser.PostFormAsync("/forgot-password", "forgot-password", ("email", person.Email));
        return Link((await _smtp.WaitForAsync(mails, Soon))[^1]);
    }

    /// <summary>A person without a password.</summary>
    private static async Task<Person> NewcomerAsync(AccessHost host)
    {
        var person = await host.AddPersonAsync(Role.Responder);
        await host.SqlAsync($"UPDATE accounts SET password_hash = NULL WHERE id = '{person.Id}'");
        return person;
    }

    private static async Task<JsonNode> InviteAsync(AccessHost host, Guid person)
    {
        var boss = await host.AddPersonAsync(Role.Administrator);
        using var browser = host.NewBrowser();
        browser.Headers["Authorization"] = $"Bearer {(await host.IssueTokenAsync(boss, Role.Administrator)).Secret}";
        var answer = await browser.SendAsync(HttpMethod.Post, $"/api/v1/people/{person}/invitation");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static string Link(SinkMail mail) => "/password/" + mail.Text!.Split("https://desk.example/password/")[1][..43];
}
