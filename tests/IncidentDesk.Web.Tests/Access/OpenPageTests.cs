using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Tests.Fakes;
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
        var person = await host.AddPersonAsync(Role.Administrator);
        await chromium.RunAsync(host.Address, BrowserView.Phone, async session =>
        {
            var page = session.Page;
            await session.SignInAsync(person.Email, "/teams/new");

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
    public async Task An_open_page_leads_to_sign_in_soon_after_its_person_signed_out_in_another_tab()
    {
        await using var host = await AccessHost.StartAsync();
        var person = await host.AddPersonAsync(Role.Administrator);
        await chromium.RunAsync(host.Address, BrowserView.Desktop, async session =>
        {
            await session.SignInAsync(person.Email, "/teams/new");
            var other = await session.Context.NewPageAsync();
            await other.GotoAsync("/account");
            await other.EvaluateAsync("document.querySelector('form[action=\"/sign-out\"]').submit()");
            await session.AtAsync("/sign-in?returnUrl=%2Fteams%2Fnew", Patience);
        });
    }

    [Fact]
    public async Task A_page_that_is_left_ends_at_once_also_when_its_session_has_ended_before()
    {
        using var circuits = new OpenCircuits();
        await using var host = await AccessHost.StartAsync();
        circuits.Count(host.Services);
        var person = await host.AddPersonAsync(Role.Administrator);
        await chromium.RunAsync(host.Address, BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            await session.SignInAsync(person.Email, "/teams/new");
            await circuits.AreAsync(1);

            await host.ChangeAsync(person.Id, p => p.DisabledAt = p.CreatedAt);
            await page.GotoAsync("/sign-in");
            // Otherwise it would be kept for minutes, in case that its line comes back.
            await circuits.AreAsync(0);
        });
    }

    [Fact]
    public async Task A_link_that_is_followed_before_the_page_is_live_leads_where_it_says()
    {
        await using var host = await AccessHost.StartAsync();
        var person = await host.AddPersonAsync(Role.Administrator);
        await chromium.RunAsync(host.Address, BrowserView.Desktop, async session =>
        {
            await session.SignInAsync(person.Email, "/services");
            var line = new HeldLine();
            await session.Page.RouteWebSocketAsync(address => address.Contains("/_blazor", StringComparison.Ordinal), line.Hold);
            await session.OpenAsync("/teams");
            await line.HoldsAsync();
            await session.Page.Locator("#content").GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Add a team" }).First.ClickAsync();
            await session.AtAsync("/teams/new", Patience);
            line.Release();
            await session.LiveAsync();
            await session.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Shop");
            await session.AtAsync("/teams/new", Patience);
        });
    }

    /// <summary>The line of a page that hears that the desk is there, and nothing more until it is released: the page has begun to become live, and is not.</summary>
    private sealed class HeldLine
    {
        private readonly Lock _gate = new();
        private readonly Queue<Action> _held = new();
        private bool _released;

        public void Hold(Microsoft.Playwright.IWebSocketRoute page)
        {
            var desk = page.ConnectToServer();
            var agreed = false;
            desk.OnMessage(frame =>
            {
                Action pass = frame.Binary is { } bytes ? () => page.Send(bytes) : () => page.Send(frame.Text!);
                lock (_gate)
                {
                    if (_released || !agreed)
                    {
                        agreed = true;
                        pass();
                        return;
                    }
                    _held.Enqueue(pass);
                }
            });
        }

        /// <summary>Waits until the desk has said something that is held back.</summary>
        public Task HoldsAsync() => Wait.UntilAsync(
            () =>
            {
                lock (_gate)
                {
                    return _held.Count > 0;
                }
            }, TimeSpan.FromSeconds(60), () => "a message to be held back");

        public void Release()
        {
            lock (_gate)
            {
                _released = true;
                while (_held.TryDequeue(out var pass))
                {
                    pass();
                }
            }
        }
    }
}
