using System.Globalization;
using IncidentDesk.Jobs;
using IncidentDesk.Runbooks;
using IncidentDesk.Runbooks.Actions;
using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Tests.Runbooks;

/// <summary>Runs that are ended, take too long, say too much, or lose their node.</summary>
public sealed class RunFaultTests
{
    // A child, and a grandchild that lost its parent and made a session of its own; both wait for their end.
    private const string Family = """
        sleep 600 &
        echo $! > $FOLDER/child
        sh -c 'setsid sleep 600 & echo $! > '$FOLDER'/grandchild'
        echo ready
        wait
        """;

    [Fact]
    public async Task Cancelling_ends_the_whole_tree_also_what_made_a_session_of_its_own()
    {
        await using var desk = await RunDesk.StartAsync(Family);
        await using var engine = await desk.Desk.StartEngineAsync();
        var run = await desk.StartRunAsync(false, desk.Program(), desk.Program());
        await desk.LogHasAsync(run.Id, "ready");
        var family = Pids(desk);
        family.ShouldAllBe(id => IsAlive(id));
        (await desk.RunAsync(run.Id)).Status.ShouldBe(RunStatus.Running);

        (await desk.Desk.Get<RunActions>().CancelAsync(run.Id, desk.Ana)).Succeeded.ShouldBeTrue();
        var ended = await desk.EndedAsync(run.Id);
        family.ShouldAllBe(id => !IsAlive(id));
        (ended.Status, ended.CancelledBy).ShouldBe((RunStatus.Cancelled, "Ana"));
        ended.Steps.Select(s => s.Status).ShouldBe([StepStatus.Cancelled, StepStatus.Skipped]);
        (await desk.TimelineAsync()).ShouldContain("Ana cancelled Repair 1.");
    }

    [Fact]
    public async Task A_step_over_its_time_is_ended_with_its_tree_and_the_run_fails()
    {
        await using var desk = await RunDesk.StartAsync(Family);
        var run = await desk.DoAsync(desk.Program() with { TimeLimit = TimeSpan.FromSeconds(1) }, desk.Program());
        Pids(desk).ShouldAllBe(id => !IsAlive(id));
        run.Status.ShouldBe(RunStatus.Failed);
        run.Steps[0].Reason.ShouldBe("It took longer than 1.0 s and was ended, with everything it had started.");
        run.Steps[1].Status.ShouldBe(StepStatus.Skipped);
    }

    [Fact]
    public async Task A_step_that_says_too_much_is_cut_with_a_notice_and_goes_on()
    {
        await using var desk = await RunDesk.StartAsync("head -c 1000000 /dev/zero | tr '\\0' x; exit 4", outputLimit: 4_096);
        var run = await desk.DoAsync(desk.Program());
        (await desk.LogAsync(run.Id)).Length.ShouldBeLessThan(4_200);
        (await desk.LogAsync(run.Id)).ShouldEndWith("[The output is over 4 KB: the rest was dropped.]\n");
        run.Steps[0].ExitCode.ShouldBe(4);
    }

    [Fact]
    public async Task A_step_whose_node_was_lost_is_never_begun_again_and_the_run_ends_as_interrupted()
    {
        await using var desk = await RunDesk.StartAsync("echo once >> $FOLDER/count; sleep 600");
        var run = await desk.StartRunAsync(false, desk.Program(), desk.Program());
        await using (await desk.Desk.StartEngineAsync())
        {
            await Wait.UntilAsync(() => File.Exists(Path.Combine(desk.Folder, "count")), RunDesk.Deadline, "the step to begin");
            // As if the node had hung for longer than its lease: the job is free again.
            await using var expire = desk.Desk.Source.CreateCommand("UPDATE jobs SET lease_until = NULL, lease_token = NULL, node = NULL WHERE lane = 'runbooks'");
            await expire.ExecuteNonQueryAsync();
            var ended = await desk.EndedAsync(run.Id);
            ended.Status.ShouldBe(RunStatus.Interrupted);
            ended.Steps.Select(s => s.Status).ShouldBe([StepStatus.Interrupted, StepStatus.Skipped]);
        }
        ProcessTree.Marked(run.Id).ShouldBeEmpty();
        (await File.ReadAllLinesAsync(Path.Combine(desk.Folder, "count"))).ShouldBe(["once"]);
        (await desk.TimelineAsync())[^1].ShouldBe("Step 1 of 2 of Repair 1 was interrupted: the node that ran it stopped or lost the database. It is not run again.");
        (await desk.Desk.AllAsync<Job>()).ShouldNotContain(j => j.Lane == Lanes.Runbooks);
    }

    [Fact]
    public async Task A_node_that_stops_in_good_order_ends_the_step_and_says_so()
    {
        await using var desk = await RunDesk.StartAsync("echo ready; sleep 600");
        var run = await desk.StartRunAsync(false, desk.Program());
        await using (await desk.Desk.StartEngineAsync())
        {
            await desk.LogHasAsync(run.Id, "ready");
        }
        var ended = await desk.RunAsync(run.Id);
        ended.Status.ShouldBe(RunStatus.Interrupted);
        ended.Steps[0].Reason.ShouldStartWith("IncidentDesk was stopped while it ran");
        ProcessTree.Marked(run.Id).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_nodes_at_once_run_each_of_twenty_runs_once()
    {
        await using var desk = await RunDesk.StartAsync("echo $1 >> $FOLDER/count");
        var other = await desk.Desk.AnotherNodeAsync();
        var runs = new List<Run>();
        for (var i = 0; i < 20; i++)
        {
            runs.Add(await desk.StartRunAsync(false, desk.Program($"run-{i}-a"), desk.Program($"run-{i}-b")));
        }
        await using (await desk.Desk.StartEngineAsync())
        await using (await other.StartEngineAsync())
        {
            foreach (var run in runs)
            {
                (await desk.EndedAsync(run.Id)).Status.ShouldBe(RunStatus.Succeeded);
            }
        }
        var lines = await File.ReadAllLinesAsync(Path.Combine(desk.Folder, "count"));
        lines.Length.ShouldBe(40);
        lines.ShouldBeUnique();
    }

    private static int[] Pids(RunDesk desk) =>
        [.. new[] { "child", "grandchild" }.Select(n => int.Parse(File.ReadAllText(Path.Combine(desk.Folder, n)), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture))];

    // A zombie is dead: it only waits to be noticed (proc(5), the state in stat).
    private static bool IsAlive(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1][0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }
}
