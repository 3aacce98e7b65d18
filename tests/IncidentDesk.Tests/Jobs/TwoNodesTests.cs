using IncidentDesk.Alerts;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Tests.Jobs;

public sealed class TwoNodesTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Two_engines_at_once_page_each_person_once_for_each_step()
    {
        await using var smtp = new SmtpSink();
        await using var first = await TestDesk.StartAsync(new TestDeskOptions(new EmailSettings(smtp.Host, smtp.Port, "desk@example.com", null, null, EmailSecurity.None)));
        var second = await first.AnotherNodeAsync();
        var (ana, bo) = (await first.PersonAsync("Ana"), await first.PersonAsync("Bo"));
        var policy = await first.PolicyAsync(1, (5, [new Target(TargetKind.Person, ana.Id)]), (5, [new Target(TargetKind.Person, bo.Id)]));
        var sources = new List<IntegrationView>();
        for (var i = 0; i < 10; i++)
        {
            sources.Add(await first.IntegrationAsync(await first.ServiceAsync(policy, $"Service {i}")));
        }

        await using var one = await first.StartEngineAsync();
        await using var two = await second.StartEngineAsync();
        await Task.WhenAll(sources.Select((s, i) => (i % 2 == 0 ? first : second).SignalAsync(s, "db")));
        for (var round = 1; round <= 4; round++)
        {
            var pages = round * 10;
            await Wait.UntilAsync(async () => (await first.CountAsync("pages")) == pages, Deadline, $"{pages} pages");
            await first.MoveClockAsync(TimeSpan.FromMinutes(5));
        }
        await Wait.UntilAsync(async () => (await first.AllAsync<Notification>()).Count(n => n.Method == ContactKind.Email && n.Status == NotificationStatus.Sent) == 40, Deadline, "40 sent mails");
        (await first.AllAsync<Page>()).GroupBy(p => (p.EscalationId, p.Round, p.Step, p.PersonId)).ShouldAllBe(g => g.Count() == 1);
        smtp.Mails.GroupBy(m => m.Header("Message-ID")).ShouldAllBe(g => g.Count() == 1);
        smtp.Mails.Count.ShouldBe(40);
    }

    [Fact]
    public async Task A_job_of_a_node_that_died_is_taken_over_and_the_dead_node_can_no_longer_finish_it()
    {
        await using var desk = await TestDesk.StartAsync();
        var ana = await desk.PersonAsync("Ana");
        await desk.SignalAsync(await desk.IntegrationAsync(await desk.ServiceAsync(await desk.PolicyAsync(ana))), "db");
        var dead = (await JobSql.ClaimAsync(desk.Source, Lanes.Digest, 10, "dead", CancellationToken.None)).ShouldHaveSingleItem();
        await desk.RunAsync();
        (await desk.CountAsync("incidents")).ShouldBe(0);

        await using (var expire = desk.Source.CreateCommand("UPDATE jobs SET lease_until = clock_timestamp() - interval '1 second' WHERE lease_until IS NOT NULL"))
        {
            await expire.ExecuteNonQueryAsync();
        }
        await JobSql.FreeExpiredAsync(desk.Source, CancellationToken.None);
        await desk.RunAsync();
        (await desk.CountAsync("incidents")).ShouldBe(1);
        await Should.ThrowAsync<LeaseLostException>(() => desk.Desk.InTransactionAsync<bool>(async work =>
        {
            await new JobLease(dead, desk.Source).FinishAsync(work);
            return true;
        }));
    }

    [Fact]
    public async Task A_failing_job_stays_comes_back_after_growing_pauses_and_shows_its_error()
    {
        await using var desk = await TestDesk.StartAsync();
        await desk.Desk.InTransactionAsync<bool>(work =>
        {
            work.Enqueue(Lanes.Escalation, PageJobs.Unreachable, Guid.NewGuid(), work.Now);
            return Task.FromResult(true);
        });
        for (var i = 0; i < 5; i++)
        {
            await desk.RunAsync();
            await desk.MoveClockAsync(JobEngine.Pause(i) + TimeSpan.FromSeconds(1));
        }
        var job = (await desk.AllAsync<Job>()).Single(j => j.Kind == PageJobs.Unreachable);
        job.Attempt.ShouldBe(5);
        (await desk.Get<JobMetrics>().LanesAsync()).ShouldContain(l => l.Lane == Lanes.Escalation && l.Struggling == 1 && l.LastError != null);
    }

    [Fact]
    public async Task Join_and_auto_resolve_raced_a_thousand_times_leave_no_firing_alert_without_an_open_incident()
    {
        await using var first = await TestDesk.StartAsync();
        var second = await first.AnotherNodeAsync();
        var root = await first.PersonAsync("Root", Role.Administrator);
        var source = await first.IntegrationAsync(await first.ServiceAsync(await first.PolicyAsync(root)));
        await first.SignalAsync(source, "key-0");
        await first.RunAsync();
        for (var i = 0; i < 1_000; i++)
        {
            await Task.WhenAll(
                SendAndRunAsync(first, source, $"key-{i % 2}", "resolved"),
                SendAndRunAsync(second, source, $"key-{(i + 1) % 2}", "firing"));
            var violations = await SafetyAudit.RunAsync(first.Source);
            violations.ShouldBeEmpty($"after race {i}");
            (await FiringAsync(first)).ShouldBe(1, $"after race {i}");
        }
        (await first.AllAsync<Incident>()).ShouldAllBe(i => i.Seq > 0);
    }

    private static async Task SendAndRunAsync(TestDesk node, IntegrationView source, string key, string state)
    {
        await node.SignalAsync(source, key, state);
        await node.Get<JobEngine>().RunDueAsync();
    }

    private static async Task<long> FiringAsync(TestDesk desk)
    {
        await using var command = desk.Source.CreateCommand(
            "SELECT count(*) FROM open_alerts a JOIN incidents i ON i.id = a.incident_id WHERE a.status = 'firing' AND i.status <> 'resolved'");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
