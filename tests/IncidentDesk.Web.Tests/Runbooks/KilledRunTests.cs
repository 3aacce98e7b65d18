using System.Diagnostics;
using System.Globalization;
using IncidentDesk.Tests;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Tests.Hosting;
using IncidentDesk.Web.Tests.Journeys;
using IncidentDesk.Web.Tests.Pages;

namespace IncidentDesk.Web.Tests.Runbooks;

/// <summary>kill -9 of a real node while it executes a step.</summary>
public sealed class KilledRunTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Killed_in_the_middle_of_a_step_the_run_ends_as_interrupted_the_step_never_runs_again_and_what_it_left_is_ended()
    {
        var folder = Directory.CreateTempSubdirectory("killed-run-").FullName;
        var program = Path.Combine(folder, "program");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\necho once >> {folder}/count\nsleep 600 &\necho $! > {folder}/child\necho ready\nwait\n");
        Process.Start("chmod", ["700", program]).WaitForExit();
        await using var smtp = new SmtpSink();
        var database = await TestPostgres.NewDatabaseAsync();
        var port = DeskProcess.FreePort();
        string[] arguments = [$"--urls=http://127.0.0.1:{port}", $"--IncidentDesk:Runbooks:Commands:0={program}", .. Outage.Settings(database, smtp).Select(s => "--" + s)];

        await using var first = await StartAsync(arguments);
        await using var desk = await Outage.AtAsync(new Uri($"http://127.0.0.1:{port}"), database, smtp);
        var number = await desk.OpenIncidentAsync("Checkout fails");
        var step = new { kind = "command", command = new[] { program } };
        var runbook = await desk.PostAsync("runbooks", new { name = "Repair", serviceId = desk.ServiceId, steps = new[] { step, step } });
        var id = (string)(await desk.PostAsync($"incidents/{number}/runs", new { runbookId = (string)runbook["id"]! }))["id"]!;
        await Wait.UntilAsync(async () => (await desk.Http.GetStringAsync($"runs/{id}/log")).Contains("ready\n"), Deadline, "the step's output");
        var child = int.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "child")), CultureInfo.InvariantCulture);
        await first.SignalAsync("KILL");
        Directory.Exists($"/proc/{child}").ShouldBeTrue();

        await using var second = await StartAsync(arguments);
        await Wait.UntilAsync(async () => (await desk.GetAsync($"runs/{id}"))["endedAt"] is not null, Deadline, "the end of the run");
        var run = await desk.GetAsync($"runs/{id}");
        ((string)run["status"]!).ShouldBe("interrupted");
        run["steps"]!.AsArray().Select(s => (string)s!["status"]!).ShouldBe(["interrupted", "skipped"]);
        (await File.ReadAllLinesAsync(Path.Combine(folder, "count"))).ShouldBe(["once"]);
        await Wait.UntilAsync(() => !Directory.Exists($"/proc/{child}"), Deadline, "what the step had started to be ended");
        var said = (await desk.GetAsync($"incidents/{number}/timeline?limit=500"))["items"]!.AsArray().Select(e => (string)e!["text"]!).ToList();
        said.ShouldContain("root started Repair.");
        said.ShouldContain("Step 1 of 2 of Repair was interrupted: the node that ran it stopped or lost the database. It is not run again.");
        (await desk.SqlAsync("SELECT count(*) FROM jobs WHERE lane = 'runbooks'")).ShouldBe(0L);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<DeskProcess> StartAsync(string[] arguments)
    {
        var node = new DeskProcess(arguments, ("INCIDENTDESK_ADMIN_EMAIL", "root@example.com"), ("INCIDENTDESK_ADMIN_PASSWORD", "three calm otters"),
            ("INCIDENTDESK_ADMIN_TOKEN", Outage.AdministratorToken));
        await node.StartedAsync();
        return node;
    }
}
