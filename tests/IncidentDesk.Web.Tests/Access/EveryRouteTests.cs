using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Web.Tests.Access;

/// <summary>Walks every route there is with every kind of visitor.</summary>
public sealed partial class EveryRouteTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string EndAll = "DELETE /api/v1/sessions";

    private readonly AccessHost host = shared.Host;

    [Fact]
    public async Task Every_route_says_who_it_is_for_and_no_line_is_left_over()
    {
        var found = Routes(host).Select(r => r.Key).ToHashSet();
        string.Join('\n', found.Except(RouteTable.Expected.Keys)).ShouldBeEmpty("routes missing in RouteTable");
        string.Join('\n', RouteTable.Expected.Keys.Except(found)).ShouldBeEmpty("lines of RouteTable without a route");
    }

    [Fact]
    public async Task Every_route_lets_in_exactly_those_it_is_for()
    {
        var wrong = new List<string>();
        foreach (var visitor in await VisitorsAsync(host))
        {
            // Whoever ends all of their own sessions comes no further.
            foreach (var (key, method, path) in Routes(host).OrderBy(r => r.Key == EndAll))
            {
                var expected = RouteTable.Expected.GetValueOrDefault(key, Role.Administrator);
                using var answer = await visitor.Browser.SendAsync(new HttpMethod(method), path, Body(method));
                var allowed = !IsRefusal(answer);
                var may = (expected is null || visitor.Role >= expected) && !(visitor.OnlyReads && RouteTable.Verbs.Contains(key));
                if (allowed != may)
                {
                    wrong.Add($"{visitor.Name}: {key} answered {(int)answer.StatusCode} {answer.Headers.Location}");
                }
            }
        }
        string.Join('\n', wrong).ShouldBeEmpty();
    }

    [Fact]
    public async Task Static_files_need_no_sign_in_and_what_is_not_there_says_nothing_to_strangers()
    {
        using var browser = host.NewBrowser();
        var assets = Endpoints(host).Where(IsAsset).ToList();
        assets.Count.ShouldBeGreaterThan(5);
        foreach (var asset in assets)
        {
            using var answer = await browser.GetAsync("/" + asset.RoutePattern.RawText!.TrimStart('/'));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, asset.RoutePattern.RawText);
        }
        (await browser.GetAsync("/api/v1/nothing-here")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await browser.GetAsync("/nothing-here")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    /// <summary>A token of scope viewer reads, and changes nothing, not even what is its person's own.</summary>
    private sealed record Visitor(string Name, PlainBrowser Browser, Role? Role, bool OnlyReads = false);

    private static async Task<List<Visitor>> VisitorsAsync(AccessHost host)
    {
        var visitors = new List<Visitor> { new("anonymous", host.NewBrowser(), null) };
        foreach (var role in Enum.GetValues<Role>())
        {
            var person = await host.AddPersonAsync(role);
            visitors.Add(new Visitor($"{role} by session", await host.SignedInAsync(person), role));
            visitors.Add(new Visitor($"{role} by token", Bearer(host, (await host.IssueTokenAsync(person, role)).Secret), role, role == Role.Viewer));
        }
        var boss = await host.AddPersonAsync(Role.Administrator);
        var reader = await host.IssueTokenAsync(boss, Role.Viewer);
        visitors.Add(new Visitor("an administrator's token with the scope viewer", Bearer(host, reader.Secret), Role.Viewer, OnlyReads: true));
        visitors.Add(new Visitor("a token of nobody", Bearer(host, TokenSecret.New()), null));
        var revoked = await host.IssueTokenAsync(boss, Role.Administrator);
        await host.SqlAsync($"UPDATE api_tokens SET revoked_at = desk_now() WHERE id = '{revoked.Token.Id}'");
        visitors.Add(new Visitor("a revoked token", Bearer(host, revoked.Secret), null));
        var leaver = await host.AddPersonAsync(Role.Administrator);
        visitors.Add(new Visitor("a leaver's session", await host.SignedInAsync(leaver), null));
        visitors.Add(new Visitor("a leaver's token", Bearer(host, (await host.IssueTokenAsync(leaver, Role.Administrator)).Secret), null));
        await host.ChangeAsync(leaver.Id, p => p.DisabledAt = p.CreatedAt);
        return visitors;
    }

    private static PlainBrowser Bearer(AccessHost host, string secret)
    {
        var browser = host.NewBrowser();
        browser.Headers["Authorization"] = $"Bearer {secret}";
        return browser;
    }

    private static IEnumerable<RouteEndpoint> Endpoints(AccessHost host) =>
        host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static bool IsAsset(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;

    private static IEnumerable<(string Key, string Method, string Path)> Routes(AccessHost host) =>
        from endpoint in Endpoints(host)
        where !IsAsset(endpoint)
        let pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } named
            && endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is null ? named : ["*"]
        group endpoint by ($"{method} {pattern}", method == "*" ? "GET" : method, Parameter().Replace(pattern, Sample)) into route
        select route.Key;

    /// <summary>A value that fits the parameter's constraint and names nothing that exists.</summary>
    private static string Sample(Match parameter) => parameter.Value switch
    {
        var p when p.Contains(":guid", StringComparison.Ordinal) => "00000000-0000-7000-8000-000000000000",
        var p when p.Contains(":int", StringComparison.Ordinal) || p.Contains(":long", StringComparison.Ordinal) => "999999999",
        _ => "nothing",
    };

    private static StringContent? Body(string method) => method is "POST" or "PUT" or "PATCH" ? new StringContent("{}", Encoding.UTF8, "application/json") : null;

    private static bool IsRefusal(HttpResponseMessage answer)
    {
        ((int)answer.StatusCode).ShouldBeLessThan(600);
        var leadsAway = answer.Headers.Location?.ToString() is { } to
            && (to.Contains("/sign-in?", StringComparison.Ordinal) || to.Contains("/forbidden", StringComparison.Ordinal));
        return leadsAway || answer.StatusCode is HttpStatusCode.Unauthorized
            || (answer.StatusCode is HttpStatusCode.Forbidden && answer.RequestMessage!.RequestUri!.AbsolutePath != "/forbidden");
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
