using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Tests.Fakes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentDesk.Tests.Storage;

public sealed class DatabaseAwayTests
{
    [Fact]
    public async Task A_server_that_ends_the_connection_or_is_not_there_or_lets_nobody_in_is_away()
    {
        await using var desk = await TestDesk.StartAsync();
        DatabaseAway.Is(await FailureAsync(desk.Source, "SELECT pg_terminate_backend(pg_backend_pid())")).ShouldBeTrue();

        await using var nowhere = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(desk.ConnectionString) { Port = FreePort.Find() });
        DatabaseAway.Is(await FailureAsync(nowhere, "SELECT 1")).ShouldBeTrue();

        foreach (var refused in new NpgsqlConnectionStringBuilder[] { new(desk.ConnectionString) { Database = "dropped" }, new(desk.ConnectionString) { Username = "nobody" } })
        {
            await using var closed = NpgsqlDataSource.Create(refused);
            DatabaseAway.Is(await FailureAsync(closed, "SELECT 1")).ShouldBeTrue();
        }

        DatabaseAway.Is(await FailureAsync(desk.Source, "BEGIN READ ONLY; UPDATE desk_clock SET shift = shift")).ShouldBeTrue();

        await using var db = await desk.Desk.ReadAsync();
        DatabaseAway.Is(await Should.ThrowAsync<Exception>(() => db.Database.ExecuteSqlRawAsync("SELECT pg_terminate_backend(pg_backend_pid())"))).ShouldBeTrue();
    }

    [Theory]
    [InlineData("53100")] // disk_full
    [InlineData("53200")] // out_of_memory
    [InlineData("58030")] // io_error
    [InlineData("XX000")] // internal_error, said of files that can't be written
    [InlineData("55P03")] // lock_not_available
    public async Task A_server_that_has_no_room_or_no_luck_with_its_files_is_away(string state)
    {
        await using var desk = await TestDesk.StartAsync();
        DatabaseAway.Is(await FailureAsync(desk.Source, $"DO $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '{state}'; END $$")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_session_that_stands_still_in_a_transaction_loses_its_locks_and_its_peers_go_on()
    {
        await using var desk = await TestDesk.StartAsync();
        var source = await desk.IntegrationAsync(await desk.ServiceAsync(await desk.PolicyAsync(await desk.PersonAsync("Ana"))));
        await desk.SignalAsync(source, "db");
        await desk.RunAsync();
        var peer = await desk.AnotherNodeAsync();
        await using var frozen = await desk.Source.OpenConnectionAsync();
        await using var transaction = await frozen.BeginTransactionAsync();
        await using (var locks = new NpgsqlCommand("SELECT 1 FROM service_groups FOR UPDATE", frozen, transaction))
        {
            await locks.ExecuteNonQueryAsync();
        }

        await peer.SignalAsync(source, "web");
        await peer.RunAsync().WaitAsync(TimeSpan.FromSeconds(30));

        (await peer.IncidentAsync()).AlertCount.ShouldBe(2);
        DatabaseAway.Is(await Should.ThrowAsync<Exception>(() => transaction.CommitAsync())).ShouldBeTrue();
    }

    [Fact]
    public async Task A_wrong_statement_and_a_value_that_may_not_be_are_not()
    {
        await using var desk = await TestDesk.StartAsync();
        DatabaseAway.Is(await FailureAsync(desk.Source, "SELECT nothing FROM nowhere")).ShouldBeFalse();
        DatabaseAway.Is(await FailureAsync(desk.Source, "SELECT 1 / 0")).ShouldBeFalse();
        await using (var connection = await desk.Source.OpenConnectionAsync())
        {
            await using var first = new NpgsqlCommand("SELECT generate_series(1, 10)", connection);
            await using var rows = await first.ExecuteReaderAsync();
            await using var second = new NpgsqlCommand("SELECT 1", connection);
            DatabaseAway.Is(await Should.ThrowAsync<Exception>(() => second.ExecuteScalarAsync())).ShouldBeFalse();
        }

        var team = new Team { Id = Guid.NewGuid(), Name = "Shop" };
        (await desk.Get<TeamActions>().CreateAsync(new TeamDraft(team.Name), TestDesk.Tester)).Succeeded.ShouldBeTrue();
        DatabaseAway.Is(await Should.ThrowAsync<DbUpdateException>(() => desk.Desk.InTransactionAsync<bool>(work =>
        {
            work.Db.Add(team);
            return Task.FromResult(true);
        }))).ShouldBeFalse();
    }

    private static async Task<Exception> FailureAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await Should.ThrowAsync<Exception>(() => command.ExecuteScalarAsync());
    }
}
