using System.Net.Http.Json;
using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Web.Tests.Browser;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Pages;

/// <summary>From an empty desk to one that wakes people, by its pages alone.</summary>
public sealed class SetUpJourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_newcomer_follows_the_list_to_its_end_and_the_list_ticks_itself()
    {
        await using var desk = await FreshDesk.StartAsync();
        var ana = await desk.PersonAsync("Ana", Role.Administrator);
        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            await FreshDesk.SignInAsync(session, ana, "/welcome");
            await page.GetByRole(AriaRole.Link, new() { Name = "Add a service" }).ClickAsync();
            await page.GetByLabel("Name").FillAsync("Checkout");
            await page.GetByRole(AriaRole.Button, new() { Name = "Create service" }).ClickAsync();
            await Assertions.Expect(page.Locator(".page-head .btn-primary")).ToHaveTextAsync("Connect a source");
            await page.GetByRole(AriaRole.Link, new() { Name = "Connect a source" }).ClickAsync();
            await page.GetByLabel("Source").SelectOptionAsync("generic");
            await page.GetByRole(AriaRole.Button, new() { Name = "Connect" }).ClickAsync();
            await SendFirstSignalAsync(page);
            await session.ScreenshotAsync("integration-connected");

            await page.GetByRole(AriaRole.Button, new() { Name = "your menu" }).ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Notification settings" }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "Notification settings", Exact = true }).WaitForAsync();
            await BeReachedAsync(desk, page);
            await session.ScreenshotAsync("me");

            await session.GoAsync("/people/new");
            await page.GetByLabel("Name").FillAsync("Bo");
            await page.GetByLabel("Email address").FillAsync("bo@example.com");
            await page.GetByRole(AriaRole.Button, new() { Name = "Add person" }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "Bo", Exact = true }).WaitForAsync();

            await SayWhoIsNextAsync(session);
            await session.GoAsync("/welcome");
            await page.GetByRole(AriaRole.Heading, new() { Name = "Setup complete" }).WaitForAsync();
            await Assertions.Expect(page.GetByText("Share the load")).ToHaveCountAsync(0);
            await session.ScreenshotAsync("welcome-done");
        });
    }

    [Fact]
    public async Task A_form_names_every_wrong_field_keeps_what_was_typed_and_leads_to_the_field()
    {
        await using var desk = await FreshDesk.StartAsync();
        var mia = await desk.PersonAsync("Mia", Role.Manager);
        await browser.RunAsync(desk.Address, BrowserView.Phone, async session =>
        {
            var page = session.Page;
            await FreshDesk.SignInAsync(session, mia, "/services/new");
            await page.GetByLabel("Grouping window").FillAsync("soon");
            await page.GetByRole(AriaRole.Button, new() { Name = "Create service" }).ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Grouping window: This must be 0 to 1440 minutes." }).ClickAsync();
            await Assertions.Expect(page.Locator("#groupingWindow")).ToBeFocusedAsync();
            (await page.GetByLabel("Grouping window").InputValueAsync()).ShouldBe("soon");
            await session.ShouldNotScrollSidewaysAsync();
            await session.ScreenshotAsync("service-errors");
            await page.GetByText("Name: This can't be empty.").WaitForAsync();
        });
    }

    [Fact]
    public async Task Two_who_change_one_team_are_told_and_neither_loses_what_they_typed()
    {
        await using var desk = await FreshDesk.StartAsync();
        var mia = await desk.PersonAsync("Mia", Role.Administrator);
        var team = (await desk.Get<TeamActions>().CreateAsync(new TeamDraft("Shop"), FreshDesk.Tester)).Value;
        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            await FreshDesk.SignInAsync(session, mia, $"/teams/{team.Id}");
            await page.GetByLabel("Name").FillAsync("Shop and search");
            (await desk.Get<TeamActions>().ChangeAsync(team.Id, new TeamDraft("Shop floor"), team.Version, FreshDesk.Tester)).Succeeded.ShouldBeTrue();
            await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
            await page.GetByText("Tester changed this").WaitForAsync();
            (await page.GetByLabel("Name").InputValueAsync()).ShouldBe("Shop and search");
            await session.ScreenshotAsync("stale");
            await page.GetByLabel("Name").FillAsync("");
            await page.GetByRole(AriaRole.Button, new() { Name = "Overwrite with mine" }).ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Name: This can't be empty." }).ClickAsync();
            await page.GetByLabel("Name").FillAsync("Shop and search");
            await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
            await page.GetByText("Tester changed this").WaitForAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Overwrite with mine" }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "Shop and search" }).WaitForAsync();
        });
        (await desk.Get<TeamQueries>().GetAsync(team.Id))!.Name.ShouldBe("Shop and search");
    }

    [Fact]
    public async Task Viewers_read_everything_and_find_nothing_to_press()
    {
        await using var desk = await FreshDesk.StartAsync();
        var vera = await desk.PersonAsync("Vera", Role.Viewer);
        var team = (await desk.Get<TeamActions>().CreateAsync(new TeamDraft("Shop", [vera.Id]), FreshDesk.Tester)).Value;
        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            await FreshDesk.SignInAsync(session, vera, $"/teams/{team.Id}");
            await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Vera" }).WaitForAsync();
            (await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button).AllInnerTextsAsync()).ShouldBe(["Watch"], "watching is everybody's own");
            await session.GoAsync("/services");
            (await page.GetByRole(AriaRole.Link, new() { Name = "Add a service" }).CountAsync()).ShouldBe(0);
            session.Expect("403");
            await page.GotoAsync("/services/new");
            await page.GetByText("Your role does not include this page").WaitForAsync();
        });
    }

    private static async Task SendFirstSignalAsync(IPage page)
    {
        await page.GetByText("Waiting for your first event").WaitForAsync();
        var address = (await page.Locator("#copy-address").TextContentAsync())!;
        using var http = new HttpClient();
        (await http.PostAsync(address, new StringContent("no json"))).IsSuccessStatusCode.ShouldBeFalse();
        await page.GetByText("Payload").WaitForAsync();
        (await http.PostAsJsonAsync(address, new { title = "Disk full", dedupKey = "disk", state = "firing", severity = "warning" })).EnsureSuccessStatusCode();
        await page.GetByText("Connected: receiving events").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "INC-1", Exact = true }).WaitForAsync();
    }

    private static async Task SayWhoIsNextAsync(BrowserSession session)
    {
        var page = session.Page;
        await session.GoAsync("/welcome");
        await page.GetByText("Share the load").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Add a policy" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("Shop");
        await page.GetByLabel("Page", new() { Exact = true }).SelectOptionAsync("Ana");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add to step 1" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create policy" }).ClickAsync();
        await page.GetByText("Shop was created.").WaitForAsync();
        await session.GoAsync("/welcome");
        await page.GetByRole(AriaRole.Link, new() { Name = "Select it for a service" }).ClickAsync();
        await page.GetByLabel("Escalation policy", new() { Exact = true }).SelectOptionAsync("Shop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Checkout", Exact = true }).WaitForAsync();
    }

    private static async Task BeReachedAsync(FreshDesk desk, IPage page)
    {
        await page.GetByText("You can't be reached").First.WaitForAsync();
        // Their own address stands there already.
        await page.GetByRole(AriaRole.Button, new() { Name = "Add and send a code" }).ClickAsync();
        await page.GetByLabel("Verification code").FillAsync("000 000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
        await page.GetByText("Wrong code").WaitForAsync();
        await page.GetByLabel("Verification code").FillAsync(await desk.CodeAsync("ana@example.com"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
        await page.GetByText("High urgency: email to ana@example.com immediately.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test message" }).ClickAsync();
        await page.GetByText("The test was sent").WaitForAsync();
        desk.Smtp.Mails.Last().Subject.ShouldContain("Test message");
    }
}
