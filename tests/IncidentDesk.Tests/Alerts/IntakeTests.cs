using IncidentDesk.Alerts;

namespace IncidentDesk.Tests.Alerts;

public sealed class IntakeTests
{
    [Fact]
    public async Task With_the_database_away_nothing_is_accepted()
    {
        await using var desk = await TestDesk.StartAsync();
        var ana = await desk.PersonAsync("Ana");
        var source = await desk.IntegrationAsync(await desk.ServiceAsync(await desk.PolicyAsync(ana)));
        (await desk.SignalAsync(source, "before")).ShouldBe(IntakeResult.Accepted);
        (await desk.CountAsync("signals")).ShouldBe(1);

        await TestPostgres.DropAsync(desk.ConnectionString);
        (await desk.SignalAsync(source, "after")).ShouldBe(IntakeResult.Busy);
    }

    [Fact]
    public async Task Many_at_once_are_each_answered_and_all_of_them_are_kept_and_digested()
    {
        await using var desk = await TestDesk.StartAsync();
        var ana = await desk.PersonAsync("Ana");
        var source = await desk.IntegrationAsync(await desk.ServiceAsync(await desk.PolicyAsync(ana)));
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => desk.SignalAsync(source, $"key-{i}")));
        answers.ShouldAllBe(answer => answer == IntakeResult.Accepted);
        (await desk.CountAsync("signals")).ShouldBe(500);
        await desk.RunAsync();
        (await desk.IncidentAsync()).AlertCount.ShouldBe(500);
        (await desk.CountAsync("open_alerts")).ShouldBe(500);
    }

    [Fact]
    public void A_storm_spreads_its_digests_and_a_quiet_service_is_digested_at_once()
    {
        var pace = new DigestPace(TimeSpan.FromMilliseconds(100));
        var (service, now) = (Guid.NewGuid(), new DateTimeOffset(2026, 11, 22, 2, 12, 0, TimeSpan.Zero));
        pace.DueAt(service, now).ShouldBe(now);
        pace.DueAt(service, now.AddMilliseconds(10)).ShouldBe(now.AddMilliseconds(100));
        pace.DueAt(service, now.AddMilliseconds(60)).ShouldBe(now.AddMilliseconds(100));
        pace.DueAt(service, now.AddMilliseconds(130)).ShouldBe(now.AddMilliseconds(200));
        pace.DueAt(service, now.AddSeconds(5)).ShouldBe(now.AddSeconds(5));
        pace.DueAt(Guid.NewGuid(), now.AddMilliseconds(10)).ShouldBe(now.AddMilliseconds(10));
    }
}
