using Npgsql;

namespace IncidentDesk.Tests.Storage.Postgres;

public sealed class TestPostgresTests
{
    [Fact]
    public async Task Each_test_gets_a_database_of_its_own_cloned_from_the_template()
    {
        var builds = 0;
        async Task Build(string connectionString)
        {
            Interlocked.Increment(ref builds);
            await RunAsync(connectionString, "CREATE TABLE shelf (book text); INSERT INTO shelf VALUES ('template')");
        }

        var first = await TestPostgres.NewDatabaseAsync("shelves", Build);
        var second = await TestPostgres.NewDatabaseAsync("shelves", Build);
        await RunAsync(first, "INSERT INTO shelf VALUES ('mine')");

        builds.ShouldBe(1);
        (await RunAsync(first, "SELECT count(*) FROM shelf")).ShouldBe(2L);
        (await RunAsync(second, "SELECT count(*) FROM shelf")).ShouldBe(1L);
    }

    [Fact]
    public async Task A_new_database_has_the_desks_schema() =>
        (await RunAsync(await TestPostgres.NewDatabaseAsync(), "SELECT count(*) FROM jobs")).ShouldBe(0L);

    private static async Task<object?> RunAsync(string connectionString, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var command = dataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
