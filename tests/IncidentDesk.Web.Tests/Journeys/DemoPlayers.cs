using System.Text.RegularExpressions;
using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Pages;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Journeys;

/// <summary>
/// The three people of the demo at their browsers, one journey each: Ana is on call and has only her phone, Bo commands, Chen manages. Together they go from the outage to a
/// done action item. Their pictures are the manual's.
/// </summary>
internal sealed class DemoPlayers(BrowserFixture browser, Uri desk, Uri shop, string password)
{
    private const string Action = "Send a tenth of the traffic to a new version first";

    // The roll-back and the shop's own monitoring take their time.
    private const float Patience = 90_000;

    /// <summary>Ana's phone rings; she opens the link, says that she has it, signs in and reads what the roll-back would do.</summary>
    public Task AnaAnswersAsync(long number) => browser.RunAsync(desk, BrowserView.Phone.Dark, async ana =>
    {
        var page = ana.Page;
        await page.GotoAsync(new Uri(shop, "/phones/ana").ToString());
        await page.GetByRole(AriaRole.Link).GetByText($"INC-{number}").First.ClickAsync(new() { Timeout = Patience });
        await Press(page, "Acknowledge");
        await page.GetByText("You acknowledged at").WaitForAsync();
        await ana.ScreenshotAsync("demo-1-acknowledged");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open incident room" }).ClickAsync();
        await SignInAsync(page, "ana@shop.example");
        await ana.LiveAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Demo, 3 of 8. Sign in as Bo, in a private window: take command" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".demo-whole")).ToBeHiddenAsync();
        await Runs(page).GetByLabel("Runbook", new() { Exact = true }).SelectOptionAsync("Roll back checkout");
        await Press(Runs(page), "Dry run");
        await Runs(page).Locator(".run .tag").GetByText("done", new() { Exact = true }).First.WaitForAsync(new() { Timeout = Patience });
        await ana.ShouldNotScrollSidewaysAsync();
        await ana.ScreenshotAsync("demo-2-dry-run");
        await ana.GoAsync("/incidents");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Demo, 3 of 8." })).ToHaveAttributeAsync("href", $"/incidents/{number}");
    });

    /// <summary>Bo takes command, tells everybody, rolls back, sees it end by itself, and writes down what happened.</summary>
    public Task BoCommandsAsync(long number) => browser.RunAsync(desk, BrowserView.Desktop, async bo =>
    {
        var page = bo.Page;
        await bo.OpenAsync($"/incidents/{number}");
        await SignInAsync(page, "bo@shop.example");
        await bo.LiveAsync();
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main", Exact = true }).GetByRole(AriaRole.Link, new() { Name = "Demo" }).WaitForAsync();
        await page.Locator(".demo-whole").GetByText("You are Bo: take command").WaitForAsync();
        await Press(page, "Assign to me: incident commander");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Change the incident commander" })).ToBeVisibleAsync();
        await page.GetByText("Write status update").ClickAsync();
        await page.GetByLabel("Status update", new() { Exact = true }).FillAsync("Four checkouts in ten fail. We go back to 4.8.0.");
        await Press(page, "Post update");
        await page.Locator(".timeline-item").GetByText("Four checkouts in ten fail.").First.WaitForAsync();
        await Runs(page).GetByLabel("Runbook", new() { Exact = true }).SelectOptionAsync("Roll back checkout");
        await Press(Runs(page), "Run");
        await Press(page.GetByRole(AriaRole.Dialog), "Run");
        await bo.ScreenshotAsync("demo-3-roll-back");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Write postmortem" })).ToBeVisibleAsync(new() { Timeout = Patience });
        await page.GetByText("Roll back checkout succeeded in").First.WaitForAsync();
        (await page.Locator("main .btn-primary:visible").AllTextContentsAsync()).ShouldBe(["Write postmortem"]);
        await bo.ScreenshotAsync("demo-4-resolved");
        await Press(page, "Write postmortem");
        await bo.AtAsync($"/postmortems/{number}");
        await Press(page, "Edit summary");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Summary", Exact = true }).FillAsync("Version 4.8.1 broke four checkouts in ten. Going back to 4.8.0 ended it.");
        await page.Locator(".editor-state").GetByText(new Regex("^Saved")).WaitForAsync();
        await Assertions.Expect(page.Locator("#timeline")).ToContainTextAsync("started Roll back checkout.");
        await Press(page, "Done");
        await page.Locator("#actions").GetByRole(AriaRole.Button, new() { Name = "Add an action" }).ClickAsync();
        await page.GetByLabel("Title", new() { Exact = true }).FillAsync(Action);
        await page.GetByLabel("Owner").SelectOptionAsync("Bo Karlsson");
        await page.GetByLabel("Due").FillAsync("2027-01-31");
        await Press(page, "Add action");
        await page.Locator(".action-title").GetByText(Action).WaitForAsync();
        await page.GetByLabel("Reviewer", new() { Exact = true }).SelectOptionAsync("Chen Wei");
        await Press(page, "Request review");
        await page.Locator("#review").GetByText("Waiting for approval").WaitForAsync();
        await page.Locator(".toasts").GetByText("Demo, 7 of 8").WaitForAsync();
        await bo.ScreenshotAsync("demo-5-postmortem");
    });

    /// <summary>Chen finds it in the inbox, approves and publishes it, and closes the action item when it is done.</summary>
    public Task ChenReviewsAsync(long number) => browser.RunAsync(desk, BrowserView.Desktop.Dark, async chen =>
    {
        var page = chen.Page;
        await chen.OpenAsync("/review");
        await SignInAsync(page, "chen@shop.example");
        await chen.LiveAsync();
        var mine = page.Locator(".inbox-line").Filter(new() { HasText = $"INC-{number}" });
        await mine.GetByText("Your review").WaitForAsync();
        await chen.ScreenshotAsync("demo-6-review");
        await mine.GetByRole(AriaRole.Link).First.ClickAsync();
        await chen.AtAsync($"/postmortems/{number}#review");
        await Press(page, "Approve");
        await page.Locator("#review").GetByText("Approved: ready to publish.").WaitForAsync();
        await Press(page, "Publish");
        await page.Locator("#review").GetByText("Published by Chen Wei").WaitForAsync();
        await page.Locator(".action-line").Filter(new() { HasText = Action }).GetByRole(AriaRole.Button).ClickAsync();
        await page.Locator(".action-form").GetByLabel("Status").SelectOptionAsync("done");
        await Press(page, "Save");
        await page.Locator(".action-line").Filter(new() { HasText = Action }).GetByText("Done", new() { Exact = true }).WaitForAsync();
        await chen.ScreenshotAsync("demo-7-done");
    });

    /// <summary>Chen is done with it: one action, and the desk begins anew.</summary>
    public Task ChenRemovesTheDemoAsync() => browser.RunAsync(desk, BrowserView.Desktop, async chen =>
    {
        var page = chen.Page;
        await chen.OpenAsync("/demo");
        await SignInAsync(page, "chen@shop.example");
        await chen.LiveAsync();
        await Press(page, "Remove the demo");
        await Press(page, "Remove everything");
        await page.GetByText("Demo removed").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create administrator" }).WaitForAsync();
        await chen.AtAsync("/set-up");
        await chen.ScreenshotAsync("demo-8-removed");
    });

    private async Task SignInAsync(IPage page, string email)
    {
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(password);
        await Press(page, "Sign in");
    }

    private static ILocator Runs(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "Runbooks" });

    private static Task Press(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    private static Task Press(ILocator part, string name) => part.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
}
