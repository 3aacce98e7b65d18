using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Pages;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Journeys;

/// <summary>
/// Every page of a desk that is in use, as an administrator sees it, in both colour schemes: axe-core finds no violation, nothing scrolls sideways, and
/// nothing goes wrong in the browser.
/// </summary>
public sealed class EveryPageTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(1440, false)]
    [InlineData(360, true)]
    public async Task No_page_keeps_anybody_out_or_scrolls_sideways(int width, bool dark)
    {
        await using var desk = await Outage.StartAsync();
        var pages = await UsedDesk.FillAsync(desk);
        var view = width < 600 ? BrowserView.Phone : BrowserView.Desktop;
        var found = new List<string>();
        await browser.RunAsync(desk.Address, dark ? view.Dark : view, async session =>
        {
            await session.OpenAsync("/sign-in");
            await LookAsync(session, "/sign-in", found);
            await session.OpenAsync("/forgot-password");
            await LookAsync(session, "/forgot-password", found);
            await session.OpenAsync(await PasswordLinkAsync(desk));
            await LookAsync(session, "/password", found);
            session.Expect("410");
            await session.OpenAsync("/password/nothing");
            await LookAsync(session, "/password/nothing", found);
            await session.SignInAsync(SignedIn.Root, "/incidents");
            foreach (var path in pages)
            {
                // Who is on call and the account are plain HTML; every other page draws itself again when it becomes live.
                await (path is "/on-call" or "/account" ? session.OpenAsync(path) : session.GoAsync(path));
                await session.Page.Locator("main h1").First.WaitForAsync();
                await Assertions.Expect(session.Page).Not.ToHaveTitleAsync("");
                await Assertions.Expect(session.Page.Locator("main .skeleton")).ToHaveCountAsync(0);
                await LookAsync(session, path, found);
            }
        });
        found.ShouldBeEmpty();
    }

    private static async Task<string> PasswordLinkAsync(Outage desk)
    {
        var person = (await desk.GetAsync("people"))["items"]![0]!["id"];
        await desk.PostAsync($"people/{person}/invitation", new { });
        var mail = await desk.Smtp.WaitForAsync(m => m.Text!.Contains("/password/"), TimeSpan.FromSeconds(60));
        return "/password/" + mail.Text!.Split("/password/")[1][..43];
    }

    private static async Task LookAsync(BrowserSession session, string path, List<string> found)
    {
        var name = "page" + path.Replace('/', '_').Split('?')[0];
        await session.ScreenshotAsync(name);
        if (await session.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") is > 0 and var more)
        {
            found.Add($"{path} is {more} pixels too wide");
        }
        found.AddRange(await ViolationsAsync(session, path));
        // Nothing but colours is different in the other scheme.
        await session.SwitchSchemeAsync();
        await session.ScreenshotAsync(name);
        found.AddRange(await ViolationsAsync(session, path, "color-contrast"));
        await session.SwitchSchemeAsync();
    }

    /// <summary>By all rules, or by those named.</summary>
    private static async Task<IEnumerable<string>> ViolationsAsync(BrowserSession session, string path, params string[] rules)
    {
        var options = new AxeRunOptions { ResultTypes = [ResultType.Violations], RunOnly = rules.Length == 0 ? null : RunOnlyOptions.Rules(rules) };
        return (await session.Page.RunAxe(options)).Violations
            .Select(v => $"{path}: {v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => $"{n.Target} {n.Html[..Math.Min(120, n.Html.Length)]}"))}");
    }
}
