using IncidentDesk.Escalation;
using IncidentDesk.Jobs;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Tests.Fakes;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Tests.Notifications;

/// <summary>Lanes are shared between people: what one person's addresses do costs nobody else a page.</summary>
public sealed class FairLanesTests : IAsyncLifetime
{
    private TestDesk _desk = null!;

    public async ValueTask InitializeAsync() => _desk = await TestDesk.StartAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task However_many_messages_wait_for_one_person_the_next_place_is_for_the_next_person()
    {
        var (ana, bo) = (await HookedAsync("Ana", "http://127.0.0.1:9/ana"), await HookedAsync("Bo", "http://127.0.0.1:9/bo"));
        await QueueAsync(ana, 300, urgent: true);
        await QueueAsync(bo, 1, urgent: true);

        var claimed = await JobSql.ClaimAsync(_desk.Source, Lanes.Push, 16, "node", CancellationToken.None);
        claimed.GroupBy(j => j.Share).ToDictionary(g => g.Key!.Value, g => g.Count()).ShouldBe(new Dictionary<Guid, int> { [ana] = Lanes.PerShare, [bo] = 1 });
        (await JobSql.ClaimAsync(_desk.Source, Lanes.Push, 16, "node", CancellationToken.None)).ShouldBeEmpty();
        await _desk.MoveClockAsync(TimeSpan.FromMinutes(2));
        (await _desk.Get<JobMetrics>().LanesAsync()).Single(lane => lane.Lane == Lanes.Push).Behind.ShouldBeFalse();
        (await SafetyAudit.RunAsync(_desk.Source)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_can_wait_waits_in_a_lane_of_its_own()
    {
        var ana = await HookedAsync("Ana", "http://127.0.0.1:9/ana");
        var method = (await _desk.AllAsync<ContactMethod>()).Single().Id;
        await QueueAsync(ana, 1, urgent: false);
        (await _desk.Get<ContactMethodActions>().SendTestAsync(ana, method, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        (await _desk.AllAsync<Job>()).Where(j => j.Kind == NotificationQueue.SendKind).ShouldAllBe(j => j.Lane == Lanes.PushLow);
    }

    [Fact]
    public async Task An_address_that_does_not_answer_is_left_alone_for_a_while_with_all_that_waits_for_it_and_makes_no_engine_ill()
    {
        await using var hook = new WebhookSink { OnRequest = _ => new WebhookAnswer(503) };
        var ana = await HookedAsync("Ana", new Uri(hook.Url, "/hook").ToString());
        await QueueAsync(ana, 40, urgent: true);

        await _desk.RunAsync();
        hook.Requests.Count.ShouldBe(Lanes.PerShare);
        (await _desk.AllAsync<Job>()).Count(j => j.Kind == NotificationQueue.SendKind).ShouldBe(40);

        await _desk.MoveClockAsync(TimeSpan.FromMinutes(5));
        (await _desk.Get<JobMetrics>().LanesAsync()).Single(lane => lane.Lane == Lanes.Push).Behind.ShouldBeFalse("its own address is late, not the engine");
        await _desk.PassAsync(TimeSpan.FromMinutes(10));
        hook.Requests.Count.ShouldBeInRange(20, 120);
        (await _desk.Get<JobMetrics>().LanesAsync()).Where(lane => lane.Struggling > 0).ShouldAllBe(lane => Lanes.HasOwnAddresses(lane.Lane));
    }

    private async Task<Guid> HookedAsync(string name, string address)
    {
        var person = await _desk.PersonAsync(name, reachable: false);
        (await _desk.Get<ContactMethodActions>().AddAsync(person.Id, ContactKind.Webhook, address, verified: true, TestDesk.Tester)).Succeeded.ShouldBeTrue();
        return person.Id;
    }

    private Task QueueAsync(Guid person, int messages, bool urgent) => _desk.Desk.InTransactionAsync<bool>(async work =>
    {
        var method = await work.Db.Set<ContactMethod>().FirstAsync(m => m.PersonId == person);
        for (var i = 0; i < messages; i++)
        {
            var subject = new NotificationSubject("incident", Guid.NewGuid(), "Checkout is down", "/incidents/1");
            work.Queue(person, Guid.NewGuid(), urgent ? Urgency.High : Urgency.Low, subject, new PlannedNotification(method.Id, method.Kind, TimeSpan.Zero, "for the test"));
        }
        return true;
    });
}
