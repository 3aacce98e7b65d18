using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Journeys;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Pages;

/// <summary>The on-call engineer at the list of incidents.</summary>
public sealed class ListJourneyTests(BrowserFixture browser)
{
    private const string Hostile = "<script>alert('title')</script> ارتفاع معدل الأخطاء \u202E 🔥🔥 ";

    [Fact]
    public async Task On_a_phone_all_that_is_triggered_is_acknowledged_in_two_taps()
    {
        await using var desk = await Outage.StartAsync();
        var first = await desk.OpenIncidentAsync("Checkout is slow");
        var second = await desk.OpenIncidentAsync("Payments fail");
        await desk.OpenIncidentAsync(Hostile + new string('W', 220));

        await browser.RunAsync(desk.Address, BrowserView.Phone, async session =>
        {
            await session.SignInAsync(SignedIn.Root, "/");
            await session.Page.GetByText("Bo in ").First.WaitForAsync();
            await session.ShouldNotScrollSidewaysAsync();
            (await session.Page.Locator(".tabs").EvaluateAsync<int>("tabs => tabs.scrollWidth - tabs.clientWidth")).ShouldBe(0, "every tab is in sight");
            await session.ScreenshotAsync("incidents");
            await session.Page.GetByLabel("Select all 3 triggered").CheckAsync();
            await session.Page.Locator(".bulk").GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
            await session.Page.GetByText("You acknowledged INC-").WaitForAsync();
            await session.Page.GetByText("Acknowledged", new() { Exact = true }).Nth(2).WaitForAsync();
        });

        await desk.StatusAsync(first, "acknowledged");
        await desk.StatusAsync(second, "acknowledged");
    }

    [Fact]
    public async Task What_comes_while_the_list_is_read_waits_behind_a_chip_and_a_filter_stays_in_the_address()
    {
        await using var desk = await Outage.StartAsync();
        await desk.OpenIncidentAsync("Checkout is slow");
        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            await session.SignInAsync(SignedIn.Root, "/incidents");
            await page.GetByText("Checkout is slow").WaitForAsync();

            await desk.OpenIncidentAsync("Payments fail", "SEV1");
            await page.GetByRole(AriaRole.Button, new() { Name = "1 new" }).WaitForAsync();
            await Assertions.Expect(page.Locator(".row-title")).ToHaveCountAsync(1);
            await page.GetByRole(AriaRole.Button, new() { Name = "1 new" }).ClickAsync();
            await page.GetByText("Payments fail").WaitForAsync();
            await Assertions.Expect(page.Locator(".row-title").First).ToHaveTextAsync("Payments fail");

            await page.EvaluateAsync("window.stays = true");
            await page.Locator("select[name=severity]").SelectOptionAsync("SEV1");
            await session.AtAsync("/incidents?severity=SEV1");
            (await page.EvaluateAsync<bool>("window.stays === true")).ShouldBeTrue("a filter loads no page anew");
            await page.Locator("select[name=status]").SelectOptionAsync("triggered");
            await session.AtAsync("/incidents?severity=SEV1&status=triggered");
            await page.Locator("select[name=status]").SelectOptionAsync("");
            await session.AtAsync("/incidents?severity=SEV1");
            await page.GetByText("Checkout is slow").WaitForAsync(new() { State = WaitForSelectorState.Detached });
            await page.ReloadAsync();
            await Assertions.Expect(page.Locator(".row-title")).ToHaveTextAsync(["Payments fail"]);
        });
    }

    [Fact]
    public async Task At_least_eighteen_incidents_are_in_sight_on_a_usual_screen_below_what_is_open_and_who_is_on_call()
    {
        await using var desk = await Outage.StartAsync();
        for (var i = 0; i < 24; i++)
        {
            await desk.OpenIncidentAsync($"Checkout error rate {i} % above its threshold in the region Europe, for two of three payment providers", i % 3 == 0 ? "SEV1" : "SEV3");
        }
        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            await session.SignInAsync(SignedIn.Root, "/incidents");
            await page.GetByText("Unacknowledged 24").WaitForAsync();
            await page.Locator(".table-incidents tbody tr").Nth(23).WaitForAsync();
            (await page.EvaluateAsync<int>("[...document.querySelectorAll('.table-incidents tbody tr')].filter(row => row.getBoundingClientRect().bottom <= 900).length")).ShouldBeGreaterThanOrEqualTo(18);
            await session.ShouldNotScrollSidewaysAsync();
            await session.ScreenshotAsync("incidents-many");
            await session.SwitchSchemeAsync();
            await session.ScreenshotAsync("incidents-many");
        });
    }

    [Fact]
    public async Task Somebody_who_noticed_first_opens_an_incident_and_lands_in_its_room()
    {
        await using var desk = await Outage.StartAsync();
        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            await session.SignInAsync(SignedIn.Root, "/incidents");
            await page.GetByText("No open incidents").WaitForAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Declare incident" }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "Declare incident" }).WaitForAsync();
            await page.GetByLabel("Service", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Checkout" });
            await page.GetByLabel("Title", new() { Exact = true }).FillAsync("Customers can't pay");
            await page.GetByRole(AriaRole.Button, new() { Name = "Declare and page" }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "Customers can't pay" }).WaitForAsync();
        });
    }

    [Fact]
    public async Task When_the_live_line_is_down_acknowledging_goes_out_as_a_plain_form()
    {
        await using var desk = await Outage.StartAsync();
        var number = await desk.OpenIncidentAsync("Checkout is slow");
        await browser.RunAsync(desk.Address, BrowserView.Phone, async session =>
        {
            var page = session.Page;
            await session.SignInAsync(SignedIn.Root, $"/incidents/{number}");
            session.Expect("Failed to");
            session.Expect("ERR_FAILED");
            await session.Context.RouteAsync("**/_blazor/**", route => route.AbortAsync());
            await session.Context.RouteWebSocketAsync("**/_blazor**", socket => socket.CloseAsync());
            await page.EvaluateAsync("Blazor._internal.forceCloseConnection()");
            await page.GetByText("Connection lost").WaitForAsync();
            await session.ScreenshotAsync("room-line-down");

            await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();

            await page.GetByText("Acknowledged", new() { Exact = true }).WaitForAsync();
        });
        await desk.StatusAsync(number, "acknowledged");
    }
}
