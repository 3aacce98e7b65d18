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
