using System.Net;
using System.Reflection;
using IncidentDesk.Storage;
using IncidentDesk.Tests;
using IncidentDesk.Tests.Fakes;
using IncidentDesk.Web.Tests.Api;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentDesk.Web.Tests.Hosting;

/// <summary>
/// Upgrades from each release: <c>TestData/Releases</c> holds the data of a desk that was used with it, named after its last migration. A release adds its file
/// when the next one adds a migration: <c>pg_dump --data-only
/// --column-inserts --load-via-partition-root</c>, without the rows of the history of migrations and of the clock.
/// </summary>
public sealed class ReleaseTests
{
    /// <summary>The administrator's in every file; worth nothing anywhere else.</summary>
    private const string Token = "idt_0123456789abcdef0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Filled = new(2026, 11, 22, 16, 51, 0, TimeSpan.Zero);

    public static TheoryData<string> Releases => [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "TestData", "Releases"), "*.sql").Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task A_desk_of_the_release_keeps_everything_through_the_upgrade_and_its_climb_goes_on(string release)
    {
        var database = await TestPostgres.NewDatabaseAsync("empty", _ => Task.CompletedTask);
        await FillAsync(database, release);
        await using var source = DeskDataSource.Create(database);
        var before = await CountsAsync(source);
        before["incidents"].ShouldBeGreaterThan(0);
        await Schema.MigrateAsync(source, TestContext.Current.CancellationToken);
        var after = await CountsAsync(source);
        before.ShouldAllBe(table => after[table.Key] == table.Value);

        await using var desk = await ApiHost.StartAsync(database);
        await ReadEverythingAsync(desk.Get<Desk>());
        var administrator = desk.With(Token);
        var open = (await administrator.GetAsync("/incidents?status=triggered")).Json["items"]!.AsArray().ShouldHaveSingleItem()!;
        (await administrator.GetAsync("/incidents/1/roles")).Json[0]!["person"]!["name"]!.ToString().ShouldBe("Bo");
        await desk.SqlAsync("UPDATE desk_clock SET shift = shift + interval '6 minutes'");
        await Wait.UntilAsync(async () => (long)(await desk.SqlAsync("SELECT count(*) FROM pages"))! > before["pages"], TimeSpan.FromSeconds(30), "the next page of the climb");
        (await administrator.PostAsync($"/incidents/{open["number"]}/acknowledge", new { })).Is(HttpStatusCode.OK);
    }

    private static async Task FillAsync(string database, string release)
    {
        await using var source = NpgsqlDataSource.Create(database);
        var options = new DbContextOptionsBuilder<DeskDb>();
        options.UseDesk(source);
        await using var db = new DeskDb(options.Options);
        await db.Database.MigrateAsync(release, TestContext.Current.CancellationToken);
        await using var fill = source.CreateCommand(
            $"""
            SET session_replication_role = replica;
            UPDATE desk_clock SET shift = '{Filled:O}'::timestamptz - now();
            SELECT desk_ensure_partition('signals', '{Filled:O}'), desk_ensure_partition('closed_alerts', '{Filled:O}');
            """ + await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "TestData", "Releases", release + ".sql")));
        await fill.ExecuteNonQueryAsync();
    }

    private static async Task<Dictionary<string, long>> CountsAsync(NpgsqlDataSource source)
    {
        var counts = new Dictionary<string, long>();
        await using var tables = source.CreateCommand(
            """
            SELECT relname, (xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM %I', relname), false, true, '')))[1]::text::bigint
            FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> '__EFMigrationsHistory'
            """);
        await using var rows = await tables.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            counts.Add(rows.GetString(0), rows.GetInt64(1));
        }
        return counts;
    }

    /// <summary>Every row of every mapped table can still be read as what it is.</summary>
    private static async Task ReadEverythingAsync(Desk desk)
    {
        var read = typeof(ReleaseTests).GetMethod(nameof(ReadAllAsync), BindingFlags.NonPublic | BindingFlags.Static)!;
        await using var db = await desk.ReadAsync();
        foreach (var entity in db.Model.GetEntityTypes().Where(e => !e.IsOwned() && e.GetTableName() is not null && !e.HasSharedClrType))
        {
            await (Task)read.MakeGenericMethod(entity.ClrType).Invoke(null, [db])!;
        }
    }

    private static Task ReadAllAsync<T>(DeskDb db)
        where T : class => db.Set<T>().AsNoTracking().ToListAsync();
}
