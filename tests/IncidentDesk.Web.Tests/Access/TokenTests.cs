using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IncidentDesk.Kernel;
using IncidentDesk.People;

namespace IncidentDesk.Web.Tests.Access;

public sealed class TokenTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly AccessHost host = shared.Host;

    [Theory]
    [InlineData(Role.Administrator, Role.Viewer, Role.Viewer)]
    [InlineData(Role.Administrator, Role.Manager, Role.Manager)]
    [InlineData(Role.Responder, Role.Responder, Role.Responder)]
    public async Task A_tokens_scope_caps_the_role_of_its_person(Role person, Role scope, Role counts)
    {
        using var program = host.NewBrowser();
        program.Headers["Authorization"] = $"Bearer {(await host.IssueTokenAsync(await host.AddPersonAsync(person), scope)).Secret}";
        foreach (var asked in Enum.GetValues<Role>())
        {
            var expected = asked <= counts ? HttpStatusCode.OK : HttpStatusCode.Forbidden;
            (await program.GetAsync($"/api/probe/{asked}")).StatusCode.ShouldBe(expected);
        }
    }

    [Fact]
    public async Task A_token_loses_what_its_person_loses()
    {
        var person = await host.AddPersonAsync(Role.Administrator);
        using var program = host.NewBrowser();
        program.Headers["Authorization"] = $"bearer {(await host.IssueTokenAsync(person, Role.Administrator)).Secret}";
        await host.ChangeAsync(person.Id, p => p.Role = Role.Responder);
        (await program.GetAsync("/api/probe/Manager")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await program.GetAsync("/api/probe/Responder")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_expired_token_is_refused_with_problem_details()
    {
        var issued = await host.IssueTokenAsync(await host.AddPersonAsync(Role.Viewer), Role.Viewer);
        await host.SqlAsync($"UPDATE api_tokens SET expires_at = desk_now() + interval '1 hour' WHERE id = '{issued.Token.Id}'");
        using var program = host.NewBrowser();
        program.Headers["Authorization"] = $"Bearer {issued.Secret}";
        (await program.GetAsync("/api/probe/Viewer")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await host.MoveClockAsync(TimeSpan.FromMinutes(61));
        var answer = await program.GetAsync("/api/probe/Viewer");
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32().ShouldBe(401);
    }

    [Fact]
    public async Task Its_use_is_noted_at_most_once_a_minute()
    {
        var issued = await host.IssueTokenAsync(await host.AddPersonAsync(Role.Viewer), Role.Viewer);
        using var program = host.NewBrowser();
        program.Headers["Authorization"] = $"Bearer {issued.Secret}";
        Task<object?> LastUse() => host.SqlAsync($"SELECT last_used_at FROM api_tokens WHERE id = '{issued.Token.Id}'");
        await program.GetAsync("/api/probe/Viewer");
        var first = await LastUse();
        first.ShouldBeOfType<DateTime>();
        await program.GetAsync("/api/probe/Viewer");
        (await LastUse()).ShouldBe(first);
        await host.MoveClockAsync(TimeSpan.FromSeconds(61));
        await program.GetAsync("/api/probe/Viewer");
        (await LastUse()).ShouldNotBe(first);
    }

    [Fact]
    public async Task Only_the_hash_of_a_token_is_kept()
    {
        var issued = await host.IssueTokenAsync(await host.AddPersonAsync(Role.Viewer), Role.Viewer);
        issued.Secret.Length.ShouldBe("desk_".Length + 43);
        var everything = await host.SqlAsync("SELECT (SELECT string_agg(t::text, ' ') FROM api_tokens t) || (SELECT string_agg(a::text, ' ') FROM audit_entries a)");
        everything.ShouldBeOfType<string>().ShouldNotContain(issued.Secret["desk_".Length..]);
    }
}
