using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Journeys;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Pages;

/// <summary>The commander in the incident room.</summary>
public sealed class RoomJourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_commander_takes_it_grades_it_notes_mitigates_and_resolves_with_one_undo()
    {
        await using var desk = await Outage.StartAsync();
        var number = await desk.OpenIncidentAsync("Checkout is slow");
        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            await session.SignInAsync(SignedIn.Root, $"/incidents/{number}");
            await page.GetByText("Paged Ana (named in the policy) by email.").WaitForAsync();
            await Panel(page, "Next escalation").GetByText("Bo", new() { Exact = true }).WaitForAsync();
            await Panel(page, "People").GetByText("named in the policy").WaitForAsync();

            await Press(page, "Acknowledge");
            await Panel(page, "Next escalation").GetByText("the escalation restarts").WaitForAsync();
            await page.GetByLabel("Severity").SelectOptionAsync("Sev1");
            await page.GetByText("changed the severity from SEV2 to SEV1").WaitForAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Assign incident commander..." }).ClickAsync();
            await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Bo", Exact = true }).ClickAsync();
            await page.Locator(".facts-line").GetByText("offered to Bo").WaitForAsync();
            await page.GetByLabel("New task").FillAsync("Call the bank");
            await page.GetByLabel("New task").PressAsync("Enter");
            await Panel(page, "Tasks").GetByRole(AriaRole.Checkbox).CheckAsync();
            await Panel(page, "Tasks").GetByText("1/1").WaitForAsync();
            await page.GetByText("Write status update").ClickAsync();
            await page.GetByLabel("Status update", new() { Exact = true }).FillAsync("Some orders fail.");
            await page.GetByRole(AriaRole.Button, new() { Name = "Post update" }).ClickAsync();
            await page.Locator(".facts-line").GetByText("due in").WaitForAsync();
            await page.GetByLabel("Note").FillAsync("rolled back 4.8.1");
            await page.GetByLabel("Note").PressAsync("Control+Enter");
            await page.Locator(".timeline-item-said").GetByText("rolled back 4.8.1").WaitForAsync();
            await Assertions.Expect(page.GetByLabel("Note")).ToHaveValueAsync("");
            await session.ScreenshotAsync("room");

            await Press(page, "Mitigate");
            await page.Locator(".toasts").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
            await page.GetByText($"INC-{number} is not marked as mitigated.").WaitForAsync();
            await Press(page, "Mitigate");
            await page.GetByRole(AriaRole.Button, new() { Name = "Undo mitigate" }).WaitForAsync();
            await page.GetByText("Mitigated. Resolve when confirmed").First.WaitForAsync();
            await Press(page, "Resolve");
            await page.Locator(".toasts").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
            await page.GetByText($"INC-{number} stays open.").WaitForAsync();
            await Press(page, "Resolve");
            await page.GetByText($"INC-{number} resolves in").WaitForAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Undo resolve" }).ClickAsync();
            await Assertions.Expect(page.GetByText($"INC-{number} resolves in")).ToHaveCountAsync(0);
            await Press(page, "Resolve");
            await page.GetByRole(AriaRole.Button, new() { Name = "Undo resolve" }).WaitForAsync();
            await Press(page, "Reopen");
            await page.GetByText("reopened it.").WaitForAsync();
        });
        await desk.StatusAsync(number, "triggered");
    }

    [Fact]
    public async Task A_viewer_reads_everything_and_finds_nothing_to_press_but_to_watch()
    {
        await using var desk = await Outage.StartAsync();
        var viewer = await desk.AddPersonAsync("Vera", "viewer");
        var number = await desk.OpenIncidentAsync("Checkout is slow " + new string('W', 270));
        await browser.RunAsync(desk.Address, BrowserView.Phone.Dark, async session =>
        {
            await session.SignInAsync(viewer, $"/incidents/{number}");
            await session.Page.GetByText("Paged Ana").First.WaitForAsync();
            await session.ShouldNotScrollSidewaysAsync();
            (await session.Page.Locator("main :is(button, textarea, select, input):not(.zone-switch *)").AllInnerTextsAsync()).ShouldBe(["Watch"], "it is for oneself");
            await session.GoAsync("/incidents");
            (await session.Page.Locator("main .table button, main .table input").CountAsync()).ShouldBe(0);
        });
    }

    [Fact]
    public async Task What_wakes_people_asks_first_by_their_names_and_the_keyboard_answers()
    {
        await using var desk = await Outage.StartAsync();
        var number = await desk.OpenIncidentAsync("Checkout is slow");
        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            await session.SignInAsync(SignedIn.Root, $"/incidents/{number}");
            await page.GetByText("Paged Ana (named in the policy) by email.").WaitForAsync();
            var question = page.GetByRole(AriaRole.Dialog);

            await page.Keyboard.PressAsync("e");
            await question.GetByText("Page Bo now?").WaitForAsync();
            await session.ScreenshotAsync("page-question");
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(question).ToBeHiddenAsync();
            await Assertions.Expect(page.GetByText("Paged Bo (named in the policy) by email.")).ToHaveCountAsync(0);
            await page.Keyboard.PressAsync("e");
            await question.GetByText("Page Bo now?").WaitForAsync();
            await Assertions.Expect(question.GetByRole(AriaRole.Button, new() { Name = "Page", Exact = true })).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.GetByText("Paged Bo (named in the policy) by email.").WaitForAsync();

            await Press(page, "Page again");
            await question.GetByText("Page Ana now?").WaitForAsync();
            await Assertions.Expect(question.GetByRole(AriaRole.Button, new() { Name = "Page", Exact = true })).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.GetByText("paged again: the escalation restarts.").WaitForAsync();

            await Press(page, "Reassign");
            await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Bo", Exact = true }).ClickAsync();
            await question.GetByText("Page Bo now?").WaitForAsync();
            await Assertions.Expect(question.GetByRole(AriaRole.Button, new() { Name = "Page", Exact = true })).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.GetByText("reassigned it to Bo.").WaitForAsync();
        });
    }

    [Fact]
    public async Task Two_people_in_one_room_see_each_others_changes_and_a_stale_one_is_said_kindly()
    {
        await using var desk = await Outage.StartAsync();
        var chen = await desk.AddPersonAsync("Chen", "responder");
        var number = await desk.OpenIncidentAsync("Checkout is slow");
        await browser.RunAsync(desk.Address, BrowserView.Desktop, session => browser.RunAsync(desk.Address, BrowserView.Phone, async other =>
        {
            await session.SignInAsync(SignedIn.Root, $"/incidents/{number}");
            await other.SignInAsync(chen, $"/incidents/{number}");
            await Press(other.Page, "Acknowledge");
            await session.Page.GetByText("Chen acknowledged.").WaitForAsync();
            await Press(session.Page, "Join");
            await other.Page.GetByText("root joined.").WaitForAsync();
        }));
    }

    [Fact]
    public async Task The_bell_counts_what_is_new_and_forgets_what_was_seen()
    {
        await using var desk = await Outage.StartAsync();
        var chen = await desk.AddPersonAsync("Chen", "responder");
        var id = (await desk.GetAsync("people?q=Chen"))["items"]!.AsArray().Single(p => (string)p!["name"]! == "Chen")!["id"]!.ToString();
        var first = await desk.OpenIncidentAsync("Checkout is slow");
        var second = await desk.OpenIncidentAsync("Payments fail");
        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            await session.SignInAsync(chen, "/me/notifications");
            await session.Page.GetByText("No notifications yet").WaitForAsync();
            await desk.PostAsync($"incidents/{first}/reassign", new { personId = id });
            await desk.PostAsync($"incidents/{second}/reassign", new { personId = id });
            await session.Page.GetByLabel("Your notifications, 2 new").WaitForAsync();
            await session.Page.GetByRole(AriaRole.Link, new() { Name = "Payments fail" }).ClickAsync();
            await session.Page.GetByLabel("Your notifications, 1 new").WaitForAsync();
            await session.Page.GetByLabel("Your notifications, 1 new").ClickAsync();
            await session.Page.GetByRole(AriaRole.Button, new() { Name = "Mark all as seen" }).ClickAsync();
            await session.Page.GetByLabel("Your notifications", new() { Exact = true }).WaitForAsync();
        });
    }

    [Fact]
    public async Task A_number_that_does_not_exist_is_a_page_that_says_so()
    {
        await using var desk = await Outage.StartAsync();
        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            session.Expect("404");
            await session.SignInAsync(SignedIn.Root, "/incidents");
            (await session.OpenAsync("/incidents/999999")).Status.ShouldBe(404);
            await session.Page.GetByText("Page not found").WaitForAsync();
        });
    }

    private static Task Press(IPage page, string name) =>
        page.Locator(".room-actions").GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    private static ILocator Panel(IPage page, string name) => page.GetByRole(AriaRole.Region, new() { Name = name });
}
