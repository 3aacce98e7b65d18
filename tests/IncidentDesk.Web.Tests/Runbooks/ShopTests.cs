using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Tests.Journeys;
using IncidentDesk.Web.Tests.Pages;

namespace IncidentDesk.Web.Tests.Runbooks;

/// <summary>The three runbooks of the demo shop, run through the API against the shop that really runs.</summary>
public sealed class ShopTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Restarting_rolling_back_and_scaling_out_really_change_the_shop()
    {
        await using var shop = await ShopProcess.StartAsync();
        await using var desk = await Outage.StartAsync(
            "Runbooks:Commands:0=" + ShopProcess.Control, "Runbooks:Playbooks=" + Path.Combine(ShopProcess.Folder, "playbooks"), "Outgoing:AllowPrivateNetworks=true");
        var number = await desk.OpenIncidentAsync("Checkout fails");

        // It hangs: a restart gives it new processes.
        var before = shop.Instances();
        before.Count.ShouldBe(2);
        await shop.ControlAsync("jam");
        (await shop.StatusAsync("checkout")).ShouldBe(503);
        await RunAsync(desk, number, "Restart the shop", Command("restart", shop.State), Check(shop, "healthz", "2 of 2 instances healthy"));
        shop.Instances().Intersect(before).ShouldBeEmpty();
        (await shop.StatusAsync("checkout")).ShouldBe(200);

        // A bad deploy: the dry run shows the way back, the run goes it.
        await shop.ControlAsync("deploy?version=4.8.1");
        await Wait.UntilAsync(async () => (await shop.GetAsync("metrics")).Contains("version=\"4.8.1\",code=\"500\""), Deadline, "errors of 4.8.1");
        var rollback = new object[] { Playbook(shop), Check(shop, "healthz", "version 4.8.0, 2 of 2 instances healthy") };
        var dry = await RunAsync(desk, number, "Roll back the shop", dryRun: true, rollback);
        (await desk.Http.GetStringAsync($"runs/{dry}/log")).ShouldContain("-4.8.1\n+4.8.0\n");
        (await shop.GetAsync("metrics")).ShouldContain("shop_version_info{version=\"4.8.1\"} 1");
        await RunAsync(desk, number, "Roll back the shop for good", rollback);
        (await shop.GetAsync("metrics")).ShouldContain("shop_version_info{version=\"4.8.0\"} 1");

        // Too many customers: twice the processes.
        await RunAsync(desk, number, "Scale the shop out", new { kind = "http", method = "POST", url = new Uri(shop.Address, "control/instances?count=4").ToString() },
            Check(shop, "metrics", "shop_instances 4"));
        shop.Instances().Count.ShouldBe(4);

        var family = shop.Instances();
        await shop.StopAsync();
        await Wait.UntilAsync(() => family.TrueForAll(id => !Directory.Exists($"/proc/{id}")), Deadline, "the shop's instances to end with it");
    }

    private static object Command(params string[] arguments) => new { kind = "command", title = "Act", command = (string[])[ShopProcess.Control, .. arguments] };

    private static object Playbook(ShopProcess shop) => new
    {
        kind = "ansible",
        playbook = "rollback.yml",
        variables = new[] { new { name = "state_folder", value = shop.State }, new { name = "version", value = "4.8.0" } },
    };

    private static object Check(ShopProcess shop, string path, string text) =>
        new { kind = "http", title = "Is it well?", url = new Uri(shop.Address, path).ToString(), expectedText = text, retry = true, timeLimit = "PT1M" };

    private static Task<string> RunAsync(Outage desk, long number, string name, params object[] steps) => RunAsync(desk, number, name, dryRun: false, steps);

    /// <summary>Runs these steps to a good end; answers the run's id.</summary>
    private static async Task<string> RunAsync(Outage desk, long number, string name, bool dryRun, object[] steps)
    {
        var runbook = await desk.PostAsync("runbooks", new { name, serviceId = desk.ServiceId, steps });
        var id = (string)(await desk.PostAsync($"incidents/{number}/runs", new { runbookId = (string)runbook["id"]!, dryRun }))["id"]!;
        await Wait.UntilAsync(async () => (await desk.GetAsync($"runs/{id}"))["endedAt"] is not null, Deadline, $"the end of {name}");
        ((string)(await desk.GetAsync($"runs/{id}"))["status"]!).ShouldBe("succeeded", await desk.Http.GetStringAsync($"runs/{id}/log"));
        return id;
    }
}
