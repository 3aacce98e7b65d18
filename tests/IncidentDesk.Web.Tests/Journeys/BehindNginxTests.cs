using System.Net;
using System.Text;
using IncidentDesk.Tests;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Hosting;
using IncidentDesk.Web.Tests.Pages;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Journeys;

/// <summary>Two real nodes on one database behind the nginx of docs/operations, and people at both.</summary>
public sealed class BehindNginxTests(BrowserFixture browser)
{
    private const float Soon = 5_000;
    private const float AfterADeath = 60_000;

    [Fact]
    public async Task Two_people_on_two_nodes_see_each_other_and_a_page_outlives_its_node_and_a_cut_line()
    {
        await using var site = await TwoNodes.StartAsync();
        await AlertAsync(site, "CheckoutSlow");
        var number = (long)(await site.Desk.IncidentAsync("triggered"))["number"]!;
        await OnNodeAsync(site, 0, first => OnNodeAsync(site, 1, async second =>
        {
            var (root, chen) = (first.Page, second.Page);
            await first.SignInAsync(SignedIn.Root, $"/incidents/{number}");
            await second.SignInAsync(site.Chen, $"/incidents/{number}");

            await NoteAsync(root, "the first node says hello");
            await SeenAsync(chen, "the first node says hello", Soon);
            await chen.Locator(".room-actions").GetByRole(AriaRole.Button, new() { Name = "Acknowledge", Exact = true }).ClickAsync();
            await SeenAsync(root, "Chen acknowledged.", Soon);
            await AlertAsync(site, "PaymentsFail");
            await root.Locator(".alert-title").GetByText("PaymentsFail").WaitForAsync(new() { Timeout = Soon });
            await chen.Locator(".alert-title").GetByText("PaymentsFail").WaitForAsync(new() { Timeout = Soon });

            // The line between the nodes is cut: a note written at once is heard by nobody, and shown all the same.
            (await site.Desk.SqlAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query = 'LISTEN desk' AND datname = current_database()"))
                .ShouldBe(2L);
            await NoteAsync(chen, "written while the line was cut");
            await SeenAsync(root, "written while the line was cut", 10_000);

            // The first node dies under its page, which is in the middle of a note.
            first.ExpectBrokenLines();
            await root.GetByLabel("Note").PressSequentiallyAsync("half a sente");
            await site.KillAsync(0);
            await NoteAsync(chen, "written while the first node was dead");
            await SeenAsync(root, "written while the first node was dead", AfterADeath);
            await Assertions.Expect(root.GetByLabel("Note")).ToHaveValueAsync("half a sente", new() { Timeout = AfterADeath });
            await root.GetByLabel("Note").PressAsync("End");
            await root.GetByLabel("Note").PressSequentiallyAsync("nce");
            await root.GetByRole(AriaRole.Button, new() { Name = "Add note" }).ClickAsync();
            await SeenAsync(chen, "half a sentence", Soon);
        }));
    }

    [Fact]
    public async Task Nginx_passes_on_what_the_program_needs_and_logs_no_secret()
    {
        await using var site = await TwoNodes.StartAsync();
        using var http = site.Nginx.NewClient();

        using var page = await http.GetAsync("/sign-in");
        page.Headers.GetValues("Set-Cookie").ShouldContain(c => c.StartsWith("desk_node=", StringComparison.Ordinal) && c.Contains("Secure"));
        page.Headers.Contains("Strict-Transport-Security").ShouldBeFalse("HSTS is for names, not for addresses such as 127.0.0.1");
        page.Headers.GetValues("Set-Cookie").ShouldContain(c => c.StartsWith("__Host-", StringComparison.Ordinal) && c.Contains("secure", StringComparison.OrdinalIgnoreCase),
            "the program knows that the visitor came by https");

        (await http.GetAsync("/p/a-token-that-nobody-may-read")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var big = await http.PostAsync(site.Desk.Intake.AbsolutePath, new StringContent(new string('x', 34_000_000), Encoding.UTF8, "application/json"));
        big.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        big.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json", "the program says why, not nginx");

        // It writes its line after the answer has gone out.
        await Wait.UntilAsync(() => site.Nginx.Log.Contains("/p/- ") && site.Nginx.Log.Contains("/intake/prometheus/- "), TimeSpan.FromSeconds(20), "both requests in the log of nginx");
        site.Nginx.Log.ShouldNotContain("nobody-may-read");
        site.Nginx.Log.ShouldNotContain(site.Desk.Intake.Segments[^1]);
    }

    private async Task OnNodeAsync(TwoNodes site, int node, Func<BrowserSession, Task> journey)
    {
        var cookie = await site.Nginx.CookieForAsync(site.Ports[node]);
        await browser.RunAsync(site.Nginx.Address, BrowserView.Desktop, async session =>
        {
            await session.Context.AddCookiesAsync([new Microsoft.Playwright.Cookie { Name = "desk_node", Value = cookie, Url = site.Nginx.Address.AbsoluteUri }]);
            await journey(session);
        });
    }

    private static async Task NoteAsync(IPage page, string text)
    {
        await page.GetByLabel("Note").FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add note" }).ClickAsync();
    }

    private static Task SeenAsync(IPage page, string text, float within) => page.Locator(".timeline").GetByText(text).WaitForAsync(new() { Timeout = within });

    private static async Task AlertAsync(TwoNodes site, string name)
    {
        using var http = new HttpClient();
        var body = $$$"""{"version":"4","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"{{{name}}}","severity":"warning"},"annotations":{},"startsAt":"2026-11-22T02:12:00Z","fingerprint":"{{{name}}}"}]}""";
        using var answer = await http.PostAsync(site.Desk.Intake, new StringContent(body, Encoding.UTF8, "application/json"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }
}
