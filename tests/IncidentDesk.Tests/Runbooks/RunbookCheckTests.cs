using IncidentDesk.Catalog;
using IncidentDesk.Kernel;
using IncidentDesk.Runbooks;

namespace IncidentDesk.Tests.Runbooks;

/// <summary>What can be stored as a runbook: one desk, many drafts.</summary>
public sealed class RunbookCheckTests
{
    [Fact]
    public async Task Every_wrong_member_of_a_step_is_named()
    {
        await using var desk = await RunDesk.StartAsync();
        var text = new RunbookStep(StepKind.Text, Text: "Look.");
        var command = desk.Program();
        var http = new RunbookStep(StepKind.Http, Url: "http://shop.example.com/");
        (RunbookStep Step, string Field)[] cases =
        [
            (text with { Text = " " }, "text"),
            (text with { Url = "http://x" }, "url"),
            (text with { TimeLimit = TimeSpan.FromMinutes(1) }, "timeLimit"),
            (text with { Title = "two\nlines" }, "title"),
            (command with { Command = null }, "command"),
            (command with { Command = [] }, "command"),
            (command with { Command = ["/bin/sh", "-c", "id"] }, "command[0]"),
            (command with { Command = ["program"] }, "command[0]"),
            (command with { Command = [desk.Folder + "/./program"] }, "command[0]"),
            (command with { Command = [desk.Script, "a\0b"] }, "command[1]"),
            (command with { Command = [desk.Script, new string('x', 4_001)] }, "command[1]"),
            (command with { Environment = [new("LD_PRELOAD", "/tmp/x.so")] }, "environment[0].name"),
            (command with { Environment = [new("RUNBOOK_A", "1"), new("RUNBOOK_A", "2")] }, "environment[1].name"),
            (command with { TimeLimit = TimeSpan.FromHours(2) }, "timeLimit"),
            (command with { TimeLimit = TimeSpan.Zero }, "timeLimit"),
            (command with { Command = [desk.Script, "${secret:nobody}"] }, ""),
            (http with { Url = "file:///etc/passwd" }, "url"),
            (http with { Url = "http://user:word@shop.example.com/" }, "url"),
            (http with { Method = "CONNECT" }, "method"),
            (http with { Headers = [new("Host", "other")] }, "headers[0].name"),
            (http with { Headers = [new("X-A", "1\r\nX-B: 2")] }, "headers"),
            (http with { Body = "{}" }, "body"),
            (http with { Method = "POST", Retry = true }, "retry"),
            (http with { ExpectedStatus = 7 }, "expectedStatus"),
            (new(StepKind.Ansible), "playbook"),
            (new(StepKind.Ansible, Playbook: "x.yml", Variables: [new("ansible_python_interpreter", "/tmp/x")]), "variables[0].name"),
        ];
        foreach (var (step, field) in cases)
        {
            var made = await desk.Desk.Get<RunbookActions>().CreateAsync(new RunbookDraft("Draft", desk.Service.Id, [text, step]), desk.Ana);
            made.Fields().ShouldContain(field.Length == 0 ? "steps[1]" : $"steps[1].{field}", step.ToString());
        }
    }

    [Fact]
    public async Task A_runbook_has_a_name_of_its_own_a_service_and_steps_and_keeps_its_service_from_being_deleted()
    {
        await using var desk = await RunDesk.StartAsync();
        var actions = desk.Desk.Get<RunbookActions>();
        var made = await desk.RunbookAsync(desk.Program());
        (await actions.CreateAsync(new RunbookDraft(made.Name, Guid.NewGuid(), []), desk.Ana)).Fields().ShouldBe(["name", "serviceId", "steps"]);
        (await actions.ChangeAsync(made.Id, new RunbookDraft("Other", desk.Service.Id, made.Steps), 7, desk.Ana)).Refused().ShouldBeOfType<Refusal.Stale>();
        (await desk.Desk.Get<ServiceActions>().DeleteAsync(desk.Service.Id, null, desk.Ana)).Refused().Message.ShouldContain("the runbook Repair 1");
        (await actions.DeleteAsync(made.Id, made.Version, desk.Ana)).Succeeded.ShouldBeTrue();
        (await actions.DeleteAsync(made.Id, null, desk.Ana)).Refused().ShouldBeOfType<Refusal.NotFound>();
    }

    [Fact]
    public async Task A_secret_that_could_not_be_named_or_masked_is_refused()
    {
        await using var desk = await RunDesk.StartAsync();
        foreach (var (name, value, field) in new[] { ("", "hunter2hunter2", "name"), ("a b", "hunter2hunter2", "name"), ("a", "short", "value") })
        {
            (await desk.Desk.Get<SecretActions>().CreateAsync(new SecretDraft(name, value), desk.Ana)).Fields().ShouldContain(field);
        }
    }
}
