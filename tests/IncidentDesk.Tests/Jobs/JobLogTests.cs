using IncidentDesk.Jobs;
using IncidentDesk.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IncidentDesk.Tests.Jobs;

/// <summary>What an operator reads when a job fails.</summary>
public sealed class JobLogTests
{
    [Fact]
    public async Task A_job_that_loses_the_database_says_so_in_one_line()
    {
        var (level, error) = await FailedAsync("SELECT pg_terminate_backend(pg_backend_pid())");
        level.ShouldBe(LogLevel.Warning);
        error.ShouldBeNull();
    }

    [Fact]
    public async Task A_job_with_a_fault_shows_where_it_is()
    {
        var (level, error) = await FailedAsync("SELECT nothing FROM nowhere");
        level.ShouldBe(LogLevel.Error);
        error.ShouldBeOfType<PostgresException>();
    }

    /// <summary>The one line that an engine writes over a job that runs this statement.</summary>
    private static async Task<(LogLevel Level, Exception? Error)> FailedAsync(string sql)
    {
        await using var desk = await TestDesk.StartAsync();
        await desk.RunAsync();
        var log = new Lines();
        using var engine = new JobEngine([new Statement(desk.Source, sql)], desk.Source, desk.Get<Wakeups>(), desk.Get<JobMetrics>(), log);
        await desk.Desk.InTransactionAsync<bool>(work =>
        {
            work.Enqueue(Lanes.Escalation, Statement.Name, Guid.NewGuid(), work.Now);
            return Task.FromResult(true);
        });
        (await engine.RunDueAsync()).ShouldBe(1);
        return log.Written.ShouldHaveSingleItem();
    }

    private sealed class Statement(NpgsqlDataSource source, string sql) : IJobHandler
    {
        public const string Name = "test.statement";

        public string Kind => Name;

        public async Task RunAsync(JobLease lease, CancellationToken cancellation)
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private sealed class Lines : ILogger<JobEngine>
    {
        public List<(LogLevel, Exception?)> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Written.Add((logLevel, exception));
    }
}
