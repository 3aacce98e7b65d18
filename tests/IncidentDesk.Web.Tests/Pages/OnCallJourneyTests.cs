using IncidentDesk.Catalog;
using IncidentDesk.Escalation;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.OnCall;
using IncidentDesk.People;
using IncidentDesk.Tests;
using IncidentDesk.Web.Tests.Access;
using IncidentDesk.Web.Tests.Browser;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Pages;

/// <summary>Who is on call: set up, covered, asked, and read on a bad line.</summary>
public sealed class OnCallJourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_manager_makes_a_schedule_and_a_policy_and_sees_whom_they_mean()
    {
        await using var desk = await FreshDesk.StartAsync();
        var mia = await desk.PersonAsync("Mia", Role.Manager);
        var bo = await ReachableAsync(desk, "Bo");
        await TestDesk.TesterLeavesAsync(desk.Get<Storage.Desk>());
        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            await FreshDesk.SignInAsync(session, mia, "/schedules/new");
            await page.GetByLabel("Name").FillAsync("Shop, first line");
            await page.GetByLabel("Participants", new() { Exact = true }).SelectOptionAsync("Bo");
            await page.GetByRole(AriaRole.Button, new() { Name = "Add to participants of layer 1" }).ClickAsync();
            await page.GetByRole(AriaRole.Region, new() { Name = "Next shifts" }).GetByText("Bo").First.WaitForAsync();
            await page.GetByLabel("Add participant").SelectOptionAsync("Mia");
            await page.GetByRole(AriaRole.Button, new() { Name = "Create schedule" }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "Shop, first line" }).WaitForAsync();
            await page.GetByRole(AriaRole.Region, new() { Name = "On call now" }).GetByRole(AriaRole.Link).WaitForAsync();
            await session.ScreenshotAsync("schedule");

            await session.GoAsync("/policies/new");
            await page.GetByLabel("Name").FillAsync("Shop");
            await page.GetByLabel("Page", new() { Exact = true }).SelectOptionAsync("Bo");
            await page.GetByRole(AriaRole.Button, new() { Name = "Add to step 1" }).ClickAsync();
            await page.GetByText("Bo immediately; after 5m the administrators.").WaitForAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Create policy" }).ClickAsync();
            await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/policies/[0-9a-f]{8}-"));
            await session.ScreenshotAsync("policy");
        });
        (await desk.Get<ScheduleQueries>().OnCallAsync(desk.Get<Kernel.Clock>().Now)).Value.ShouldHaveSingleItem().Names.ShouldHaveSingleItem();
        (await desk.Get<PolicyQueries>().ListAsync(new())).Items.ShouldHaveSingleItem().Steps.ShouldHaveSingleItem().Targets.ShouldBe([new Target(TargetKind.Person, bo.Id)]);
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(360)]
    public async Task A_responder_takes_a_shift_gives_it_away_and_takes_it_back(int width)
    {
        await using var desk = await FreshDesk.StartAsync();
        var (ana, bo) = (await desk.PersonAsync("Ana", Role.Responder), await desk.PersonAsync("Bo", Role.Responder));
        var schedule = await ScheduleAsync(desk, bo);
        await browser.RunAsync(desk.Address, width == 360 ? BrowserView.Phone : BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            await FreshDesk.SignInAsync(session, ana, $"/schedules/{schedule}");
            var shifts = page.GetByLabel(width == 360 ? "List" : "Calendar", new() { Exact = true });
            await shifts.GetByRole(AriaRole.Button).Filter(new() { HasText = "Bo" }).First.ClickAsync();
            await page.GetByText("On call via layer 1.").WaitForAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Take this shift" }).ClickAsync();
            await session.ShouldNotScrollSidewaysAsync();
            await session.ScreenshotAsync("take-shift");
            await page.GetByRole(AriaRole.Button, new() { Name = "Save override" }).ClickAsync();
            await page.GetByRole(AriaRole.Region, new() { Name = "Overrides" }).GetByText("Ana").First.WaitForAsync();
            await page.GetByRole(AriaRole.Region, new() { Name = "Overrides" }).GetByRole(AriaRole.Button).ClickAsync();
            await page.GetByText("the rotation applies again").WaitForAsync();
        });
        (await desk.Get<ScheduleQueries>().OnCallAsync(desk.Get<Kernel.Clock>().Now)).Value.ShouldHaveSingleItem().Names.ShouldBe(["Bo"]);
    }

    [Fact]
    public async Task A_manager_who_changes_a_rotation_sees_who_stays_on_call_until_when_and_may_say_now()
    {
        await using var desk = await FreshDesk.StartAsync();
        var (mia, bo) = (await desk.PersonAsync("Mia", Role.Manager), await desk.PersonAsync("Bo", Role.Responder));
        var schedule = await ScheduleAsync(desk, bo);
        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            await FreshDesk.SignInAsync(session, mia, $"/schedules/{schedule}/edit");
            await page.GetByLabel("Add participant").SelectOptionAsync("Mia");
            await page.GetByRole(AriaRole.Button, new() { Name = "Add to participants of layer 1" }).ClickAsync();
            await page.GetByText(new System.Text.RegularExpressions.Regex("^Bo stays on call until Mon .* 09:00, then Mia\\.$")).WaitForAsync();
            await page.GetByRole(AriaRole.Button, new() { NameRegex = new("Remove Bo") }).ClickAsync();
            await page.GetByText(new System.Text.RegularExpressions.Regex("^Bo stays on call until Mon .* 09:00, then Mia\\.$")).WaitForAsync();
            await page.GetByLabel("Takes effect").SelectOptionAsync("Now");
            await page.GetByText("Mia takes over from Bo now.").WaitForAsync();
            await session.ScreenshotAsync("rotation-change");
            await page.GetByLabel("Takes effect").SelectOptionAsync("At the next handoff");
            await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
            await page.GetByText("The change takes effect Mon").WaitForAsync();
            await page.GetByText("Changed rotation takes effect").WaitForAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Show UTC" }).ClickAsync();
            await page.GetByText("Times in UTC").WaitForAsync();
            await session.AtAsync($"/schedules/{schedule}");
            await page.GetByRole(AriaRole.Button, new() { Name = "Show Europe/Berlin" }).WaitForAsync();
            await session.ScreenshotAsync("schedule-in-utc");
        });
        (await desk.Get<ScheduleQueries>().OnCallAsync(desk.Get<Kernel.Clock>().Now)).Value.ShouldHaveSingleItem().Names.ShouldBe(["Bo"]);
    }

    [Fact]
    public async Task A_cover_that_ends_before_it_starts_is_refused_beside_its_field()
    {
        await using var desk = await FreshDesk.StartAsync();
        var ana = await desk.PersonAsync("Ana", Role.Responder);
        var schedule = await ScheduleAsync(desk, ana);
        await browser.RunAsync(desk.Address, BrowserView.Phone.Dark, async session =>
        {
            var page = session.Page;
            await FreshDesk.SignInAsync(session, ana, $"/schedules/{schedule}");
            await page.GetByRole(AriaRole.Button, new() { Name = "Add override" }).ClickAsync();
            await page.GetByLabel("Until").FillAsync("2020-01-01T09:00");
            await page.GetByRole(AriaRole.Button, new() { Name = "Save override" }).ClickAsync();
            await page.Locator("#cover-to-error").GetByText("An override must end after it starts.").WaitForAsync();
            await page.Locator("#cover-personId-error").WaitForAsync();
            (await page.GetByLabel("Until").InputValueAsync()).ShouldBe("2020-01-01T09:00");
        });
    }

    [Fact]
    public async Task Who_is_on_call_and_who_would_be_paged_is_plain_html_that_needs_no_script()
    {
        await using var desk = await FreshDesk.StartAsync();
        var ana = await ReachableAsync(desk, "Ana");
        var schedule = await ScheduleAsync(desk, ana);
        var policy = (await desk.Get<PolicyActions>().CreateAsync(
            new PolicyDraft("Shop", [new PolicyStep(TimeSpan.FromMinutes(5), [new Target(TargetKind.Schedule, schedule)])]), FreshDesk.Tester)).Value;
        var service = (await desk.Get<ServiceActions>().CreateAsync(new ServiceDraft("Checkout", EscalationPolicyId: policy.Id), FreshDesk.Tester)).Value;
        using var phone = new PlainBrowser(desk.Address);
        await phone.SignInAsync(ana.Email, AccessHost.Password);

        var html = await (await phone.GetAsync("/on-call")).Content.ReadAsStringAsync();
        html.ShouldContain("Shop, first line");
        html.ShouldNotContain("blazor.web");
        html.ShouldContain("On call for more than two weeks");

        var asked = await (await phone.GetAsync($"/on-call?service={service.Id}&at=2030-03-01T03:00")).Content.ReadAsStringAsync();
        asked.ShouldContain("Ana immediately; after 5m the administrators");
        asked.ShouldContain("Fri 1 Mar 03:00");
        var senseless = await (await phone.GetAsync($"/on-call?service={service.Id}&at=whenever")).Content.ReadAsStringAsync();
        senseless.ShouldContain("Enter a date and time");
        (await phone.GetAsync("/on-call?service=nothing&at=9999-12-31T23:59")).IsSuccessStatusCode.ShouldBeTrue();
    }

    private static async Task<PersonView> ReachableAsync(FreshDesk desk, string name)
    {
        var person = await desk.PersonAsync(name, Role.Responder);
        (await desk.Get<ContactMethodActions>().AddAsync(person.Id, ContactKind.Email, person.Email, verified: true, FreshDesk.Tester)).Succeeded.ShouldBeTrue();
        return person;
    }

    /// <summary>A weekly schedule in Berlin with one layer that began in 2026.</summary>
    private static async Task<Guid> ScheduleAsync(FreshDesk desk, params PersonView[] people) => (await desk.Get<ScheduleActions>().CreateAsync(
        new ScheduleDraft("Shop, first line", "Europe/Berlin", [new LayerDraft([.. people.Select(p => p.Id)], "weekly", "09:00", "2026-01-05")]), FreshDesk.Tester)).Value.Id;
}
