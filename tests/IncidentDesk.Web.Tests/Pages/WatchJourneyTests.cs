using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Journeys;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Pages;

/// <summary>A manager who waits for news: watches, hears, and stops.</summary>
public sealed class WatchJourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_viewer_watches_hears_of_an_update_that_said_whom_it_reaches_and_unwatches_by_its_link()
    {
        await using var desk = await Outage.StartAsync();
        var vera = await desk.AddPersonAsync("Vera", "viewer");
        var number = await desk.OpenIncidentAsync("Checkout is slow");
        await browser.RunAsync(desk.Address, BrowserView.Phone, session => browser.RunAsync(desk.Address, BrowserView.Desktop, async other =>
        {
            var page = session.Page;
            await session.SignInAsync(vera, $"/incidents/{number}");
            await Press(page, "Watch");
            await Button(page, "Unwatch").WaitForAsync();
            await session.GoAsync($"/services/{desk.ServiceId}");
            await Press(page, "Watch");
            await Button(page, "Unwatch").WaitForAsync();

            await other.SignInAsync(SignedIn.Root, $"/incidents/{number}");
            await other.Page.Locator(".watchers summary").ClickAsync();
            await other.Page.Locator(".watchers").GetByText("Vera watches it").WaitForAsync();
            await other.Page.GetByText("Write status update").ClickAsync();
            await other.Page.GetByText("Reaches 1 watcher in-app only.").WaitForAsync();
            await other.ScreenshotAsync("watchers");
            await other.Page.GetByLabel("Status update", new() { Exact = true }).FillAsync("Some orders fail.");
            await Press(other.Page, "Post update");

            await page.GetByLabel("Your notifications, 1 new").WaitForAsync();
            await session.GoAsync("/me/notifications");
            await page.GetByText($"Update INC-{number}: Checkout is slow").WaitForAsync();
            await session.GoAsync("/me");
            await page.Locator("#watching").GetByText($"INC-{number} Checkout is slow").WaitForAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Unwatch Checkout", Exact = true }).ClickAsync();
            await Assertions.Expect(page.Locator("#watching li")).ToHaveCountAsync(1);
            await session.GoAsync($"/incidents/{number}/watch");
            await page.GetByText("You watch this incident.").WaitForAsync();
            await Press(page, $"Unwatch INC-{number}");
            await page.GetByText($"You do not watch INC-{number}.").WaitForAsync();
        }));
    }

    private static ILocator Button(IPage page, string name) => page.Locator("main").GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static Task Press(IPage page, string name) => Button(page, name).ClickAsync();
}
