using System.Text.RegularExpressions;
using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Journeys;
using IncidentDesk.Web.Tests.Pages;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Layout;

/// <summary>Somebody who works without a mouse: palette, search and single keys.</summary>
public sealed class KeysJourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task Everything_in_an_outage_is_reached_from_the_keyboard()
    {
        await using var desk = await Outage.StartAsync();
        var older = await desk.OpenIncidentAsync("Checkout is slow");
        var newer = await desk.OpenIncidentAsync("Payments fail");
        await desk.PostAsync("runbooks", new { name = "Call the bank", serviceId = desk.ServiceId, steps = new[] { new { kind = "text", title = "Ask", text = "Ask the bank first." } } });
        await desk.PostAsync("runbooks", new { name = "Warm the cache", serviceId = desk.ServiceId, steps = new[] { new { kind = "text", title = "Warm", text = "Open the shop once." } } });
        await desk.PostAsync($"incidents/{older}/notes", new { text = "The marmalade cache is cold" });

        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            await session.SignInAsync(SignedIn.Root, "/incidents");
            await ListKeysAsync(session);
            await desk.StatusAsync(newer, "acknowledged");
            await SearchAsync(session);
            await RoomKeysAsync(session);
            await desk.StatusAsync(older, "acknowledged");
            await RunAsync(session);
            await PaletteAsync(session);
            await TurnOffAsync(session);
            await OnAPhoneAsync(session);
        });
        var paged = await desk.GetAsync($"incidents/{older}/timeline?limit=500");
        paged["items"]!.AsArray().ShouldContain(e => (string)e!["kind"]! == "reassigned" && ((string)e["text"]!).Contains("to Bo"));
    }

    /// <summary>j goes to the newest, j and k down and up; a acknowledges the row that has the focus.</summary>
    private static async Task ListKeysAsync(BrowserSession session)
    {
        var page = session.Page;
        await page.GetByText("Payments fail").WaitForAsync();
        await page.Locator("h1").FocusAsync();
        await page.Keyboard.PressAsync("a");
        foreach (var (key, title) in new[] { ("j", "Payments fail"), ("j", "Checkout is slow"), ("j", "Checkout is slow"), ("k", "Payments fail") })
        {
            await page.Keyboard.PressAsync(key);
            await Assertions.Expect(page.Locator(".row-title:focus")).ToHaveTextAsync(title);
        }
        await page.Keyboard.PressAsync("a");
        await page.GetByText("You acknowledged INC-").WaitForAsync();
    }

    /// <summary>A slash leads to the search, which looks into notes and, while it is typed in, leaves letters letters.</summary>
    private static async Task SearchAsync(BrowserSession session)
    {
        var page = session.Page;
        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.GetByLabel("Search incidents")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("marmalade ?jk");
        await Assertions.Expect(page.GetByLabel("Search incidents")).ToHaveValueAsync("marmalade ?jk");
        await page.GetByLabel("Search incidents").FillAsync("marmalade");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/incidents\\?tab=all&q=marmalade$"));
        await page.GetByText("Payments fail").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await session.ScreenshotAsync("search");
        await page.Locator("h1").FocusAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Checkout is slow" }).WaitForAsync();
    }

    private static async Task RoomKeysAsync(BrowserSession session)
    {
        await session.Page.Keyboard.PressAsync("a");
        await session.Page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    /// <summary>The palette asks about a runbook as its card in the room does; nothing runs before that is confirmed.</summary>
    private static async Task RunAsync(BrowserSession session)
    {
        var page = session.Page;
        var question = page.GetByRole(AriaRole.Dialog, new() { Name = "Run Warm the cache?" });
        var runs = page.GetByRole(AriaRole.Region, new() { Name = "Runbooks" });
        await page.Locator("h1").FocusAsync();
        foreach (var answer in new[] { "Cancel", "Run" })
        {
            await page.Keyboard.PressAsync("Control+k");
            await page.Keyboard.TypeAsync("run warm");
            await page.Keyboard.PressAsync("Enter");
            await question.WaitForAsync();
            await Assertions.Expect(runs.Locator(".run")).ToHaveCountAsync(0);
            await question.GetByRole(AriaRole.Button, new() { Name = answer, Exact = true }).PressAsync("Enter");
            await Assertions.Expect(question).ToBeHiddenAsync();
        }
        await runs.Locator(".run").GetByText("Warm the cache").First.WaitForAsync();
    }

    /// <summary>Ctrl+K, a verb and a name, arrows, Enter; Escape gives the focus back.</summary>
    private static async Task PaletteAsync(BrowserSession session)
    {
        var page = session.Page;
        var field = page.GetByRole(AriaRole.Combobox, new() { Name = "Search or type a command" });
        await page.Locator("h1").FocusAsync();
        await page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(field).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Insights" }).WaitForAsync();
        await session.ScreenshotAsync("palette");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(field).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator("#command-1")).ToHaveAttributeAsync("aria-selected", "true");
        await Assertions.Expect(field).ToHaveAttributeAsync("aria-activedescendant", "command-1");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("h1")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("page bo");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Bo is paged for INC-").WaitForAsync();
        await Assertions.Expect(page.Locator("#commands")).ToBeHiddenAsync();

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("insights");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/insights$"));
        await page.GetByRole(AriaRole.Heading, new() { Name = "Availability" }).WaitForAsync();
        await session.ScreenshotAsync("insights");
    }

    /// <summary>The keys are listed behind "?", where single keys are turned off for good.</summary>
    private static async Task TurnOffAsync(BrowserSession session)
    {
        var page = session.Page;
        await page.Keyboard.PressAsync("?");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Keyboard shortcuts" }).WaitForAsync();
        await session.ScreenshotAsync("keys");
        await page.GetByLabel("Single-key shortcuts on this device").UncheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.ReloadAsync();
        await session.LiveAsync();
        await page.Keyboard.PressAsync("?");
        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.Locator("#keys")).ToBeHiddenAsync();
        await Assertions.Expect(page.GetByLabel("Search incidents")).Not.ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(page.Locator("#commands")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
    }

    /// <summary>On a phone the figures become cards and the search a button that opens the palette.</summary>
    private static async Task OnAPhoneAsync(BrowserSession session)
    {
        var page = session.Page;
        await page.SetViewportSizeAsync(360, 740);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await session.ShouldNotScrollSidewaysAsync();
        await session.ScreenshotAsync("insights-phone-dark");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search and commands" }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Insights" }).WaitForAsync();
        await session.ShouldNotScrollSidewaysAsync();
        await session.ScreenshotAsync("palette-phone-dark");
    }
}
