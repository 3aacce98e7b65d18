using IncidentDesk.Alerts;
using IncidentDesk.Alerts.Sources;
using IncidentDesk.Jobs;
using IncidentDesk.Tests.Fakes;
using Npgsql;

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
    public async Task One_bad_neighbour_in_a_group_commit_fails_alone()
    {
        await using var desk = await TestDesk.StartAsync();
        var ana = await desk.PersonAsync("Ana");
        var source = await desk.IntegrationAsync(await desk.ServiceAsync(await desk.PolicyAsync(ana)));
        var route = new IntegrationRoute(source.Id, source.ServiceId, source.Source, source.Name);
        var intake = desk.Get<Intake>();
        // They wait before the writer starts, so they are one group; PostgreSQL takes no text with a zero character.
        var answers = Task.WhenAll(((string[])["first", "bad\0", "last"]).Select(key => intake.AcceptAsync(route, Reading(key), default)));
        await intake.StartAsync(TestContext.Current.CancellationToken);
        (await answers.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).ShouldBe([IntakeResult.Accepted, IntakeResult.Refused, IntakeResult.Accepted]);
        await intake.StopAsync(TestContext.Current.CancellationToken);
        await desk.RunAsync();
        (await desk.IncidentAsync()).AlertCount.ShouldBe(2);
    }

    [Fact]
    public async Task Commits_that_share_a_digest_job_leave_no_signal_behind()
    {
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions(DigestGap: TimeSpan.FromMilliseconds(20)));
        var ana = await desk.PersonAsync("Ana");
        var source = await desk.IntegrationAsync(await desk.ServiceAsync(await desk.PolicyAsync(ana)));
        var other = await desk.AnotherNodeAsync();
        await using var one = await desk.StartEngineAsync();
        await using var two = await other.StartEngineAsync();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async worker =>
        {
            for (var i = 0; i < 100; i++)
            {
                (await (worker % 2 == 0 ? desk : other).SignalAsync(source, $"{worker}-{i}")).ShouldBe(IntakeResult.Accepted);
            }
        }));
        await Wait.UntilAsync(async () => await desk.CountAsync("signals WHERE pending") == 0, TimeSpan.FromSeconds(20), "every signal digested");
        (await desk.CountAsync("open_alerts")).ShouldBe(1_600);
        (await desk.IncidentAsync()).AlertCount.ShouldBe(1_600);
    }

    [Fact]
    public async Task A_shared_digest_job_waits_for_the_commit_that_shares_it()
    {
        await using var desk = await TestDesk.StartAsync(new TestDeskOptions(DigestGap: TimeSpan.FromHours(1)));
        var ana = await desk.PersonAsync("Ana");
        var source = await desk.IntegrationAsync(await desk.ServiceAsync(await desk.PolicyAsync(ana)));
        await desk.SignalAsync(source, "digested at once");
        await desk.RunAsync();
        await desk.SignalAsync(source, "sets the job of the next hour");
        await using var gate = await desk.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await SqlAsync(gate, GateAtCommit);
        var late = desk.SignalAsync(source, "shares that job");
        await Wait.UntilAsync(async () => await desk.CountAsync("pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database() WHERE l.locktype = 'advisory' AND NOT l.granted") == 1, TimeSpan.FromSeconds(10), "the commit to stand at the gate");

        await desk.MoveClockAsync(TimeSpan.FromMinutes(61));
        (await JobSql.ClaimAsync(desk.Source, Lanes.Digest, 10, "a node", TestContext.Current.CancellationToken)).ShouldBeEmpty("its digest would not see the signal that is being committed");
        await SqlAsync(gate, "SELECT pg_advisory_unlock(42)");
        (await late).ShouldBe(IntakeResult.Accepted);
        await desk.RunAsync();
        (await desk.CountAsync("signals WHERE pending")).ShouldBe(0);
        (await desk.CountAsync("open_alerts")).ShouldBe(3);
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

    /// <summary>Holds up every commit of a signal, in the partitions that there are, until the advisory lock 42 is free.</summary>
    private const string GateAtCommit =
        """
        SELECT pg_advisory_lock(42);
        CREATE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared(42); RETURN NULL; END $$;
        DO $$ DECLARE part regclass; BEGIN
            FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'signals'::regclass LOOP
                EXECUTE format('CREATE CONSTRAINT TRIGGER gate AFTER INSERT ON %s DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION gate()', part);
            END LOOP;
        END $$;
        """;

    private static async Task SqlAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static SourceReading Reading(string key) => new(
        [new ParsedSignal(key, SignalState.Firing, SourceSeverity.Critical, "Checkout is broken", "", new Dictionary<string, string>(), [], null, null, null, null)], [], null);
}
