using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Tests.Escalation;

public sealed class SafetyTests : IAsyncLifetime
{
    private readonly SmtpSink _smtp = new();
    private readonly WebhookSink _outside = new();
    private TestDesk _desk = null!;

    public async ValueTask InitializeAsync()
    {
        _desk = await TestDesk.StartAsync(new TestDeskOptions(
            new EmailSettings(_smtp.Host, _smtp.Port, "desk@example.com", null, null, EmailSecurity.None), new Uri(_outside.Url, "/alive")));
        var root = await _desk.PersonAsync("Root", Role.Administrator);
        await _desk.SignalAsync(await _desk.IntegrationAsync(await _desk.ServiceAsync(await _desk.PolicyAsync(root))), "db");
        await _desk.RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _smtp.DisposeAsync();
        await _outside.DisposeAsync();
    }

    [Fact]
    public async Task A_clean_audit_calls_the_outside_once_a_minute_and_sends_nothing()
    {
        var before = _smtp.Mails.Count;
        await _desk.Get<SafetyWatch>().LookAsync();
        await _desk.Get<SafetyWatch>().LookAsync();
        _outside.Requests.ShouldHaveSingleItem();
        await _desk.MoveClockAsync(TimeSpan.FromMinutes(1));
        await _desk.Get<SafetyWatch>().LookAsync();
        _outside.Requests.Count.ShouldBe(2);
        _smtp.Mails.Count.ShouldBe(before);
    }

    [Theory]
    [InlineData("DELETE FROM jobs WHERE kind = 'incident-climb'", "no one will be notified")]
    [InlineData("UPDATE incidents SET status = 'resolved'", "belongs to no open incident")]
    [InlineData("UPDATE jobs SET due_at = desk_now() - interval '2 minutes' WHERE kind = 'incident-climb'", "late by more than a minute")]
    [InlineData("UPDATE signals SET pending = true, received_at = desk_now() - interval '2 minutes'", "waited for over a minute")]
    public async Task A_problem_without_a_future_raises_the_alarm_past_the_queue_and_silences_the_dead_man_call(string damage, string words)
    {
        var before = _smtp.Mails.Count;
        await using (var command = _desk.Source.CreateCommand(damage))
        {
            await command.ExecuteNonQueryAsync();
        }
        await _desk.Get<SafetyWatch>().LookAsync();
        var alarm = _smtp.Mails.Skip(before).ShouldHaveSingleItem();
        alarm.Recipients.ShouldBe(["root@example.com"]);
        alarm.Text!.ShouldContain(words);
        _outside.Requests.ShouldBeEmpty();

        await _desk.Get<SafetyWatch>().LookAsync();
        _smtp.Mails.Count.ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_disk_that_is_full_raises_the_alarm_although_everything_can_be_read()
    {
        var before = _smtp.Mails.Count;
        // As PostgreSQL refuses what needs new room (SQLSTATE 53100), without filling the disk of whoever runs the tests.
        await using (var command = _desk.Source.CreateCommand(
            """
            CREATE FUNCTION no_room() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$;
            CREATE EVENT TRIGGER no_room ON ddl_command_start WHEN TAG IN ('CREATE TABLE AS') EXECUTE FUNCTION no_room()
            """))
        {
            await command.ExecuteNonQueryAsync();
        }
        await _desk.Get<SafetyWatch>().LookAsync();
        _smtp.Mails.Skip(before).ShouldHaveSingleItem().Text!.ShouldContain("can't write to its database, so alerts are refused and no one is paged: No space left on device");
        _outside.Requests.ShouldBeEmpty();
        _desk.Get<SafetyWatch>().CanWrite.ShouldBeFalse();
    }

    [Fact]
    public async Task An_acknowledged_a_mitigated_and_a_resolved_incident_are_all_clean()
    {
        var incident = await _desk.IncidentAsync();
        var actions = _desk.Get<IncidentActions>();
        Func<Task<IncidentDesk.Kernel.Outcome<Incident>>>[] steps =
        [
            () => actions.AcknowledgeAsync(incident.Id, TestDesk.Tester),
            () => actions.MitigateAsync(incident.Id, TestDesk.Tester),
            () => actions.ResolveAsync(incident.Id, TestDesk.Tester),
        ];
        foreach (var step in steps)
        {
            (await step()).Succeeded.ShouldBeTrue();
            (await SafetyAudit.RunAsync(_desk.Source)).ShouldBeEmpty();
        }
    }
}
