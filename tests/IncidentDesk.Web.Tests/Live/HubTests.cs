using System.Text.Json;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Tests.House;
using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Journeys;
using IncidentDesk.Web.Tests.Pages;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Live;

/// <summary>The hub as browsers speak to it: the real client, in a page of the desk, with the page's session.</summary>
public sealed class HubTests(BrowserFixture browser)
{
    private const string Connect =
        """
        async () => {
          window.told = [];
          window.line = new signalR.HubConnectionBuilder().withUrl("/hubs/desk").configureLogging(signalR.LogLevel.None).build();
          line.on("changed", change => told.push(change));
          line.onclose(() => { window.ended = true; });
          await line.start();
        }
        """;

    [Fact]
    public async Task A_client_is_told_of_what_it_watches_and_may_see_until_its_session_ends()
    {
        await using var desk = await Outage.StartAsync();
        var chen = await desk.AddPersonAsync("Chen", "responder");
        var ana = (await desk.GetAsync("people?q=Ana"))["items"]!.AsArray().Single(p => (string)p!["name"]! == "Ana")!["id"]!.ToString();
        var number = await desk.OpenIncidentAsync("Checkout is slow");
        var incident = (await desk.SqlAsync($"SELECT id FROM incidents WHERE number = {number}"))!.ToString()!;
        await browser.RunAsync(desk.Address, BrowserView.Desktop, async session =>
        {
            var page = session.Page;
            await session.SignInAsync(chen, "/incidents");
            // A plain page: it has no circuit, whose end would lead it away.
            await session.OpenAsync("/account");
            await page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(Clone.Root, "tests/IncidentDesk.Web.Tests/TestData/signalr/signalr.min.js")));
            await page.EvaluateAsync(Connect);

            await page.EvaluateAsync($"line.invoke('Watch', 'incident', '{incident}')");
            await page.EvaluateAsync("line.invoke('Watch', 'bell', null)");
            (await RefusedAsync(page, $"'bell', '{ana}'")).ShouldContain("belongs to someone else");
            (await RefusedAsync(page, "'lanes', null")).ShouldContain("no such topic");

            var noted = await desk.PostAsync($"incidents/{number}/notes", new { text = "rolled back" });
            await Wait.UntilAsync(async () => (await ToldAsync(page)).Any(c => c.Topic == "incident" && c.Id == incident && c.Seq >= 2), TimeSpan.FromSeconds(20),
                $"the note to be told: {noted}");
            (await ToldAsync(page)).ShouldAllBe(c => c.Topic == "incident" || c.Topic == "bell");

            (await page.EvaluateAsync<string>(
                "async () => { for (let i = 0; i < 100; i++) try { await line.invoke('Watch', 'incident', crypto.randomUUID()); } catch (e) { return i + ': ' + e.message; } return 'all'; }"))
                .ShouldContain("98: ");

            await desk.SqlAsync("UPDATE people SET role = 'viewer' WHERE email = 'chen@example.com'");
            await Wait.UntilAsync(() => page.EvaluateAsync<bool>("window.ended === true"), TimeSpan.FromSeconds(30), "the hub to end the line");
        });
    }

    private static Task<string> RefusedAsync(IPage page, string arguments) =>
        page.EvaluateAsync<string>($"line.invoke('Watch', {arguments}).then(() => 'let in', e => e.message)");

    private static async Task<IReadOnlyList<Told>> ToldAsync(IPage page) =>
        JsonSerializer.Deserialize<List<Told>>(await page.EvaluateAsync<string>("JSON.stringify(told)"), JsonSerializerOptions.Web)!;

    private sealed record Told(string Topic, string? Id, long Seq);
}
