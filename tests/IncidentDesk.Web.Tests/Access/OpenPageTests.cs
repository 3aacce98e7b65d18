using IncidentDesk.People;
using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Journeys;
using IncidentDesk.Web.Tests.Pages;

namespace IncidentDesk.Web.Tests.Access;

/// <summary>A page that stays open in a real browser, which keeps the cookie over http on this machine and obeys the content policy.</summary>
public sealed class OpenPageTests(BrowserFixture chromium)
{
    private const float Patience = 60_000;

    [Fact]
    public async Task An_open_page_leads_to_sign_in_soon_after_the_role_changed()
    {
        await using var host = await AccessHost.StartAsync();
        var person = await host.AddPersonAsync(Role.Manager);
        await chromium.RunAsync(host.Address, BrowserView.Phone, async session =>
        {
            var page = session.Page;
            await session.OpenAsync("/teams/new");
            await page.GetByLabel("Email").FillAsync(person.Email);
            await page.GetByLabel("Password").FillAsync(AccessHost.Password);
            await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await session.AtAsync("/teams/new", Patience);
            // Only a live page has it.
            await page.Locator(".toasts").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Attached, Timeout = Patience });

            await host.ChangeAsync(person.Id, p => p.Role = Role.Viewer);
            await session.AtAsync("/sign-in?returnUrl=%2Fteams%2Fnew", Patience);

            await page.GetByLabel("Email").FillAsync(person.Email);
            await page.GetByLabel("Password").FillAsync(AccessHost.Password);
            await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            session.Expect("403");
            await session.AtAsync("/forbidden", Patience);
        });
    }

    [Fact]
    public async Task A_page_that_is_left_ends_at_once_also_when_its_session_has_ended_before()
    {
        using var circuits = new OpenCircuits();
        await using var host = await AccessHost.StartAsync();
        circuits.Count(host.Services);
        var person = await host.AddPersonAsync(Role.Manager);
        await chromium.RunAsync(host.Address, BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            await session.OpenAsync("/teams/new");
            await page.GetByLabel("Email").FillAsync(person.Email);
            await page.GetByLabel("Password").FillAsync(AccessHost.Password);
            await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await session.LiveAsync();
            await circuits.AreAsync(1);

            await host.ChangeAsync(person.Id, p => p.DisabledAt = p.CreatedAt);
            await page.GotoAsync("/sign-in");
            // Otherwise it would be kept for minutes, in case that its line comes back.
            await circuits.AreAsync(0);
        });
    }
}
