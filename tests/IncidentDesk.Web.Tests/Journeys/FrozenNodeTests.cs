using System.Net.Http.Json;
using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Web.Tests.Journeys;

/// <summary>A real node that stands still in the middle of a transaction, as a paused machine does (SIGSTOP), and its peer.</summary>
public sealed class FrozenNodeTests
{
    /// <summary>What docs/guarantees.md promises.</summary>
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_node_frozen_in_the_middle_of_a_transaction_holds_its_peer_up_for_fifteen_seconds_at_most_and_goes_on_when_it_thaws()
    {
        await using var site = await TwoNodes.StartAsync();
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, 8).Select(i => Task.Run(() => KeepSendingAsync(site, i, stop.Token))).ToList();
        await site.Desk.IncidentAsync("triggered");
        await Wait.UntilAsync(async () => await FrozenInATransactionAsync(site), Deadline, "the first node to be caught in a transaction that writes");
        await stop.CancelAsync();
        await Task.WhenAll(load);

        await SendAsync(site, 1, "after-the-freeze", CancellationToken.None);
        await Wait.UntilAsync(async () => await StandingAsync(site) == 0, Promised, "the frozen node to lose its locks");
        await Wait.UntilAsync(async () => (long)(await site.Desk.SqlAsync("SELECT count(*) FROM open_alerts WHERE incident_id IS NOT NULL AND title LIKE '%after-the-freeze%'"))! == 1,
            Deadline, "the peer's alert to be part of an incident");
        var number = (await site.Desk.IncidentAsync("triggered"))["number"]!;
        await site.Desk.PostAsync($"incidents/{number}/acknowledge", new { }).WaitAsync(Deadline);

        site.Thaw(0);
        await Wait.UntilAsync(async () => await SendAsync(site, 0, "after-the-thaw", CancellationToken.None), Deadline, "the first node to take alerts again");
        await Wait.UntilAsync(async () => (long)(await site.Desk.SqlAsync("SELECT count(*) FROM signals WHERE outcome IS NULL"))! == 0, Deadline, "no event to wait");
    }

    /// <summary>Freezes the first node, and lets it go on again if that met it outside a transaction.</summary>
    private static async Task<bool> FrozenInATransactionAsync(TwoNodes site)
    {
        site.Freeze(0);
        await site.Desk.SqlAsync("SELECT pg_sleep(0.4)");
        if (await StandingAsync(site) > 0)
        {
            return true;
        }
        site.Thaw(0);
        return false;
    }

    /// <summary>Sessions that hold locks and stand still. The other node's transactions take some milliseconds: what stands for longer is the frozen one's.</summary>
    private static async Task<long> StandingAsync(TwoNodes site) => (long)(await site.Desk.SqlAsync(
        """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction' AND backend_xid IS NOT NULL
            AND clock_timestamp() - state_change > interval '350 ms'
        """))!;

    private static async Task KeepSendingAsync(TwoNodes site, int sender, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await SendAsync(site, 0, $"load-{sender}-{i}", stop);
        }
    }

    /// <summary>Whether this node has taken the alert.</summary>
    private static async Task<bool> SendAsync(TwoNodes site, int node, string name, CancellationToken stop)
    {
        var body = new { version = "4", status = "firing", groupKey = name, alerts = new[] { new { status = "firing", labels = new { alertname = name, severity = "critical" }, annotations = new { }, startsAt = "2026-11-28T09:00:00Z" } } };
        try
        {
            using var answer = await site.Desk.Http.PostAsJsonAsync(new UriBuilder(site.Desk.Intake) { Port = site.Ports[node] }.Uri, body, stop);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
