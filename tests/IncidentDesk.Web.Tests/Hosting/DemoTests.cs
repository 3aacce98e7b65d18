using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Tests.Storage.Postgres;
using IncidentDesk.Web.Tests.Access;
using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Journeys;

namespace IncidentDesk.Web.Tests.Hosting;

/// <summary>The demo as a newcomer plays it: the real program, the real shop, the public intake, and Ansible.</summary>
public sealed partial class DemoTests(BrowserFixture browser) : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);
    private readonly PostgresFolder _folder = new();
    private readonly int _port = DeskProcess.FreePort();
    private readonly HttpClient _http = new();

    private Uri Address => new($"http://127.0.0.1:{_port}");

    private string[] Arguments => ["--urls", Address.ToString(), "--data", _folder.Data, "--demo"];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _folder.DisposeAsync();
    }

    [Fact]
    public async Task Three_people_go_from_the_outage_to_a_done_action_item_come_back_to_it_and_are_rid_of_it_in_one_action()
    {
        int shop;
        long number;
        DemoPlayers players;
        await using (var desk = new DeskProcess(Arguments))
        {
            await desk.StartedAsync();
            await SignInAsync(desk.Said);
            await HasAMonthBehindItAsync();

            number = await OutageAsync();
            shop = new Uri((string)(await GetAsync("demo"))["shop"]!).Port;
            (await _http.GetStringAsync($"http://127.0.0.1:{shop}/metrics")).ShouldContain("shop_version_info{version=\"4.8.1\"} 1");
            players = new DemoPlayers(browser, Address, new Uri($"http://127.0.0.1:{shop}"), Password().Match(desk.Said).Value);
            await players.AnaAnswersAsync(number);
            await players.BoCommandsAsync(number);
            ((string)(await GetAsync($"incidents/{number}"))["resolvedBy"]!).ShouldBe("Prometheus for Checkout");
            await players.ChenReviewsAsync(number);
            ((string)(await GetAsync("postmortems"))["items"]!.AsArray().First(p => (long)p!["incidentNumber"]! == number)!["status"]!).ShouldBe("published");
            await desk.SignalAsync("TERM");
        }

        await using var again = new DeskProcess(Arguments);
        await again.StartedAsync();
        (await GetAsync("incidents?limit=100"))["items"]!.AsArray().Count.ShouldBe(28);
        await PostAsync("demo/outage", new { });
        (await OutageAsync()).ShouldBeGreaterThan(number);

        await players.ChenRemovesTheDemoAsync();
        (await _http.GetAsync(Api("demo"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await again.HearAsync("The demo is removed; all of its data is gone.");
        SetUpCode().IsMatch(again.Said[again.Said.IndexOf("The demo is removed", StringComparison.Ordinal)..]).ShouldBeTrue("it says the way back in");
        IsListening(shop).ShouldBeFalse();
        Directory.Exists(Path.Combine(_folder.Data, "demo-shop")).ShouldBeFalse();
        (await _http.GetStringAsync(new Uri(Address, "healthz/engine"))).ShouldBe("working");
        await again.SignalAsync("TERM");
        again.Said.Split('\n').Where(line => line.Contains("\"Exception\"") || line.StartsWith("   at ")).Select(line => line[..Math.Min(line.Length, 2_000)]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_desk_that_somebody_uses_is_refused_with_a_sentence()
    {
        await using (var desk = new DeskProcess(Arguments[..^1], ("INCIDENTDESK_ADMIN_EMAIL", "ana@example.com"), ("INCIDENTDESK_ADMIN_PASSWORD", "correct horse battery staple")))
        {
            await desk.StartedAsync();
            await desk.SignalAsync("TERM");
        }

        await using var demo = new DeskProcess(Arguments);
        (await demo.ExitAsync()).ShouldBe(1);
        demo.Said.ShouldContain("IncidentDesk can't start: --demo works on an empty database only, and this one (built-in PostgreSQL in ");
        demo.Said.ShouldNotContain("   at ");
    }

    private async Task HasAMonthBehindItAsync()
    {
        (await GetAsync("people"))["items"]!.AsArray().Count.ShouldBe(6);
        (await GetAsync("services"))["items"]!.AsArray().Count.ShouldBe(6);
        (await GetAsync("schedules"))["items"]!.AsArray().Count.ShouldBe(2);
        (await GetAsync("runbooks"))["items"]!.AsArray().Count.ShouldBe(4);
        (await GetAsync("incidents?status=resolved&limit=100"))["items"]!.AsArray().Count.ShouldBe(27);
        var postmortems = (await GetAsync("postmortems"))["items"]!.AsArray();
        postmortems.Select(p => (string)p!["status"]!).Distinct().Order().ShouldBe(["draft", "inReview", "published"]);
        (await GetAsync("review"))["overdueActions"]!.AsArray().Count.ShouldBeGreaterThan(1);
        // The month lies in the past, and the clock is right again.
        var now = TimeProvider.System.GetUtcNow();
        var first = (await GetAsync("incidents/1"))["createdAt"]!.GetValue<DateTimeOffset>();
        (now - first).ShouldBeInRange(TimeSpan.FromDays(28), TimeSpan.FromDays(32));
        ((await GetAsync("demo"))["madeAt"]!.GetValue<DateTimeOffset>() - now).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(3));
    }

    /// <summary>The number of the incident that the shop's monitoring opens.</summary>
    private async Task<long> OutageAsync()
    {
        JsonNode? found = null;
        await Wait.UntilAsync(async () => (found = (await GetAsync("incidents?status=triggered"))["items"]!.AsArray().FirstOrDefault()) is not null, Deadline, "checkout to break");
        ((string)found!["severity"]!).ShouldBe("SEV1");
        ((string)found["service"]!["name"]!).ShouldBe("Checkout");
        return (long)found["number"]!;
    }

    /// <summary>As the administrator, with the password that the terminal showed; from then on by a token.</summary>
    private async Task SignInAsync(string said)
    {
        using var chen = new PlainBrowser(Address);
        await chen.SignInAsync("chen@shop.example", Password().Match(said).Value);
        chen.IsSignedIn.ShouldBeTrue();
        using var answer = await chen.SendAsync(HttpMethod.Post, "/api/v1/tokens", JsonContent.Create(new { name = "Test", scope = "administrator" }));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["token"]!);
    }

    private static bool IsListening(int port) =>
        System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(l => l.Port == port);

    private Uri Api(string path) => new(Address, "/api/v1/" + path);

    private async Task<JsonNode> GetAsync(string path) => (await _http.GetFromJsonAsync<JsonNode>(Api(path)))!;

    private async Task<JsonNode> PostAsync(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(Api(path), body);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    [GeneratedRegex("/set-up\\?code=[0-9A-Z]{5}-[0-9A-Z]{5}")]
    private static partial Regex SetUpCode();

    [GeneratedRegex("demo-[a-z0-9]{4}-[a-z0-9]{4}")]
    private static partial Regex Password();
}
