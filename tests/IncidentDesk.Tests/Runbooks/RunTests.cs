using IncidentDesk.Audit;
using IncidentDesk.Incidents;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Runbooks;

namespace IncidentDesk.Tests.Runbooks;

/// <summary>Runs of text steps and commands on a real database with real programs.</summary>
public sealed class RunTests
{
    [Fact]
    public async Task A_run_does_its_steps_in_order_and_the_timeline_says_who_what_exit_and_duration()
    {
        await using var desk = await RunDesk.StartAsync("echo \"to $FOLDER\"; echo warning >&2; exit ${1:-0}");
        var run = await desk.DoAsync(desk.Program() with { Title = "First" }, desk.Program("0"), desk.Program("3"), desk.Program());

        run.Status.ShouldBe(RunStatus.Failed);
        run.Steps.Select(s => (s.Status, s.ExitCode)).ShouldBe([(StepStatus.Succeeded, 0), (StepStatus.Succeeded, 0), (StepStatus.Failed, 3), (StepStatus.Skipped, null)]);
        run.Steps.Take(3).ShouldAllBe(s => s.EndedAt >= s.StartedAt);
        (await desk.LogAsync(run.Id)).ShouldContain($"$ {desk.Script} 3\n");
        (await desk.LogAsync(run.Id)).ShouldContain("warning\n");
        var timeline = await desk.TimelineAsync();
        timeline[0].ShouldBe("Ana started Repair 1.");
        timeline[1].ShouldMatch(@"^Step 1 of 4 \(First\) of Repair 1 succeeded in \d+\.\d s\. Exit code 0\.$");
        timeline[3].ShouldMatch(@"^Step 3 of 4 of Repair 1 failed after \d+\.\d s\. Exit code 3\.$");
        timeline[4].ShouldStartWith("Repair 1 failed after");
        var audited = (await desk.Desk.AllAsync<AuditEntry>()).Where(a => a.SubjectId == run.Id).Select(a => a.Action).ToList();
        audited.ShouldBe(["run.started", "run.ended"], ignoreOrder: true);
        (await desk.Desk.AllAsync<Job>()).ShouldNotContain(j => j.Lane == Lanes.Runbooks);
    }

    [Fact]
    public async Task A_program_gets_its_arguments_as_they_are_and_no_shell_sees_them()
    {
        await using var desk = await RunDesk.StartAsync();
        var run = await desk.DoAsync(RunDesk.Printing("%s\\n", "$(id)", "`id`", "a b", "; touch pwned", "*", "$HOME"));
        (await desk.LogAsync(run.Id)).Split('\n')[1..].ShouldBe(["$(id)", "`id`", "a b", "; touch pwned", "*", "$HOME", ""]);
    }

    [Fact]
    public async Task A_program_inherits_nothing_of_the_servers_environment_and_works_in_a_folder_of_its_own()
    {
        Environment.SetEnvironmentVariable("IncidentDesk__Secrets__Key", "inherited");
        try
        {
            await using var desk = await RunDesk.StartAsync("pwd; touch here; ls");
            var run = await desk.DoAsync(RunDesk.ShowEnvironment with { Environment = [new("RUNBOOK_TARGET", "shop")] }, desk.Program());
            var lines = (await desk.LogAsync(run.Id)).Split('\n');
            var names = lines.Where(l => l.Contains('=')).Select(l => l.Split('=')[0]);
            names.ShouldBe(["PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "INCIDENTDESK_RUN_ID", "INCIDENTDESK_INCIDENT", "RUNBOOK_TARGET"], ignoreOrder: true);
            lines.ShouldContain($"INCIDENTDESK_INCIDENT={desk.Incident.Reference}");
            var folder = lines.Last(l => l.Contains("incidentdesk-run-", StringComparison.Ordinal));
            lines[^4..].ShouldBe([folder, "here", "tmp", ""]);
            Directory.Exists(folder).ShouldBeFalse();
        }
        finally
        {
            Environment.SetEnvironmentVariable("IncidentDesk__Secrets__Key", null);
        }
    }

    [Fact]
    public async Task A_secret_reaches_the_program_and_neither_the_log_nor_the_database()
    {
        await using var desk = await RunDesk.StartAsync("[ \"$RUNBOOK_TOKEN\" = hunter2hunter2 ] && echo \"the token is $RUNBOOK_TOKEN\" && echo \"$1\"");
        (await desk.Desk.Get<SecretActions>().CreateAsync(new SecretDraft("shop-token", "hunter2hunter2"), desk.Ana)).Succeeded.ShouldBeTrue();
        var run = await desk.DoAsync(desk.Program("--token=${secret:shop-token}") with { Environment = [new("RUNBOOK_TOKEN", "${secret:shop-token}")] });

        run.Status.ShouldBe(RunStatus.Succeeded);
        (await desk.LogAsync(run.Id)).ShouldContain("the token is •••\n--token=•••\n");
        foreach (var table in new[] { "run_output", "runs", "runbooks", "timeline_entries", "audit_entries", "runbook_secrets", "jobs" })
        {
            await using var command = desk.Desk.Source.CreateCommand($"SELECT count(*) FROM {table} t WHERE t::text LIKE '%hunter2%'");
            (await command.ExecuteScalarAsync()).ShouldBe(0L, table);
        }
        var secret = (await desk.Desk.Get<RunbookQueries>().SecretsAsync(new())).Items.ShouldHaveSingleItem();
        (await desk.Desk.Get<SecretActions>().DeleteAsync(secret.Id, null, desk.Ana)).Refused().Message.ShouldContain("still used by the runbook Repair 1");
    }

    [Fact]
    public async Task A_text_step_waits_for_somebody_and_the_run_goes_on_when_it_is_done()
    {
        await using var desk = await RunDesk.StartAsync("echo went on");
        var actions = desk.Desk.Get<RunActions>();
        var run = await desk.DoAsync(new RunbookStep(StepKind.Text, Text: "Tell support."), desk.Program());
        run.Status.ShouldBe(RunStatus.Waiting);
        (await actions.DoneAsync(run.Id, 1, desk.Ana)).Refused().ShouldBeOfType<Refusal.Conflict>();
        (await actions.DoneAsync(run.Id, 0, desk.Ana)).Succeeded.ShouldBeTrue();
        (await actions.DoneAsync(run.Id, 0, desk.Ana)).Succeeded.ShouldBeTrue();
        await desk.Desk.RunAsync();

        run = await desk.RunAsync(run.Id);
        (run.Status, run.Steps[0].By).ShouldBe((RunStatus.Succeeded, "Ana"));
        (await desk.LogAsync(run.Id)).ShouldContain("went on");
        var timeline = await desk.TimelineAsync();
        timeline.Take(3).ShouldBe(["Ana started Repair 1.", "Repair 1 waits for a person: Tell support.", "Step 1 of 2 of Repair 1: Ana marked it as done: Tell support."]);
    }

    [Fact]
    public async Task A_dry_run_shows_what_would_be_done_and_does_none_of_it()
    {
        await using var desk = await RunDesk.StartAsync("touch $FOLDER/done");
        var started = await desk.StartRunAsync(true, new(StepKind.Text, Text: "Tell support."), desk.Program("a b"), new(StepKind.Http, Url: "http://127.0.0.1:1/", Method: "POST"));
        await desk.Desk.RunAsync();

        var run = await desk.RunAsync(started.Id);
        run.Status.ShouldBe(RunStatus.Succeeded);
        run.Steps.ShouldAllBe(s => s.Status == StepStatus.Skipped);
        (await desk.LogAsync(run.Id)).ShouldBe($"Would ask a person: Tell support.\nWould run: {desk.Script} 'a b'\nWould run: POST http://127.0.0.1:1/, expecting 2xx\n");
        File.Exists(Path.Combine(desk.Folder, "done")).ShouldBeFalse();
        (await desk.TimelineAsync())[0].ShouldBe("Ana started a dry run of Repair 1.");
    }

    [Fact]
    public async Task The_same_runbook_does_not_run_twice_at_once_for_an_incident()
    {
        await using var desk = await RunDesk.StartAsync();
        var actions = desk.Desk.Get<RunActions>();
        var runbook = await desk.RunbookAsync(desk.Program());
        var first = (await actions.StartAsync(desk.Incident.Id, runbook.Id, false, desk.Ana)).Value;
        (await actions.StartAsync(desk.Incident.Id, runbook.Id, false, desk.Ana)).Refused().ShouldBeOfType<Refusal.Conflict>();
        (await actions.StartAsync(desk.Incident.Id, runbook.Id, true, desk.Ana)).Succeeded.ShouldBeTrue();
        (await actions.CancelAsync(first.Id, desk.Ana)).Value.Status.ShouldBe(RunStatus.Cancelled);
        (await actions.StartAsync(desk.Incident.Id, runbook.Id, false, desk.Ana)).Succeeded.ShouldBeTrue();
        (await actions.StartAsync(Guid.NewGuid(), runbook.Id, false, desk.Ana)).Refused().ShouldBeOfType<Refusal.NotFound>();
        (await actions.StartAsync(desk.Incident.Id, Guid.NewGuid(), false, desk.Ana)).Fields().ShouldBe(["runbookId"]);
        await desk.Desk.RunAsync();
        (await desk.RunAsync(first.Id)).Steps.ShouldAllBe(s => s.Status == StepStatus.Skipped);
    }
}
