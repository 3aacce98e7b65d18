using System.Net;

namespace IncidentDesk.Web.Tests.Api;

/// <summary>What people do for themselves: contact methods, rules, tokens.</summary>
public sealed class PeopleApiTests(SharedApi api) : IClassFixture<SharedApi>
{
    [Fact]
    public async Task People_set_up_how_they_are_reached_and_others_can_not()
    {
        var host = api.Host;
        var (vera, id) = await host.PersonAsync("Vera", "responder");
        var (max, _) = await host.PersonAsync("Max", "manager");
        var methods = $"/people/{id}/contact-methods";

        var made = (await vera.PostAsync(methods, new { kind = "email", address = "vera@example.com" })).Is(HttpStatusCode.Created);
        ((bool)made.Json["verified"]!).ShouldBeFalse();
        ((bool)made.Json["codeSent"]!).ShouldBeFalse();
        made.Text("note").ShouldBe("No mail server is configured: an administrator can mark it as verified.");
        (await max.GetAsync(methods)).IsProblem(HttpStatusCode.Forbidden);
        (await max.PostAsync(methods, new { kind = "email", address = "max@example.com" })).IsProblem(HttpStatusCode.Forbidden);
        (await vera.PostAsync(methods, new { kind = "email", address = "vera2@example.com", verified = true })).IsProblem(HttpStatusCode.Forbidden);
        (await vera.PostAsync($"{methods}/{made.Text("id")}/verify", new { verified = true })).IsProblem(HttpStatusCode.Forbidden);
        (await vera.PostAsync($"{methods}/{made.Text("id")}/verify", new { code = "000000x" })).Names("code");
        (await vera.PostAsync(methods, new { kind = "pigeon", address = "roof" })).Names("kind");

        ((bool)(await host.Ana.PostAsync($"{methods}/{made.Text("id")}/verify", new { verified = true })).Is(HttpStatusCode.OK).Json["verified"]!).ShouldBeTrue();
        (await vera.GetAsync(methods)).Json["items"]!.AsArray().ShouldHaveSingleItem()!["verifiedAt"].ShouldNotBeNull();
        (await vera.GetAsync($"{methods}/{made.Text("id")}")).Is(HttpStatusCode.OK).Text("address").ShouldBe("vera@example.com");

        var rules = $"/people/{id}/notification-rules";
        var rule = (await vera.PostAsync(rules, new { urgency = "high", after = "PT5M", contactMethodId = made.Text("id") })).Is(HttpStatusCode.Created);
        rule.Text("after").ShouldBe("PT5M");
        (await vera.PostAsync(rules, new { urgency = "urgent", after = "5", contactMethodId = 1 })).Names("urgency", "contactMethodId", "after");
        (await vera.GetAsync($"{rules}/{rule.Text("id")}")).Is(HttpStatusCode.OK);
        (await max.GetAsync(rules)).IsProblem(HttpStatusCode.Forbidden);
        (await vera.DeleteAsync($"{rules}/{rule.Text("id")}")).Is(HttpStatusCode.NoContent);
        (await vera.DeleteAsync($"{rules}/{rule.Text("id")}")).IsProblem(HttpStatusCode.NotFound);
        (await vera.DeleteAsync($"{methods}/{made.Text("id")}")).Is(HttpStatusCode.NoContent);
        (await vera.GetAsync(methods)).Json["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_code_asked_for_too_soon_is_429_with_the_time_to_wait()
    {
        var host = api.Host;
        var (vera, id) = await host.PersonAsync("Vera", "responder");
        var methods = $"/people/{id}/contact-methods";
        var made = (await vera.PostAsync(methods, new { kind = "webhook", address = "https://hooks.example.com/vera" })).Is(HttpStatusCode.Created);
        ((bool)made.Json["codeSent"]!).ShouldBeTrue();
        var again = await vera.PostAsync($"{methods}/{made.Text("id")}/code", new { });
        again.IsProblem(HttpStatusCode.TooManyRequests);
        again.Text("detail").ShouldStartWith("A code was sent to this address a moment ago. Try again in ");
        again.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 30);
    }

    [Fact]
    public async Task A_tokens_secret_is_shown_once_and_ends_with_the_token()
    {
        var host = api.Host;
        var (vera, _) = await host.PersonAsync("Vera", "responder");

        var token = (await vera.PostAsync("/tokens", new { name = "laptop", scope = "viewer", expiresAt = "2099-01-01T00:00:00Z" })).Is(HttpStatusCode.Created);
        var path = $"/tokens/{token.Text("id")}";
        var laptop = host.With(token.Text("token"));

        (await laptop.GetAsync("/people")).Is(HttpStatusCode.OK);
        (await vera.GetAsync(path)).Is(HttpStatusCode.OK).Body.ShouldNotContain(token.Text("token"));
        (await vera.PostAsync("/tokens", new { name = "more", scope = "manager" })).Names("scope");
        (await host.Ana.GetAsync("/tokens")).Json["items"]!.AsArray().Count.ShouldBeGreaterThan(2);
        (await vera.GetAsync("/tokens")).Json["items"]!.AsArray().Count.ShouldBe(2);
        var (max, _) = await host.PersonAsync("Max", "manager");
        (await max.GetAsync(path)).IsProblem(HttpStatusCode.NotFound);
        (await max.DeleteAsync(path)).IsProblem(HttpStatusCode.Forbidden);

        (await vera.DeleteAsync(path)).Is(HttpStatusCode.NoContent);
        (await laptop.GetAsync("/people")).IsProblem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_of_scope_viewer_changes_nothing_not_even_what_is_its_persons_own()
    {
        var host = api.Host;
        var (rolf, id) = await host.PersonAsync("Rolf", "responder");
        var method = (await rolf.PostAsync($"/people/{id}/contact-methods", new { kind = "email", address = "rolf@example.com" })).Is(HttpStatusCode.Created).Text("id");
        var other = (await rolf.PostAsync("/tokens", new { name = "laptop", scope = "responder" })).Is(HttpStatusCode.Created).Text("id");
        var metrics = host.With((await rolf.PostAsync("/tokens", new { name = "metrics", scope = "viewer" })).Is(HttpStatusCode.Created).Text("token"));

        (await metrics.PostAsync($"/people/{id}/contact-methods", new { kind = "email", address = "thief@example.com" })).IsProblem(HttpStatusCode.Forbidden);
        (await metrics.DeleteAsync($"/people/{id}/contact-methods/{method}")).IsProblem(HttpStatusCode.Forbidden);
        (await metrics.PostAsync($"/people/{id}/contact-methods/{method}/test")).IsProblem(HttpStatusCode.Forbidden);
        (await metrics.PostAsync($"/people/{id}/notification-rules", new { urgency = "high", contactMethodId = method })).IsProblem(HttpStatusCode.Forbidden);
        (await metrics.PostAsync("/tokens", new { name = "more", scope = "viewer" })).IsProblem(HttpStatusCode.Forbidden);
        (await metrics.DeleteAsync($"/tokens/{other}")).IsProblem(HttpStatusCode.Forbidden);
        (await metrics.GetAsync($"/people/{id}/contact-methods")).Is(HttpStatusCode.OK).Json["items"]!.AsArray().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_manager_of_another_team_is_told_who_can()
    {
        var host = api.Host;
        var (mona, _) = await host.PersonAsync("Mona", "manager");
        var name = api.Name("Shop");
        var team = (await host.Ana.PostAsync("/teams", new { name })).Is(HttpStatusCode.Created).Text("id");
        var service = (await host.Ana.PostAsync("/services", new { name = api.Name("Checkout"), teamId = team })).Is(HttpStatusCode.Created).Text("id");
        var integration = (await host.Ana.PostAsync("/integrations", new { serviceId = service, source = "generic" })).Is(HttpStatusCode.Created).Text("id");

        (await mona.DeleteAsync($"/services/{service}")).IsProblem(HttpStatusCode.Forbidden).Text("detail")
            .ShouldBe($"Only managers of the team {name}, and administrators, can delete this service.");
        (await mona.PostAsync($"/integrations/{integration}/rotate-key", new { })).IsProblem(HttpStatusCode.Forbidden).Text("detail")
            .ShouldBe($"Only managers of the team {name}, and administrators, can rotate the key of this integration.");
        (await mona.GetAsync($"/integrations/{integration}")).Is(HttpStatusCode.OK).Json["key"].ShouldBeNull();
        (await host.Ana.GetAsync($"/integrations/{integration}")).Is(HttpStatusCode.OK).Text("key").ShouldNotBeEmpty();
    }
}
