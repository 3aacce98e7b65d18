using IncidentDesk.Alerts;
using IncidentDesk.Audit;
using IncidentDesk.Catalog;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.OnCall;
using IncidentDesk.People;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IncidentDesk.Tests;

/// <summary>The verbs of configuration over a database of their own, where Ana is the only person and administrator. No engine runs.</summary>
internal sealed class ConfigurationDesk : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private ConfigurationDesk(NpgsqlDataSource source) => _services = new ServiceCollection()
        .AddLogging().AddDeskStorage(source).AddSingleton(new SecretBox(new byte[32]))
        .AddSignIn().AddPeople().AddCatalog().AddOnCall().AddIncidents().AddPolicies().AddIntegrations()
        .BuildServiceProvider();

    public PersonView Ana { get; private set; } = null!;

    public Caller By => new(Ana?.Id, "Ana", "api");

    public static async Task<ConfigurationDesk> StartAsync()
    {
        var desk = new ConfigurationDesk(NpgsqlDataSource.Create(await TestPostgres.NewDatabaseAsync()));
        var ana = (await desk.Get<SetUpActions>().CreateAsync(new FirstAdministrator("Ana", "ana@example.com", "three calm otters"), "api", CancellationToken.None)).Value;
        desk.Ana = (await desk.Get<PersonQueries>().GetAsync(ana.Id))!;
        return desk;
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public Task<DeskDb> ReadAsync() => Get<Desk>().ReadAsync();

    /// <summary>From now on the database's clock runs this much later.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await using var db = await ReadAsync();
        await db.Database.ExecuteSqlAsync($"UPDATE desk_clock SET shift = shift + {time}");
    }

    /// <summary>What the audit says was done to a thing, in order.</summary>
    public async Task<List<string>> AuditAsync(Guid subject)
    {
        await using var db = await ReadAsync();
        return await db.Set<AuditEntry>().Where(e => e.SubjectId == subject).OrderBy(e => e.At).Select(e => e.Actor + " " + e.Action).ToListAsync();
    }

    public async Task<PersonView> PersonAsync(string name, Role role = Role.Responder) => (await Get<PersonActions>().CreateAsync(
        new PersonDraft(name, $"{name.ToLowerInvariant()}@example.com", role), By)).Value;

    public async Task<TeamView> TeamAsync(string name, params Guid[] members) =>
        (await Get<TeamActions>().CreateAsync(new TeamDraft(name, members), By)).Value;

    public async Task<ServiceView> ServiceAsync(string name, Guid? team = null, Guid? policy = null) =>
        (await Get<ServiceActions>().CreateAsync(new ServiceDraft(name, team, EscalationPolicyId: policy), By)).Value;

    public async Task<PolicyView> PolicyAsync(string name, params Target[] targets) =>
        (await Get<PolicyActions>().CreateAsync(new PolicyDraft(name, [new PolicyStep(TimeSpan.FromMinutes(5), targets)]), By)).Value;

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();
}

/// <summary>What tests say about refusals.</summary>
internal static class Refusals
{
    /// <summary>The fields that a refused verb named, in order.</summary>
    public static List<string> Fields(this IOutcome outcome) => [.. outcome.Refusal.ShouldBeOfType<Refusal.Invalid>().Errors.Select(e => e.Field)];

    public static Refusal Refused(this IOutcome outcome) => outcome.Refusal.ShouldNotBeNull();
}
