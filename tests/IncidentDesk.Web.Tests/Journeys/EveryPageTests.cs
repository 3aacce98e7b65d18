using System.Text.Json.Nodes;
using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Pages;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Journeys;

/// <summary>
/// Every page of a desk that is in use, as an administrator sees it: axe-core finds no violation, nothing scrolls sideways, and nothing goes wrong in the
/// browser. axe-core comes from npm (TestData/axe).
/// </summary>
public sealed class EveryPageTests(BrowserFixture browser)
{
    private static readonly string[] Lists =
    [
        "/incidents?show=all", "/on-call", "/services", "/services/new", "/people", "/people/new", "/teams", "/teams/new", "/schedules", "/schedules/new", "/policies", "/policies/new",
        "/integrations", "/integrations/new", "/runbooks", "/runbooks/new", "/runbook-secrets", "/postmortems", "/action-items", "/review", "/insights", "/me", "/me/notifications", "/welcome",
    ];

    [Theory]
    [InlineData(1440, false)]
    [InlineData(360, true)]
    public async Task No_page_keeps_anybody_out_or_scrolls_sideways(int width, bool dark)
    {
        await using var desk = await Outage.StartAsync();
        var pages = Lists.Concat(await FillAsync(desk)).ToList();
        var view = width < 600 ? BrowserView.Phone : BrowserView.Desktop;
        var axe = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "TestData", "axe", "axe.min.js"));
        var found = new List<string>();
        await browser.RunAsync(desk.Address, dark ? view.Dark : view, async session =>
        {
            await session.OpenAsync("/sign-in");
            await LookAsync(session, "/sign-in", axe, found);
            await session.SignInAsync(SignedIn.Root, "/incidents");
            foreach (var path in pages)
            {
                // Who is on call is plain HTML; every other page draws itself again when it becomes live.
                await (path == "/on-call" ? session.OpenAsync(path) : session.GoAsync(path));
                await session.Page.Locator("main h1").First.WaitForAsync();
                await Assertions.Expect(session.Page).Not.ToHaveTitleAsync("");
                await Assertions.Expect(session.Page.Locator("main .skeleton")).ToHaveCountAsync(0);
                await LookAsync(session, path, axe, found);
            }
        });
        found.ShouldBeEmpty();
    }

    private static async Task LookAsync(BrowserSession session, string path, string axe, List<string> found)
    {
        await session.ScreenshotAsync("page" + path.Replace('/', '_').Split('?')[0]);
        if (await session.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") is > 0 and var more)
        {
            found.Add($"{path} is {more} pixels too wide");
        }
        await session.Page.EvaluateAsync(axe);
        found.AddRange(await session.Page.EvaluateAsync<string[]>(
            """
            async path => (await axe.run(document, { resultTypes: ['violations'] })).violations
                .map(v => `${path}: ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + n.html.slice(0, 120)).join(' | ')}`)
            """, path));
    }

    /// <summary>One of each thing; answers the pages about them.</summary>
    private static async Task<List<string>> FillAsync(Outage desk)
    {
        var person = (await FirstAsync(desk, "people"))["id"];
        var schedule = await desk.PostAsync("schedules", new
        {
            name = "Shop",
            timeZone = "Europe/Stockholm",
            layers = new[] { new { people = new[] { person }, rotation = "weekly", handoff = "09:00", start = "2026-11-16" } },
            overrides = Array.Empty<object>(),
        });
        var runbook = await desk.PostAsync("runbooks", new { name = "Restart it", serviceId = desk.ServiceId, steps = new[] { new { kind = "text", title = "Ask", text = "Ask the bank first." } } });
        var over = await desk.OpenIncidentAsync("Payments failed");
        await desk.PostAsync($"incidents/{over}/notes", new { text = "Rolled back 4.8.1." });
        await desk.PostAsync($"incidents/{over}/resolve", new { });
        var postmortem = await desk.PostAsync("postmortems", new { incidentNumber = over });
        await desk.PostAsync("action-items", new { title = "Test the roll-back", ownerId = person, due = "2026-11-20", priority = "high", type = "prevent", status = "open", postmortemId = postmortem["id"] });
        var open = await desk.OpenIncidentAsync("Checkout is slow", "SEV1");
        await desk.PostAsync($"incidents/{open}/tasks", new { title = "Call the bank" });
        await desk.PostAsync($"incidents/{open}/updates", new { text = "Some orders fail.", nextIn = "PT30M" });
        var run = await desk.PostAsync($"incidents/{open}/runs", new { runbookId = runbook["id"], dryRun = true });
        return
        [
            $"/incidents/{open}", $"/incidents/{over}", $"/postmortems/{over}", $"/runs/{run["id"]}", $"/runbooks/{runbook["id"]}", $"/runbooks/{runbook["id"]}/edit", $"/schedules/{schedule["id"]}",
            $"/schedules/{schedule["id"]}/edit", $"/services/{desk.ServiceId}", $"/services/{desk.ServiceId}/edit", $"/people/{person}", $"/people/{person}/edit",
            $"/teams/{(await FirstAsync(desk, "teams"))["id"]}", $"/policies/{(await FirstAsync(desk, "escalation-policies"))["id"]}", $"/integrations/{(await FirstAsync(desk, "integrations"))["id"]}",
        ];
    }

    private static async Task<JsonNode> FirstAsync(Outage desk, string things) => (await desk.GetAsync(things))["items"]![0]!;
}
