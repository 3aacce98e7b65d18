using IncidentDesk.Runbooks;

namespace IncidentDesk.Tests.Runbooks;

/// <summary>Playbooks by the real ansible-playbook.</summary>
public sealed class AnsibleStepTests
{
    private const string Playbook = """
        - hosts: localhost
          connection: local
          gather_facts: false
          tasks:
            - ansible.builtin.copy:
                content: "{{ said }}\n"
                dest: "{{ target }}"
                mode: "0644"
            - ansible.builtin.debug:
                var: said
        """;

    [Fact]
    public async Task A_dry_run_is_the_check_mode_with_its_diff_and_the_run_acts_with_variables_as_data()
    {
        await using var desk = await RunDesk.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(desk.Folder, "say.yml"), Playbook);
        var target = Path.Combine(desk.Folder, "said");
        await File.WriteAllTextAsync(target, "before\n");
        var step = new RunbookStep(StepKind.Ansible, Playbook: "say.yml", Variables: [new("said", "{{ 6 * 7 }}"), new("target", target)]);

        var dry = await desk.StartRunAsync(true, step);
        await desk.Desk.RunAsync();
        var log = await desk.LogAsync(dry.Id);
        (await desk.RunAsync(dry.Id)).Status.ShouldBe(RunStatus.Succeeded, log);
        log.ShouldStartWith("$ ansible-playbook --check --diff say.yml");
        log.ShouldContain("-before\n+{{ 6 * 7 }}\n");
        log.ShouldNotContain("\u001b");
        (await File.ReadAllTextAsync(target)).ShouldBe("before\n");

        var run = await desk.DoAsync(step);
        run.Steps[0].ExitCode.ShouldBe(0, await desk.LogAsync(run.Id));
        (await File.ReadAllTextAsync(target)).ShouldBe("{{ 6 * 7 }}\n");
        (await desk.LogAsync(run.Id)).ShouldContain("changed=1");
        Directory.GetFiles(desk.Folder, "*.retry").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_playbook_that_no_host_matches_has_failed_because_nothing_was_done(bool dryRun)
    {
        await using var desk = await RunDesk.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(desk.Folder, "nomatch.yml"), Playbook.Replace("hosts: localhost", "hosts: checkout_servers", StringComparison.Ordinal));
        var run = await desk.StartRunAsync(dryRun, new RunbookStep(StepKind.Ansible, Playbook: "nomatch.yml"));
        await desk.Desk.RunAsync();
        var over = await desk.RunAsync(run.Id);
        (over.Status, over.Steps[0].ExitCode, over.Steps[0].Reason).ShouldBe((RunStatus.Failed, 0, "Nothing was done: no host of the inventory matched."), await desk.LogAsync(run.Id));
    }

    [Fact]
    public async Task A_playbook_outside_of_the_folder_is_refused()
    {
        await using var desk = await RunDesk.StartAsync();
        var outside = Path.Combine(Path.GetTempPath(), $"outside-{Guid.NewGuid():N}.yml");
        await File.WriteAllTextAsync(outside, Playbook);
        File.CreateSymbolicLink(Path.Combine(desk.Folder, "linked.yml"), outside);
        foreach (var (playbook, why) in new[]
        {
            ("../" + Path.GetFileName(outside), "There is no playbook"), (outside, "There is no playbook"), ("linked.yml", "points outside the server's folder"),
            ("program", "ends in .yml"), ("missing.yml", "There is no playbook"),
        })
        {
            var made = await desk.Desk.Get<RunbookActions>().CreateAsync(new RunbookDraft("Say", desk.Service.Id, [new(StepKind.Ansible, Playbook: playbook)]), desk.Ana);
            made.Fields().ShouldBe(["steps[0].playbook"]);
            made.Refused().Message.ShouldContain(why, Case.Sensitive, playbook);
        }
        File.Delete(outside);
    }
}
