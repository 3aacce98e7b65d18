using IncidentDesk.Alerts;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Tests.Jobs;

/// <summary>
/// Random sequences of signals, acknowledgements, resolves, reopenings, crashes and clock moves, held against a small model of design rules 1 to 3: what was
/// accepted is digested, every firing alert has an open incident, every open incident has a future, and nobody is paged twice for one step.
/// </summary>
public sealed class RandomModelTests
{
    private const int Seeds = 200;
    private const int Steps = 15;
    private const int AtOnce = 4;
    private static readonly string[] Keys = ["a", "b", "c"];

    [Fact]
    public Task Rules_one_to_three_hold_over_random_sequences() => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(PlayFromAsync));

    private static async Task PlayFromAsync(int first)
    {
        await using var desk = await TestDesk.StartAsync();
        var (ana, root) = (await desk.PersonAsync("Ana"), await desk.PersonAsync("Root", Role.Administrator));
        var policy = await desk.PolicyAsync(1, (3, [new Target(TargetKind.Person, ana.Id)]), (3, [new Target(TargetKind.Person, root.Id)]));
        for (var seed = first; seed < Seeds; seed += AtOnce)
        {
            var source = await desk.IntegrationAsync(await desk.ServiceAsync(policy, $"Service {seed}"));
            try
            {
                await PlayAsync(desk, source, new Random(seed));
            }
            catch (Exception broken)
            {
                throw new InvalidOperationException($"Seed {seed} breaks the rules: {broken.Message}", broken);
            }
        }
        (await desk.AllAsync<Page>()).GroupBy(p => (p.EscalationId, p.Round, p.Step, p.PersonId)).ShouldAllBe(g => g.Count() == 1);
    }

    private static async Task PlayAsync(TestDesk desk, IntegrationView source, Random random)
    {
        var firing = new HashSet<string>();
        for (var step = 0; step < Steps; step++)
        {
            await ActAsync(desk, source, random, firing);
            await desk.RunAsync();
            await CheckAsync(desk, source, firing);
        }
        foreach (var incident in await OpenAsync(desk, source))
        {
            await desk.Get<IncidentActions>().ResolveAsync(incident.Id, TestDesk.Tester);
        }
        await desk.RunAsync();
    }

    private static async Task ActAsync(TestDesk desk, IntegrationView source, Random random, HashSet<string> firing)
    {
        var actions = desk.Get<IncidentActions>();
        var open = await OpenAsync(desk, source);
        switch (random.Next(10))
        {
            case <= 3:
                await SignalAsync(desk, source, firing, Keys[random.Next(Keys.Length)], random.Next(3) > 0);
                break;
            case 4:
                await Task.WhenAll(open.Select(i => actions.AcknowledgeAsync(i.Id, TestDesk.Tester)));
                break;
            case 5 when open.Count > 0:
                await actions.ResolveAsync(open[0].Id, TestDesk.Tester);
                await ForgetClosedAsync(desk, open[0].Id, firing);
                break;
            case 6 when open.Count > 0:
                await actions.MitigateAsync(open[0].Id, TestDesk.Tester);
                break;
            case 7:
                await CrashAsync(desk, source, firing, random);
                break;
            case 8:
                await desk.Get<EscalationActions>().EscalateAsync(open.FirstOrDefault()?.Id ?? Guid.Empty, TestDesk.Tester);
                break;
            default:
                await desk.MoveClockAsync(TimeSpan.FromMinutes(random.Next(1, 45)));
                break;
        }
    }

    private static async Task SignalAsync(TestDesk desk, IntegrationView source, HashSet<string> firing, string key, bool fires)
    {
        (await desk.SignalAsync(source, key, fires ? "firing" : "resolved")).ShouldBe(IntakeResult.Accepted);
        _ = fires ? firing.Add(key) : firing.Remove(key);
    }

    /// <summary>A node claims what is due and dies: its leases run out, and another node goes on.</summary>
    private static async Task CrashAsync(TestDesk desk, IntegrationView source, HashSet<string> firing, Random random)
    {
        await SignalAsync(desk, source, firing, Keys[random.Next(Keys.Length)], true);
        foreach (var lane in Lanes.Concurrency.Keys)
        {
            await JobSql.ClaimAsync(desk.Source, lane, 10, "dead", CancellationToken.None);
        }
        await using var expire = desk.Source.CreateCommand("UPDATE jobs SET lease_until = clock_timestamp() - interval '1 second' WHERE lease_until IS NOT NULL");
        await expire.ExecuteNonQueryAsync();
        await JobSql.FreeExpiredAsync(desk.Source, CancellationToken.None);
    }

    private static async Task ForgetClosedAsync(TestDesk desk, Guid incident, HashSet<string> firing)
    {
        await using var db = await desk.Desk.ReadAsync();
        firing.ExceptWith(await db.Set<Alert>().Where(a => a.IncidentId == incident && a.Status == AlertStatus.Firing).Select(a => a.DedupKey).ToListAsync());
    }

    private static async Task CheckAsync(TestDesk desk, IntegrationView source, HashSet<string> firing)
    {
        (await SafetyAudit.RunAsync(desk.Source)).ShouldBeEmpty();
        await using var db = await desk.Desk.ReadAsync();
        var alerts = await db.Set<Alert>().AsNoTracking().Where(a => a.IntegrationId == source.Id && a.Status == AlertStatus.Firing).ToListAsync();
        alerts.Select(a => a.DedupKey).Order().ShouldBe(firing.Order());
        await using var pending = desk.Source.CreateCommand("SELECT count(*) FROM signals WHERE pending");
        ((long)(await pending.ExecuteScalarAsync())!).ShouldBe(0);
        var answered = await db.Set<Incident>().Where(i => i.ServiceId == source.ServiceId && i.Status == IncidentStatus.Resolved).Select(i => i.Id).ToListAsync();
        (await db.Set<Notification>().CountAsync(n => answered.Contains(n.SubjectId) && n.Status == NotificationStatus.Queued)).ShouldBe(0);
    }

    private static async Task<List<Incident>> OpenAsync(TestDesk desk, IntegrationView source)
    {
        await using var db = await desk.Desk.ReadAsync();
        return await db.Set<Incident>().AsNoTracking().Where(i => i.ServiceId == source.ServiceId && i.Status != IncidentStatus.Resolved).OrderBy(i => i.Number).ToListAsync();
    }
}
