using System.Globalization;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Tests.Browser;
using IncidentDesk.Web.Tests.Pages;

namespace IncidentDesk.Web.Tests.Journeys.Kills;

/// <summary>The first half of twenty kills.</summary>
public sealed class FirstTenKillsTests(BrowserFixture browser, ITestOutputHelper output) : TenKillsTests(browser, output);

/// <summary>The second half, on a desk of its own and at the same time: what takes long is that nodes start.</summary>
public sealed class SecondTenKillsTests(BrowserFixture browser, ITestOutputHelper output) : TenKillsTests(browser, output);

/// <summary>Two real nodes, one of which is killed again and again by kill -9 while it works. INCIDENTDESK_SEED runs one seed again.</summary>
public abstract class TenKillsTests(BrowserFixture browser, ITestOutputHelper output)
{
    private const int Kills = 10;
    private const int BeforeTheOtherIsBack = 4;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Ten_kills_of_a_node_during_runs_edits_and_live_updates_lose_nothing_that_was_confirmed()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("INCIDENTDESK_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var site = await TwoNodes.StartAsync(Work.Settings);
        using var client = new StubbornClient(site);
        var ledger = new Ledger();
        var work = new Work(site, client, ledger);
        await work.BeginAsync();
        await browser.RunAsync(site.Nginx.Address, BrowserView.Desktop, async session =>
        {
            session.ExpectBrokenLines();
            await session.SignInAsync(SignedIn.Root, $"/incidents/{work.Room}");
            var page = new OpenRoom(session);
            page.Watch();
            var back = Task.CompletedTask;
            for (var kill = 0; kill < Kills; kill++)
            {
                var (victim, answers) = (random.Next(2), BeforeTheOtherIsBack + random.Next(1, 12));
                back = (kill % 3) switch
                {
                    0 => await RoundAsync(stop => [.. Enumerable.Repeat(() => work.RunAsync(victim, stop), 3)], work.RunsOnAsync, answers, back),
                    1 => await RoundAsync(_ => work.Edits(victim), () => Task.FromResult(victim), answers, back),
                    _ => await RoundAsync(_ => work.Live(victim, page), () => Task.FromResult(victim), answers, back),
                };
            }
            await back;
            // Where nodes are quick to come back, every run before this one was cut short.
            await work.RunAsync(0, CancellationToken.None);
            page.Loads.ShouldBeGreaterThan(0, "no kill has met the page's node");

            // Writes a little while one node is away, and until so much was confirmed when the page is live on two again; kills in the midst of it, and lets every
            // request that was under way come to its end. Answers when the node is back and the page shows what was written.
            async Task<Task> RoundAsync(Func<CancellationToken, Func<Task>[]> writers, Func<Task<int>> victim, int answers, Task back)
            {
                using var killed = new CancellationTokenSource();
                var before = ledger.Count;
                var writing = writers(killed.Token).Select(write => Task.Run(() => KeepWritingAsync(write, killed.Token, () => ledger.Count < before + BeforeTheOtherIsBack ? Task.CompletedTask : back))).ToList();
                await ConfirmedAsync(BeforeTheOtherIsBack);
                await back;
                await ConfirmedAsync(answers);
                var node = await victim();
                output.WriteLine($"kills node {node} after {ledger.Count} confirmed; {client.Broken} requests have broken off, and the page was loaded {page.Loads} times");
                await site.KillAsync(node);
                await killed.CancelAsync();
                await Task.WhenAll(writing);
                return BackAsync(node);

                Task ConfirmedAsync(int wanted) => Wait.UntilAsync(
                    () => ledger.Count >= before + wanted || writing.Exists(w => w.IsFaulted), Deadline, () => $"{wanted} answers; there are {ledger.Count - before}");
            }

            async Task BackAsync(int node)
            {
                await site.StartAsync(node);
                await work.IsShownAsync(page);
            }
        });
        client.Broken.ShouldBeGreaterThan(0, "no kill has met a request");
        await ledger.HoldsAsync(site.Desk, work.Room, work.Postmortem, work.BegunAsync);
    }

    private static async Task KeepWritingAsync(Func<Task> write, CancellationToken killed, Func<Task> mayGoOn)
    {
        while (!killed.IsCancellationRequested)
        {
            await mayGoOn();
            await write();
        }
    }
}
