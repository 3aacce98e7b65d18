using System.Net;
using System.Net.WebSockets;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Journeys;
using IncidentDesk.Web.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Access;

/// <summary>How many pages one visitor keeps live, and what becomes of those that nobody looks at.</summary>
public sealed class OpenPagesLimitTests(BrowserFixture chromium)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_session_and_an_address_keep_so_many_pages_live_and_no_more_until_one_is_closed()
    {
        await using var host = await AccessHost.StartAsync(new HostOptions { Settings = ["Access:PagesPerSession=2", "Access:PagesPerAddress=3"] });
        var person = await host.AddPersonAsync(Role.Viewer);
        using var first = await host.SignedInAsync(person);
        using var second = await host.SignedInAsync(person);
        var lines = new[] { await OpenAsync(host, first), await OpenAsync(host, first) };

        (await RefusedAsync(host, first)).ShouldBe(HttpStatusCode.TooManyRequests);
        var negotiation = await first.SendAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        negotiation.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await negotiation.Content.ReadAsStringAsync()).ShouldContain("Close some and reload.");

        using var third = await OpenAsync(host, second);
        (await RefusedAsync(host, second)).ShouldBe(HttpStatusCode.TooManyRequests);
        second.Headers["X-Forwarded-For"] = "203.0.113.9";
        using var fourth = await OpenAsync(host, second);

        Array.ForEach(lines, l => l.Dispose());
        await Wait.UntilAsync(() => host.Services.GetRequiredService<OpenPages>().Count == 2, Patience, "the closed lines to be forgotten");
        using var again = await OpenAsync(host, first);
    }

    [Fact]
    public async Task A_page_beyond_the_limit_says_so_and_is_live_when_another_was_closed()
    {
        await using var host = await AccessHost.StartAsync(new HostOptions { Settings = ["Access:PagesPerSession=1"] });
        var person = await host.AddPersonAsync(Role.Administrator);
        await chromium.RunAsync(host.Address, BrowserView.Desktop, async session =>
        {
            session.ExpectBrokenLines();
            session.Expect("429");
            await session.SignInAsync(person.Email, "/teams");
            var second = await session.Context.NewPageAsync();
            await second.GotoAsync("/services");
            await Assertions.Expect(second.GetByText("Too many IncidentDesk pages are open")).ToBeVisibleAsync(new() { Timeout = (float)Patience.TotalMilliseconds });
            await Assertions.Expect(session.Page.GetByText("Too many IncidentDesk pages are open")).ToBeHiddenAsync();

            await session.Page.CloseAsync();
            await Wait.UntilAsync(() => host.Services.GetRequiredService<OpenPages>().Count == 0, Patience, "the closed page to be forgotten");
            await second.GetByRole(AriaRole.Button, new() { Name = "Reload" }).First.ClickAsync();
            await Wait.UntilAsync(() => host.Services.GetRequiredService<OpenPages>().Count == 1, Patience, "the other page to be live");
        });
    }

    [Fact]
    public async Task A_page_that_nobody_looks_at_lets_go_after_a_quarter_of_an_hour_and_comes_back_when_looked_at()
    {
        using var circuits = new OpenCircuits();
        await using var host = await AccessHost.StartAsync();
        circuits.Count(host.Services);
        var person = await host.AddPersonAsync(Role.Administrator);
        await chromium.RunAsync(host.Address, BrowserView.Desktop, async session =>
        {
            session.ExpectBrokenLines();
            var page = session.Page;
            await page.AddInitScriptAsync("Object.defineProperty(document, 'hidden', { get: () => sessionStorage.getItem('hidden') === 'yes' })");
            await session.SignInAsync(person.Email, "/teams?q=shop");
            await circuits.AreAsync(1);

            await page.Clock.InstallAsync();
            await LookAsync(page, hidden: true);
            await page.Clock.FastForwardAsync("15:01");
            await session.AtAsync("/asleep?to=%2Fteams%3Fq%3Dshop", (float)Patience.TotalMilliseconds);
            await circuits.AreAsync(0);

            await LookAsync(page, hidden: false);
            await session.AtAsync("/teams?q=shop", (float)Patience.TotalMilliseconds);
            await circuits.AreAsync(1);
        });
    }

    [Fact]
    public async Task A_page_in_which_something_is_typed_stays_also_when_nobody_looks_at_it()
    {
        await using var host = await AccessHost.StartAsync();
        var person = await host.AddPersonAsync(Role.Administrator);
        await chromium.RunAsync(host.Address, BrowserView.Desktop, async session =>
        {
            session.ExpectBrokenLines();
            var page = session.Page;
            await page.AddInitScriptAsync("Object.defineProperty(document, 'hidden', { get: () => sessionStorage.getItem('hidden') === 'yes' })");
            await session.SignInAsync(person.Email, "/teams/new");
            await session.LiveAsync();
            await page.GetByLabel("Name", new() { Exact = true }).PressSequentiallyAsync("Sh");
            await page.Clock.InstallAsync();
            await LookAsync(page, hidden: true);
            await page.Clock.FastForwardAsync("15:01");
            await LookAsync(page, hidden: false);
            await Assertions.Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Sh");
        });
    }

    private static Task LookAsync(IPage page, bool hidden) => page.EvaluateAsync(
        "hidden => { sessionStorage.setItem('hidden', hidden ? 'yes' : 'no'); document.dispatchEvent(new Event('visibilitychange')); }", hidden);

    private static async Task<ClientWebSocket> OpenAsync(AccessHost host, PlainBrowser browser)
    {
        var line = New(browser);
        await line.ConnectAsync(Line(host), TestContext.Current.CancellationToken);
        return line;
    }

    private static async Task<HttpStatusCode> RefusedAsync(AccessHost host, PlainBrowser browser)
    {
        using var line = New(browser);
        await Should.ThrowAsync<WebSocketException>(() => line.ConnectAsync(Line(host), TestContext.Current.CancellationToken));
        return line.HttpStatusCode;
    }

    private static ClientWebSocket New(PlainBrowser browser)
    {
        var line = new ClientWebSocket();
        line.Options.CollectHttpResponseDetails = true;
        line.Options.SetRequestHeader("Cookie", $"__Host-desk={browser.Cookies["__Host-desk"]}");
        foreach (var (name, value) in browser.Headers)
        {
            line.Options.SetRequestHeader(name, value);
        }
        return line;
    }

    private static Uri Line(AccessHost host) => new UriBuilder(host.Address) { Scheme = "ws", Path = "/_blazor" }.Uri;
}
