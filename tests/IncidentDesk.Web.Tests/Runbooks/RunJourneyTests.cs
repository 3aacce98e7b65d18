using System.Diagnostics;
using System.Text.RegularExpressions;
using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Journeys;
using IncidentDesk.Web.Tests.Pages;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Runbooks;

/// <summary>From an empty list of runbooks to a repair that is watched in the room.</summary>
public sealed class RunJourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_runbook_is_written_read_dry_run_run_watched_and_done_and_another_is_cancelled()
    {
        var folder = Directory.CreateTempSubdirectory("run-journey-").FullName;
        var program = Path.Combine(folder, "repair");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\necho Draining the queue\nwhile [ ! -e {folder}/go ]; do sleep 0.1; done\necho Drained\n");
        Process.Start("chmod", ["700", program]).WaitForExit();
        await using var desk = await Outage.StartAsync("Runbooks:Commands:0=" + program);
        var number = await desk.OpenIncidentAsync("Checkout is slow");
        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            await WriteAsync(session, program);
            var page = session.Page;
            await session.GoAsync($"/incidents/{number}");
            var runs = page.GetByRole(AriaRole.Region, new() { Name = "Runbooks" });
            await runs.GetByText(program).First.WaitForAsync();
            await runs.GetByRole(AriaRole.Button, new() { Name = "Dry run" }).ClickAsync();
            await runs.GetByText($"Would run: {program}").WaitForAsync();
            await runs.Locator(".run .tag").GetByText("done", new() { Exact = true }).First.WaitForAsync();

            await runs.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
            await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
            await runs.GetByText("Draining the queue").WaitForAsync();
            await session.ScreenshotAsync("room-run");
            var began = Stopwatch.GetTimestamp();
            await File.WriteAllTextAsync(Path.Combine(folder, "go"), "");
            await runs.Locator(".run-log").GetByText("Drained").WaitForAsync();
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(5));
            await runs.GetByRole(AriaRole.Button, new() { Name = "Done: step 2" }).ClickAsync();
            await page.GetByText("root marked it as done: Tell support.").WaitForAsync();
            await page.GetByText(new Regex("^Drain the queue succeeded in")).WaitForAsync();
        });
        File.Delete(Path.Combine(folder, "go"));
        await browser.RunAsync(desk.Address, BrowserView.Phone.Dark, async session =>
        {
            var page = session.Page;
            await session.SignInAsync(SignedIn.Root, $"/incidents/{number}");
            var runs = page.GetByRole(AriaRole.Region, new() { Name = "Runbooks" });
            await runs.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
            await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
            await runs.Locator(".run-log").GetByText("Draining the queue").WaitForAsync();
            await session.ShouldNotScrollSidewaysAsync();
            await session.ScreenshotAsync("room-run");
            await runs.GetByRole(AriaRole.Button, new() { Name = "Cancel run" }).ClickAsync();
            await runs.Locator(".run .tag").GetByText("cancelled", new() { Exact = true }).First.WaitForAsync();
            await page.GetByText("root cancelled Drain the queue.").WaitForAsync();
            await session.GoAsync("/runbooks");
            await page.GetByRole(AriaRole.Link, new() { Name = "Drain the queue" }).ClickAsync();
            await page.GetByRole(AriaRole.Region, new() { Name = "Last runs" }).GetByText("cancelled").WaitForAsync();
            await session.ScreenshotAsync("runbook");
            await session.ShouldNotScrollSidewaysAsync();
        });
        var mail = (await desk.Smtp.WaitForAsync(1, TimeSpan.FromSeconds(30)))[0];
        (await desk.Http.GetStringAsync(new Uri(desk.Address, Outage.Link(mail)))).ShouldContain("Runbook: Drain the queue <span");
        Directory.Delete(folder, recursive: true);
    }

    private static async Task WriteAsync(BrowserSession session, string program)
    {
        var page = session.Page;
        await session.SignInAsync(SignedIn.Root, "/runbooks");
        await page.GetByRole(AriaRole.Link, new() { Name = "Add the first runbook" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("Drain the queue");
        await page.GetByLabel("Service").SelectOptionAsync(new SelectOptionValue { Label = "Checkout" });
        await page.GetByLabel("Kind of step 1").SelectOptionAsync("Command");
        await page.GetByLabel("Command and arguments").FillAsync("/bin/sh");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a step" }).ClickAsync();
        await page.GetByLabel("Instructions").FillAsync("Tell support.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create runbook" }).ClickAsync();
        await page.GetByText("/bin/sh is not among the commands that this server allows").First.WaitForAsync();
        await session.ScreenshotAsync("runbook-editor");
        await page.GetByLabel("Command and arguments").FillAsync(program);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create runbook" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Drain the queue" }).WaitForAsync();
    }
}
