using System.Text.RegularExpressions;
using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Hosting;
using IncidentDesk.Web.Tests.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Journeys;

/// <summary>Pages whose line to the desk breaks, with or without their noticing, in Chromium.</summary>
public sealed class WeakLineTests(BrowserFixture browser)
{
    private const float Patience = 60_000;
    private const string Kept = "Not saved: connection lost. Your text stays in this box and in this browser.";

    [Fact]
    public async Task A_page_whose_first_line_failed_is_loaded_anew_and_becomes_live()
    {
        await using var desk = await Outage.StartAsync();
        var number = await desk.OpenIncidentAsync("Checkout is slow");
        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            session.ExpectBrokenLines();
            await session.SignInAsync(SignedIn.Root, "/incidents");
            var broken = true;
            await page.RouteAsync("**/_blazor/**", route => broken ? route.AbortAsync() : route.ContinueAsync());
            await page.GotoAsync($"/incidents/{number}");
            await Assertions.Expect(page.Locator(".toasts")).ToHaveCountAsync(0);
            broken = false;
            await page.Locator(".toasts").WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = Patience });
        });
    }

    [Fact]
    public async Task A_page_that_slept_until_the_desk_forgot_it_wakes_to_what_happened_with_its_half_written_note()
    {
        using var circuits = new OpenCircuits();
        await using var desk = await Outage.StartAsync(circuits.ForgetAtOnce);
        await using var line = new WeakLine(desk.Address);
        var number = await desk.OpenIncidentAsync("Checkout is slow");
        await browser.RunAsync(line.Address, BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            session.ExpectBrokenLines();
            await session.SignInAsync(SignedIn.Root, $"/incidents/{number}");
            await page.GetByLabel("Note").PressSequentiallyAsync("half a sente");
            await circuits.AreAsync(1);

            var lid = await session.Context.NewCDPSessionAsync(page);
            await lid.SendAsync("Page.setWebLifecycleState", new() { ["state"] = "frozen" });
            line.DieUnnoticed();
            await circuits.AreAsync(0);
            await desk.PostAsync($"incidents/{number}/acknowledge", new { });
            await desk.PostAsync($"incidents/{number}/notes", new { text = "said while it slept" });
            await lid.SendAsync("Page.setWebLifecycleState", new() { ["state"] = "active" });
            await page.BringToFrontAsync();

            await page.Locator(".timeline").GetByText("said while it slept").WaitForAsync(new() { Timeout = Patience });
            await page.Locator(".timeline").GetByText("root acknowledged through the API.").WaitForAsync();
            await session.LiveAsync();
            await Assertions.Expect(page.GetByLabel("Note")).ToHaveValueAsync("half a sente");
            await page.GetByLabel("Note").PressAsync("End");
            await page.GetByLabel("Note").PressSequentiallyAsync("nce");
            await Press(page, "Add note");
            await page.Locator(".timeline").GetByText("half a sentence").WaitForAsync();
        });
    }

    [Fact]
    public async Task A_node_that_stops_lets_its_pages_go_and_does_not_wait_for_them()
    {
        WebApplication? node = null;
        await using var desk = await Outage.StartAsync(app =>
        {
            node = app;
            app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout = TimeSpan.FromMinutes(10);
        });
        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            session.ExpectBrokenLines();
            await session.SignInAsync(SignedIn.Root, "/incidents");
            await node!.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_written_in_a_postmortem_while_the_line_is_cut_is_kept_and_saved_when_it_is_back(bool forgotten)
    {
        using var circuits = new OpenCircuits();
        await using var desk = forgotten ? await Outage.StartAsync(circuits.ForgetAtOnce) : await Outage.StartAsync();
        await using var line = new WeakLine(desk.Address);
        var chen = await desk.AddPersonAsync("Chen", "responder");
        var number = await desk.OpenIncidentAsync("Checkout is slow");
        await desk.PostAsync($"incidents/{number}/resolve", new { });
        await desk.PostAsync("postmortems", new { incidentNumber = number });
        await browser.RunAsync(line.Address, BrowserView.Desktop, session => browser.RunAsync(desk.Address, BrowserView.Phone, async other =>
        {
            var page = session.Page;
            session.ExpectBrokenLines();
            await session.SignInAsync(SignedIn.Root, $"/postmortems/{number}");
            await other.SignInAsync(chen, $"/postmortems/{number}");
            await Press(page, "Edit lessons");
            // What the browser answers to the save is lost with the line.
            await page.EvaluateAsync("() => { window.deskDrafts.saved = () => new Promise(() => {}); }");
            await Lessons(page).FillAsync("Written on a good line.");
            await page.Locator(".editor-state").GetByText(new Regex("^Saved")).WaitForAsync();

            line.Cut();
            await Lessons(page).FillAsync("Written while it was cut.");
            await page.GetByText(Kept).WaitForAsync();
            await session.ScreenshotAsync("editor-cut");
            await Assertions.Expect(Lessons(page)).ToHaveValueAsync("Written while it was cut.");
            await Assertions.Expect(other.Page.Locator("#lessons")).ToContainTextAsync("Written on a good line.");
            if (forgotten)
            {
                // The other one's page.
                await circuits.AreAsync(1);
            }

            line.Mend();
            await other.Page.Locator("#lessons").GetByText("Written while it was cut.").WaitForAsync(new() { Timeout = Patience });
            await page.Locator(".editor-state").GetByText(new Regex("^Saved")).WaitForAsync();
            await Assertions.Expect(page.GetByText(Kept)).ToBeHiddenAsync();
            await Assertions.Expect(Lessons(page)).ToHaveValueAsync("Written while it was cut.");
        }));
    }

    private static ILocator Lessons(IPage page) => page.GetByRole(AriaRole.Textbox, new() { Name = "Lessons", Exact = true });

    private static Task Press(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).First.ClickAsync();
}
