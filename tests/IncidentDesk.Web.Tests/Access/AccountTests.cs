using System.Net;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Web.Tests.Access;

public sealed class AccountTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly AccessHost host = shared.Host;

    [Fact]
    public async Task Changing_the_password_ends_the_other_sessions_and_keeps_this_one()
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        using var here = await host.SignedInAsync(person);
        using var elsewhere = await host.SignedInAsync(person);
        var answer = await here.PostFormAsync("/account", "password", ("currentPassword", AccessHost.Password), ("newPassword", "four calm otters"));
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Password changed");
        (await here.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await elsewhere.GetAsync("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
        await elsewhere.SignInAsync(person.Email, AccessHost.Password);
        elsewhere.IsSignedIn.ShouldBeFalse();
        await elsewhere.SignInAsync(person.Email, "four calm otters");
        elsewhere.IsSignedIn.ShouldBeTrue();
    }

    [Theory]
    [InlineData("not the password", "four calm otters", "Wrong password.")]
    [InlineData(AccessHost.Password, "too short", "A password needs at least 12 characters.")]
    public async Task A_password_is_not_changed_without_the_old_one_or_to_a_short_one(string current, string fresh, string says)
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        using var browser = await host.SignedInAsync(person);
        var answer = await browser.PostFormAsync("/account", "password", ("currentPassword", current), ("newPassword", fresh));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(says);
        using var again = await host.SignedInAsync(person);
    }

    [Fact]
    public async Task A_token_is_shown_once_works_and_ends_when_revoked()
    {
        using var browser = await host.SignedInAsync(Role.Manager);
        var answer = await browser.PostFormAsync("/account", "issue-token", ("name", "backup <job>"), ("scope", "Responder"), ("days", "30"));
        var secret = (await PlainBrowser.DocumentAsync(answer)).QuerySelector(".copy code")!.TextContent;
        secret.ShouldStartWith("desk_");
        using var program = host.NewBrowser();
        program.Headers["Authorization"] = $"Bearer {secret}";
        (await program.GetAsync("/api/probe/Responder")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await program.GetAsync("/api/probe/Manager")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var page = await PlainBrowser.DocumentAsync(await browser.GetAsync("/account"));
        page.Body!.TextContent.ShouldContain("backup <job>");
        page.Body.TextContent.ShouldNotContain(secret);
        await browser.PostFormAsync("/account", "revoke-token", ("token", page.QuerySelector("button[name=token]")!.GetAttribute("value")!));
        (await program.GetAsync("/api/probe/Responder")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task One_person_has_at_most_fifty_tokens_also_when_many_are_asked_for_at_once()
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        var issued = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => host.Services.GetRequiredService<TokenActions>().IssueAsync(
            new TokenIssuer(new Caller(person.Id, person.Name, "web"), Role.Viewer), new TokenRequest(person.Id, "test", Role.Viewer), CancellationToken.None)));
        issued.Count(i => i.Succeeded).ShouldBe(50);
        using var browser = await host.SignedInAsync(person);
        var answer = await browser.PostFormAsync("/account", "issue-token", ("name", "one more"), ("scope", "Viewer"), ("days", "30"));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"{person.Name} has 50 tokens already. Revoke an unused one first.");

        await host.SqlAsync($"UPDATE api_tokens SET revoked_at = desk_now() WHERE id = '{issued.First(i => i.Succeeded).Value.Token.Id}'");
        (await host.IssueTokenAsync(person, Role.Viewer)).Secret.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_page_says_what_outlives_a_changed_password()
    {
        using var browser = await host.SignedInAsync(Role.Viewer);
        var page = await PlainBrowser.DocumentAsync(await browser.GetAsync("/account"));
        page.QuerySelector("#tokens")!.TextContent.ShouldContain("Tokens stay valid when you change your password or sign out");
    }

    [Theory]
    [InlineData("", "Viewer", "30", "A token needs a name of at most 100 characters.")]
    [InlineData("x", "Administrator", "30", "The scope is above your own role.")]
    [InlineData("x", "Emperor", "30", "Select a scope.")]
    [InlineData("x", "2", "30", "Select a scope.")]
    [InlineData("x", "Viewer", "soon", "Select when it expires.")]
    public async Task A_token_without_a_name_above_the_own_role_or_without_a_plain_end_is_refused(string name, string scope, string days, string says)
    {
        var person = await host.AddPersonAsync(Role.Viewer);
        using var browser = await host.SignedInAsync(person);
        var answer = await browser.PostFormAsync("/account", "issue-token", ("name", name), ("scope", scope), ("days", days));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PlainBrowser.DocumentAsync(answer)).QuerySelectorAll("#tokens .field-error").Single().TextContent.ShouldBe(says);
        (await host.SqlAsync($"SELECT count(*) FROM api_tokens WHERE person_id = '{person.Id}'")).ShouldBe(0L);
    }
}
