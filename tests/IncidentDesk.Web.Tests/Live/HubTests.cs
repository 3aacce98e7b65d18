using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Live;
using IncidentDesk.Web.Tests.Access;
using IncidentDesk.Web.Tests.Journeys;
using IncidentDesk.Web.Tests.Pages;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace IncidentDesk.Web.Tests.Live;

/// <summary>The hub as programs speak to it: SignalR's own client, with a person's session.</summary>
public sealed class HubTests
{
    [Fact]
    public async Task A_client_is_told_of_what_it_watches_and_may_see_until_its_session_ends()
    {
        await using var desk = await Outage.StartAsync();
        var chen = await desk.AddPersonAsync("Chen", "responder");
        var ana = (await desk.GetAsync("people?q=Ana"))["items"]!.AsArray().Single(p => (string)p!["name"]! == "Ana")!["id"]!.ToString();
        var number = await desk.OpenIncidentAsync("Checkout is slow");
        var incident = (Guid)(await desk.SqlAsync($"SELECT id FROM incidents WHERE number = {number}"))!;
        using var browser = new PlainBrowser(desk.Address);
        await browser.SignInAsync(chen, SignedIn.Password);
        var (told, ended) = (new List<HubChange>(), new TaskCompletionSource());
        await using var line = new HubConnectionBuilder().WithUrl(new Uri(desk.Address, DeskHub.Path), options =>
        {
            options.Headers["Cookie"] = string.Join("; ", browser.Cookies.Select(c => $"{c.Key}={c.Value}"));
            options.Headers["Origin"] = desk.Address.GetLeftPart(UriPartial.Authority);
        }).Build();
        line.On<HubChange>("changed", change =>
        {
            lock (told)
            {
                told.Add(change);
            }
        });
        line.Closed += _ =>
        {
            ended.TrySetResult();
            return Task.CompletedTask;
        };
        await line.StartAsync(TestContext.Current.CancellationToken);

        await WatchAsync("incident", incident);
        await WatchAsync("bell", null);
        (await Should.ThrowAsync<HubException>(() => WatchAsync("bell", Guid.Parse(ana)))).Message.ShouldContain("belongs to someone else");
        (await Should.ThrowAsync<HubException>(() => WatchAsync("lanes", null))).Message.ShouldContain("no such topic");

        var noted = await desk.PostAsync($"incidents/{number}/notes", new { text = "rolled back" });
        await Wait.UntilAsync(() => Told().Any(c => c.Topic == "incident" && c.Id == incident && c.Seq >= 2), TimeSpan.FromSeconds(20), $"the note to be told: {noted}");
        Told().ShouldAllBe(c => c.Topic == "incident" || c.Topic == "bell");

        for (var more = 0; more < 98; more++)
        {
            await WatchAsync("incident", Guid.NewGuid());
        }
        (await Should.ThrowAsync<HubException>(() => WatchAsync("incident", Guid.NewGuid()))).Message.ShouldContain("can watch");

        await desk.SqlAsync("UPDATE people SET role = 'viewer' WHERE email = 'chen@example.com'");
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Task WatchAsync(string topic, Guid? id) => line.InvokeAsync("Watch", topic, id);

        List<HubChange> Told()
        {
            lock (told)
            {
                return [.. told];
            }
        }
    }
}
