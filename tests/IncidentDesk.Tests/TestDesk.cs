using System.Text;
using System.Text.Json;
using IncidentDesk.Alerts;
using IncidentDesk.Alerts.Sources;
using IncidentDesk.Catalog;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Runbooks;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IncidentDesk.Tests;

/// <summary>
/// One node of the program without its web, on a database of its own, with the clock in the test's hand: signals are posted, time is moved, and
/// <see cref="RunAsync"/> does what is due. Further nodes can be started on the same database.
/// </summary>
public sealed class TestDesk : IAsyncDisposable
{
    /// <summary>When each desk starts: a Thursday noon, so that no weekly mail and no hand-over of the day the tests run on comes between.</summary>
    private static readonly DateTimeOffset Start = new(2027, 2, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services;
    private readonly List<TestDesk> _others = [];
    private readonly TestDeskOptions _options;
    private bool _intakeStarted;

    private TestDesk(string connectionString, NpgsqlDataSource source, SecretBox box, TestDeskOptions options)
    {
        (ConnectionString, Source, _options) = (connectionString, source, options);
        var services = new ServiceCollection();
        services.AddLogging(log => log.SetMinimumLevel(LogLevel.None));
        services.AddDomain(source, box, new NotificationSettings(new Uri("http://localhost:8080"), options.Email, AllowPrivateNetworks: true), new DeadManSettings(options.DeadMan), options.Runbooks);
        // Tests step the engine by hand: every digest is due at once, unless a test says otherwise.
        services.AddSingleton(new DigestPace(options.DigestGap));
        _services = services.BuildServiceProvider();
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Source { get; }

    public Desk Desk => Get<Desk>();

    /// <summary>An administrator of every desk of the tests: sets up what a test needs, and may everything.</summary>
    public static Caller Tester { get; } = new(new Guid("01900000-0000-7000-8000-00000000dea1"), "Tester", "test");

    public static async Task<TestDesk> StartAsync(TestDeskOptions? options = null)
    {
        var connectionString = await TestPostgres.NewDatabaseAsync();
        await using (var source = DeskDataSource.Create(connectionString))
        await using (var command = source.CreateCommand("UPDATE desk_clock SET shift = $1 - now()"))
        {
            command.Parameters.Add(new() { Value = Start });
            await command.ExecuteNonQueryAsync();
        }
        var desk = await NodeAsync(connectionString, options ?? new());
        await AddTesterAsync(desk.Desk);
        return desk;
    }

    /// <summary>Makes <see cref="Tester"/> the first person of a desk.</summary>
    public static Task AddTesterAsync(Desk desk) => desk.InTransactionAsync(work =>
    {
        work.Db.Add(new Person { Id = Tester.PersonId!.Value, Name = Tester.Name, Email = "tester@example.com", Role = Role.Administrator, CreatedAt = work.Now });
        return Task.FromResult(true);
    });

    /// <summary>From now on only the test's own people are there: who is paged last are its own administrators.</summary>
    public Task TesterLeavesAsync() => TesterLeavesAsync(Desk);

    /// <inheritdoc cref="TesterLeavesAsync()"/>
    public static Task TesterLeavesAsync(Desk desk) => desk.InTransactionAsync(async work =>
        await work.Db.Set<Person>().Where(p => p.Id == Tester.PersonId).ExecuteUpdateAsync(p => p.SetProperty(x => x.DisabledAt, work.Now)));

    /// <summary>A second node on the same database.</summary>
    public async Task<TestDesk> AnotherNodeAsync()
    {
        var other = await NodeAsync(ConnectionString, _options);
        _others.Add(other);
        return other;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Starts the node's engine and intake as in the running program.</summary>
    public async Task<IAsyncDisposable> StartEngineAsync()
    {
        var hosted = _services.GetServices<IHostedService>().Where(h => h is JobEngine or WakeupRelay).ToList();
        foreach (var service in hosted)
        {
            await service.StartAsync(CancellationToken.None);
        }
        return new Stopper(hosted);
    }

    /// <summary>Moves the desk's clock forward, and does what has become due, minute by minute, so that things happen in their order.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero;)
        {
            var step = left < TimeSpan.FromSeconds(30) ? left : TimeSpan.FromSeconds(30);
            await MoveClockAsync(step);
            await RunAsync();
            left -= step;
        }
    }

    public async Task MoveClockAsync(TimeSpan by)
    {
        await using var command = Source.CreateCommand("UPDATE desk_clock SET shift = shift + $1");
        command.Parameters.Add(new() { Value = by });
        await command.ExecuteNonQueryAsync();
        await NowAsync();
    }

    public async Task<DateTimeOffset> NowAsync()
    {
        await using var command = Source.CreateCommand("SELECT desk_now()");
        var now = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync())!);
        Get<Clock>().Observe(now);
        return now;
    }

    /// <summary>Does everything that is due.</summary>
    public Task<int> RunAsync() => Get<JobEngine>().RunDueAsync();

    /// <summary>Posts a body to an integration as the intake does, and waits for its commit.</summary>
    public async Task<IntakeResult> PostAsync(IntegrationView integration, string body)
    {
        if (!_intakeStarted)
        {
            _intakeStarted = true;
            await Get<Intake>().StartAsync(CancellationToken.None);
        }
        var bytes = Encoding.UTF8.GetBytes(body);
        var reading = SourceCatalog.Find(integration.Source)!.Read(bytes);
        return await Get<Intake>().AcceptAsync(new IntegrationRoute(integration.Id, integration.ServiceId, integration.Source, integration.Name), reading, bytes);
    }

    /// <summary>Posts one generic signal.</summary>
    public Task<IntakeResult> SignalAsync(IntegrationView integration, string key, string state = "firing", string severity = "critical", string? title = null) =>
        PostAsync(integration, JsonSerializer.Serialize(new { title = title ?? $"{key} is broken", dedupKey = key, state, severity }));

    /// <summary>A service that escalates by this policy has an alert; does what is due then.</summary>
    public async Task BreakAsync(PolicyView policy)
    {
        await SignalAsync(await IntegrationAsync(await ServiceAsync(policy)), "db");
        await RunAsync();
    }

    public async Task<List<T>> AllAsync<T>()
        where T : class
    {
        await using var db = await Desk.ReadAsync();
        return await db.Set<T>().AsNoTracking().ToListAsync();
    }

    /// <summary>The names of those who were paged, in order.</summary>
    public async Task<List<string>> PagedAsync()
    {
        var names = (await AllAsync<Person>()).ToDictionary(p => p.Id, p => p.Name);
        return [.. (await AllAsync<Page>()).OrderBy(p => p.CreatedAt).ThenBy(p => p.Round).ThenBy(p => p.Step).Select(p => names[p.PersonId])];
    }

    public async Task<Incident> IncidentAsync() => (await AllAsync<Incident>()).ShouldHaveSingleItem();

    public async Task<long> CountAsync(string table)
    {
        await using var command = Source.CreateCommand($"SELECT count(*) FROM {table}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task<IReadOnlyList<ServiceView>> AllServicesAsync() => (await Get<ServiceQueries>().ListAsync(new PageAsk())).Items;

    /// <summary>A person who is reached by email at <c>name@example.com</c>, verified.</summary>
    public async Task<PersonView> PersonAsync(string name, Role role = Role.Responder, bool reachable = true, Caller? by = null)
    {
        by ??= Tester;
        var person = (await Get<PersonActions>().CreateAsync(new PersonDraft(name, $"{name.ToLowerInvariant().Replace(' ', '.')}@example.com", role), by)).Value;
        if (reachable)
        {
            (await Get<ContactMethodActions>().AddAsync(person.Id, ContactKind.Email, $"{name.ToLowerInvariant().Replace(' ', '.')}@example.com", verified: true, by)).Succeeded.ShouldBeTrue();
        }
        return person;
    }

    public async Task<PolicyView> PolicyAsync(int repeats, params (int Minutes, Target[] Targets)[] steps) => (await Get<PolicyActions>().CreateAsync(
        new PolicyDraft($"Policy {Guid.NewGuid():N}", [.. steps.Select(s => new PolicyStep(TimeSpan.FromMinutes(s.Minutes), s.Targets))], repeats), Tester)).Value;

    /// <summary>A policy that pages each of these people in turn, five minutes apart.</summary>
    public Task<PolicyView> PolicyAsync(params PersonView[] people) =>
        PolicyAsync(0, [.. people.Select(p => (5, new[] { new Target(TargetKind.Person, p.Id) }))]);

    public async Task<ServiceView> ServiceAsync(PolicyView policy, string name = "Checkout", Func<ServiceDraft, ServiceDraft>? with = null)
    {
        var team = (await Get<TeamActions>().CreateAsync(new TeamDraft($"Team {name}"), Tester)).Value;
        var draft = new ServiceDraft(name, team.Id, 3, policy.Id, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10), true, TimeSpan.FromMinutes(30));
        return (await Get<ServiceActions>().CreateAsync(with?.Invoke(draft) ?? draft, Tester)).Value;
    }

    public async Task<IntegrationView> IntegrationAsync(ServiceView service, string source = "generic") =>
        (await Get<IntegrationActions>().CreateAsync(new IntegrationDraft(service.Id, source, source), Tester)).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var other in _others)
        {
            await other.DisposeAsync();
        }
        if (_intakeStarted)
        {
            await Get<Intake>().StopAsync(CancellationToken.None);
        }
        await _services.DisposeAsync();
        await Source.DisposeAsync();
    }

    private static async Task<TestDesk> NodeAsync(string connectionString, TestDeskOptions options)
    {
        var source = DeskDataSource.Create(connectionString);
        var desk = new TestDesk(connectionString, source, await SecretBox.OpenAsync(source, null, CancellationToken.None), options);
        await desk.NowAsync();
        await desk.Get<JobEngine>().PrepareAsync(CancellationToken.None);
        return desk;
    }

    private sealed class Stopper(List<IHostedService> services) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var service in services)
            {
                await service.StopAsync(CancellationToken.None);
            }
        }
    }
}

/// <summary>What a test's node sends through.</summary>
public sealed record TestDeskOptions(EmailSettings? Email = null, Uri? DeadMan = null, TimeSpan DigestGap = default, RunbookSettings? Runbooks = null);
