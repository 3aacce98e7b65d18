using System.Net.Http.Json;
using IncidentDesk.Tests.Fakes;
using Npgsql;

namespace IncidentDesk.Web.Tests.Api;

/// <summary>Callers that go away before they are answered.</summary>
public sealed class CallerGoneTests
{
    [Fact]
    public async Task What_a_caller_asked_for_takes_effect_though_the_caller_went_away_and_no_statement_is_broken_off()
    {
        await using var api = await ApiHost.StartAsync();
        var team = (await api.Ana.PostAsync("/teams", new { name = "Shop" })).Text("id");
        await using (var held = await api.Get<NpgsqlDataSource>().OpenConnectionAsync(TestContext.Current.CancellationToken))
        await using (var transaction = await held.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var locks = new NpgsqlCommand("SELECT 1 FROM teams FOR UPDATE", held, transaction);
            await locks.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            using var gone = new CancellationTokenSource();
            var change = api.Ana.SendAsync(HttpMethod.Put, $"/teams/{team}", JsonContent.Create(new { name = "Store", version = 1 }), cancellation: gone.Token);
            await Wait.UntilAsync(async () => (long)(await api.SqlAsync("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"))! > 0,
                TimeSpan.FromSeconds(30), "the change to wait for the team");
            await gone.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => change);
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }
        await Wait.UntilAsync(async () => (string?)await api.SqlAsync("SELECT name FROM teams") == "Store", TimeSpan.FromSeconds(30), "the new name");
    }
}
