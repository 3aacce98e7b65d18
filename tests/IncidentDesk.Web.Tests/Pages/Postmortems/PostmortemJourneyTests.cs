using System.Text.RegularExpressions;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Journeys;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Pages.Postmortems;

/// <summary>A responder looks back, a manager reviews; and two people write at once.</summary>
public sealed class PostmortemJourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_responder_writes_it_from_the_room_and_a_manager_approves_publishes_and_takes_it_along()
    {
        await using var desk = await Outage.StartAsync();
        var chen = await desk.AddPersonAsync("Chen", "responder");
        var number = await desk.OpenIncidentAsync("Checkout error rate 38% <b>", "SEV1");
        await desk.PostAsync($"incidents/{number}/acknowledge", new { });
        await desk.PostAsync($"incidents/{number}/notes", new { text = "rolled back 4.8.1" });
        await desk.PostAsync($"incidents/{number}/resolve", new { });
        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            await session.SignInAsync(chen, $"/incidents/{number}");
            await page.Locator(".timeline-item-said .timeline-pin").ClickAsync();
            await page.GetByText("Chen pinned entry").WaitForAsync();
            await Press(page, "Write postmortem");
            await session.AtAsync($"/postmortems/{number}");
            await page.GetByText("rolled back 4.8.1 (pinned)").WaitForAsync();
            await Press(page, "Edit summary");
            await Assertions.Expect(Box(page, "Summary")).ToBeFocusedAsync();
            await Box(page, "Summary").FillAsync("Checkout failed for **14 minutes**.");
            await page.Locator(".editor-state").GetByText(new Regex("^Saved")).WaitForAsync();
            await Press(page, "Done");
            await page.Locator("#summary strong").GetByText("14 minutes").WaitForAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Edit summary" })).ToBeFocusedAsync();
            await Press(page, "Add a factor");
            await Box(page, "Factor 1").FillAsync("The canary had no traffic.");
            await Press(page, "Done");
            await page.Locator("#factors").GetByText("The canary had no traffic.").WaitForAsync();
            await page.Locator("#factors").GetByRole(AriaRole.Button, new() { Name = "Add an action" }).ClickAsync();
            await Assertions.Expect(page.GetByLabel("Title", new() { Exact = true })).ToBeFocusedAsync();
            await page.GetByLabel("Title", new() { Exact = true }).FillAsync("Send traffic to the canary");
            await page.GetByLabel("Owner").SelectOptionAsync("Chen");
            await page.GetByLabel("Due").FillAsync("2027-01-31");
            await Press(page, "Add action");
            await page.Locator(".action-line").GetByText("due 31 Jan 2027").WaitForAsync();
            await page.GetByLabel("Reviewer", new() { Exact = true }).SelectOptionAsync("root");
            await Press(page, "Request review");
            await page.Locator("#review").GetByText("Waiting for approval").WaitForAsync();
            await session.ScreenshotAsync("postmortem");
        });
        await browser.RunAsync(desk.Address, BrowserView.Desktop.Dark, async session =>
        {
            var page = session.Page;
            await session.SignInAsync(SignedIn.Root, "/review");
            await page.GetByText("Your review").WaitForAsync();
            await session.ScreenshotAsync("review");
            var inbox = await page.Context.NewPageAsync();
            await inbox.GotoAsync("/review");
            await inbox.GetByText("Your review").WaitForAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Checkout error rate 38% <b>" }).ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Submit your review" }).ClickAsync();
            await Assertions.Expect(page.Locator("#review")).ToBeInViewportAsync();
            await page.ReloadAsync();
            await page.Locator(".toasts").WaitForAsync(new() { State = WaitForSelectorState.Attached });
            await Assertions.Expect(page.Locator("#review")).ToBeInViewportAsync();
            await page.GetByLabel("Comment").FillAsync("Clear and kind");
            await Press(page, "Approve");
            await page.Locator("#review").GetByText("Approved: ready to publish.").WaitForAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true })).ToHaveCountAsync(0);
            await inbox.GetByText("Approved, not published").WaitForAsync();
            await Press(page, "Publish");
            await page.Locator("#review").GetByText("Published by root").WaitForAsync();
            await inbox.GetByText("Nothing to review").WaitForAsync();
            await inbox.CloseAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Edit summary" })).ToHaveCountAsync(0);
            var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Markdown" }).ClickAsync());
            file.SuggestedFilename.ShouldBe($"postmortem-INC-{number}.md");
            var text = await File.ReadAllTextAsync(await file.PathAsync());
            text.ShouldStartWith($"# Postmortem INC-{number}: Checkout error rate 38% \\<b\\>\n");
            text.ShouldContain("- [ ] Send traffic to the canary (Chen, due 2027-01-31");
            await page.EmulateMediaAsync(new() { Media = Media.Print });
            (await page.Locator(".shell-bar, .shell-nav, .doc-outline, #review").EvaluateAllAsync<bool>("all => all.every(e => e.offsetParent === null)")).ShouldBeTrue();
            await session.ScreenshotAsync("postmortem-print");
            await page.EmulateMediaAsync(new() { Media = Media.Screen });

            await session.GoAsync("/action-items?tab=all");
            await Press(page, "Done Send traffic to the canary");
            await page.GetByText("Done: Send traffic to the canary").WaitForAsync();
            await page.GetByText("No action items").WaitForAsync();
            await Press(page, "Undo");
            await page.GetByRole(AriaRole.Button, new() { Name = "Done Send traffic to the canary" }).WaitForAsync();
        });
        await LookAsync(desk, number, BrowserView.Phone);
        await LookAsync(desk, number, BrowserView.Phone.Dark);
    }

    [Fact]
    public async Task Two_people_write_in_one_section_and_lose_nothing_and_neither_does_a_reload()
    {
        await using var desk = await Outage.StartAsync();
        var chen = await desk.AddPersonAsync("Chen", "responder");
        var number = await desk.OpenIncidentAsync("Checkout is slow");
        await desk.PostAsync($"incidents/{number}/resolve", new { });
        await desk.PostAsync("postmortems", new { incidentNumber = number });
        await browser.RunAsync(desk.Address, BrowserView.Desktop, session => browser.RunAsync(desk.Address, BrowserView.Phone, async other =>
        {
            await session.SignInAsync(SignedIn.Root, $"/postmortems/{number}");
            await other.SignInAsync(chen, $"/postmortems/{number}");
            await Press(session.Page, "Edit lessons");
            await other.Page.Locator("#lessons").GetByText("root is editing this section").WaitForAsync();
            await Press(other.Page, "Edit lessons");
            await Box(session.Page, "Lessons").FillAsync("Root's words");
            await session.Page.Locator(".editor-state").GetByText(new Regex("^Saved")).WaitForAsync();
            await Box(other.Page, "Lessons").FillAsync("Chen's words");
            await other.Page.GetByText("root saved this section while you were writing").WaitForAsync();
            await Assertions.Expect(Box(other.Page, "Lessons as root saved it")).ToHaveValueAsync("Root's words");
            await Box(other.Page, "Lessons").FillAsync("Chen's words, and more");
            await other.ScreenshotAsync("conflict");
            await Press(other.Page, "Keep both");
            await other.Page.Locator(".editor-state").GetByText(new Regex("^Saved")).WaitForAsync();
            (await TextAsync(desk)).ShouldBe("Root's words\n\nChen's words, and more");

            // Root typed nothing more, and is told; then types, and loses the page before anything was sent.
            await Press(session.Page, "Show it");
            await Assertions.Expect(Box(session.Page, "Lessons")).ToHaveValueAsync("Root's words\n\nChen's words, and more");
            await Box(session.Page, "Lessons").FillAsync("Root's words, kept over a reload");
            await session.Page.ReloadAsync();
            await session.Page.Locator(".editor-state").GetByText(new Regex("^Saved")).WaitForAsync();
            (await TextAsync(desk)).ShouldBe("Root's words, kept over a reload");
            await Wait.UntilAsync(async () => await session.Page.EvaluateAsync<int>("localStorage.length") <= 1, TimeSpan.FromSeconds(20), "the kept words to be forgotten");

            // The confirmation of one text comes when the next one has gone out and is not confirmed yet.
            (await Box(session.Page, "Lessons").EvaluateAsync<string>("""
                box => {
                  const confirmed = box.value;
                  box.value = "Sent, and not confirmed yet";
                  box.dispatchEvent(new Event("input", { bubbles: true }));
                  box.dispatchEvent(new Event("change", { bubbles: true }));
                  deskDrafts.saved(box.dataset.keep, Number(box.dataset.version), confirmed);
                  return deskDrafts.open(box.dataset.keep)?.text ?? "";
                }
                """)).ShouldBe("Sent, and not confirmed yet");
        }));
    }

    private async Task LookAsync(Outage desk, long number, BrowserView view) => await browser.RunAsync(desk.Address, view, async session =>
    {
        await session.SignInAsync(SignedIn.Root, $"/postmortems/{number}");
        foreach (var (path, name) in new[] { ($"/postmortems/{number}", "postmortem"), ("/postmortems", "postmortems"), ("/action-items?tab=all", "action-items"), ("/review", "review") })
        {
            await session.GoAsync(path);
            await session.Page.Locator("main h1").First.WaitForAsync();
            await Assertions.Expect(session.Page.Locator(".skeleton")).ToHaveCountAsync(0);
            await session.ShouldNotScrollSidewaysAsync();
            await session.ScreenshotAsync(name);
        }
    });

    private static async Task<string> TextAsync(Outage desk)
    {
        var id = (await desk.GetAsync("postmortems"))["items"]![0]!["id"]!.ToString();
        return (await desk.GetAsync($"postmortems/{id}"))["lessons"]!.ToString();
    }

    private static ILocator Box(IPage page, string name) => page.GetByRole(AriaRole.Textbox, new() { Name = name, Exact = true });

    private static Task Press(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).First.ClickAsync();
}
