using IncidentDesk.Escalation;
using IncidentDesk.Kernel;
using IncidentDesk.OnCall;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IncidentDesk.Tests.OnCall;

/// <summary>Schedules over a database of their own, with Ana, Bo and Chen in it and the clock at 2026-01-05 12:00 UTC.</summary>
internal sealed class ScheduleDesk : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly ServiceProvider _services;

    private ScheduleDesk(NpgsqlDataSource source)
    {
        _source = source;
        _services = new ServiceCollection().AddLogging().AddDeskStorage(source).AddOnCall().AddPolicies().BuildServiceProvider();
    }

    public static DateTimeOffset Noon { get; } = Rota.Utc("2026-01-05T12:00");

    public static Caller By { get; } = new(Rota.Ana, "Ana", "api");

    /// <summary>An administrator who is on call in no schedule.</summary>
    public static Caller Root { get; } = new(new Guid("01900000-0000-7000-8000-00000000dea2"), "Root", "api");

    public ScheduleActions Actions => _services.GetRequiredService<ScheduleActions>();

    public ScheduleQueries Queries => _services.GetRequiredService<ScheduleQueries>();

    public static async Task<ScheduleDesk> StartAsync()
    {
        var desk = new ScheduleDesk(NpgsqlDataSource.Create(await TestPostgres.NewDatabaseAsync()));
        await desk.MoveClockAsync(Noon);
        await using var db = await desk.ReadAsync();
        db.AddRange(Person(Root.PersonId!.Value, Root.Name, Role.Administrator), Person(Rota.Ana, "Ana", Role.Administrator), Person(Rota.Bo, "Bo"), Person(Rota.Chen, "Chen"));
        await db.SaveChangesAsync();
        return desk;
    }

    public Task<DeskDb> ReadAsync() => _services.GetRequiredService<Desk>().ReadAsync();

    /// <summary>From now on the database's clock goes on from this instant.</summary>
    public async Task MoveClockAsync(DateTimeOffset to)
    {
        await using var db = await ReadAsync();
        await db.Database.ExecuteSqlAsync($"UPDATE desk_clock SET shift = {to} - statement_timestamp()");
    }

    /// <summary>The person leaves the desk.</summary>
    public async Task LeaveAsync(Guid person)
    {
        await using var db = await ReadAsync();
        await db.Set<Person>().Where(p => p.Id == person).ExecuteUpdateAsync(set => set.SetProperty(p => p.DisabledAt, Noon));
    }

    public async Task<Guid> CreateAsync(string name, params LayerDraft[] layers) =>
        (await Actions.CreateAsync(new ScheduleDraft(name, "UTC", layers), By)).Value.Id;

    public async Task<OnCallAnswer> ResolveAsync(Guid schedule, DateTimeOffset at)
    {
        await using var db = await ReadAsync();
        return await OnCallLookup.ResolveAsync(db, schedule, at);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _source.DisposeAsync();
    }

    private static Person Person(Guid id, string name, Role role = Role.Responder) =>
        new() { Id = id, Name = name, Role = role, Email = $"{name.ToLowerInvariant()}@example.org", CreatedAt = Noon };
}
