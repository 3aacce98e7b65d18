using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Tests;
using IncidentDesk.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace IncidentDesk.Web.Tests.Access;

/// <summary>What a test may choose about a host.</summary>
internal sealed record HostOptions
{
    /// <summary>Settings as on the command line, without the section: <c>PublicUrl=https://desk.example</c>.</summary>
    public string[] Settings { get; init; } = [];

    /// <summary>Another host's database, to be a second node of it.</summary>
    public string? Database { get; init; }

    /// <summary>INCIDENTDESK_ADMIN_*, as from the environment.</summary>
    public Dictionary<string, string> Environment { get; init; } = [];
}

/// <summary>A host that the tests of one class share. Each brings people of its own; the clock only moves forward.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    internal AccessHost Host { get; private set; } = default!;

    public async ValueTask InitializeAsync() => Host = await AccessHost.StartAsync(new HostOptions { Settings = ["PublicUrl=https://desk.example"] });

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>
/// One node of the program, on a database of its own, with one endpoint per policy, one that names none and one that throws.
/// </summary>
internal sealed class AccessHost : IAsyncDisposable
{
    public const string Password = "three calm otters";

    private readonly WebApplication _app;
    private int _people;

    private AccessHost(WebApplication app, string database) => (_app, Database) = (app, database);

    public string Database { get; }

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Urls.Single());

    public Desk Desk => Services.GetRequiredService<Desk>();

    public static async Task<AccessHost> StartAsync(HostOptions? options = null)
    {
        options ??= new HostOptions();
        var database = options.Database ?? await TestPostgres.NewDatabaseAsync();
        var settings = options.Settings.Append("Database:ConnectionString=" + database).Prepend("Access:SignInsPerMinute=10000");
        var app = await CompositionRoot.BuildAsync(
            ["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:IncidentDesk=None", .. settings.Select(s => "--IncidentDesk:" + s)]);
        // Hashing slowly is the framework's business; the tests sign in hundreds of times.
        app.Services.GetRequiredService<IOptions<PasswordHasherOptions>>().Value.IterationCount = 1_000;
        foreach (var (name, value) in options.Environment)
        {
            app.Configuration[name] = value;
        }
        MapProbes(app);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
        return new AccessHost(app, database);
    }

    public PlainBrowser NewBrowser() => new(Address);

    /// <summary>A person with the password <see cref="Password"/>.</summary>
    public async Task<Person> AddPersonAsync(Role role)
    {
        var password = await Services.GetRequiredService<PasswordWork>().HashAsync(Password, CancellationToken.None);
        return await Desk.InTransactionAsync(work =>
        {
            var number = Interlocked.Increment(ref _people);
            var person = new Person { Id = work.NewId(), Name = $"Person {number}", Email = $"person{number}@example.com", Role = role, CreatedAt = work.Now };
            work.Db.Add(person);
            Services.GetRequiredService<AccountFactory>().Create(work, person.Id, password);
            return Task.FromResult(person);
        });
    }

    /// <summary>A browser in which a new person of this role is signed in.</summary>
    public async Task<PlainBrowser> SignedInAsync(Role role) => await SignedInAsync(await AddPersonAsync(role));

    public async Task<PlainBrowser> SignedInAsync(Person person)
    {
        var browser = NewBrowser();
        var answer = await browser.SignInAsync(person.Email, Password);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Found);
        return browser;
    }

    /// <summary>A token's secret, issued by its person.</summary>
    public async Task<IssuedToken> IssueTokenAsync(Person person, Role scope)
    {
        var issuer = new TokenIssuer(new Caller(person.Id, person.Name, "web"), person.Role);
        var issued = await Services.GetRequiredService<TokenActions>()
            .IssueAsync(issuer, new TokenRequest(person.Id, "test", scope), CancellationToken.None);
        return issued.Value;
    }

    public Task ChangeAsync(Guid personId, Action<Person> change) => Desk.InTransactionAsync(async work =>
    {
        change((await work.Db.FindAsync<Person>(personId))!);
        return true;
    });

    public async Task<object?> SqlAsync(string sql)
    {
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Moves the desk's clock for everybody and lets this node see it.</summary>
    public async Task MoveClockAsync(TimeSpan by)
    {
        await SqlAsync($"UPDATE desk_clock SET shift = shift + interval '{by.TotalSeconds} seconds'");
        await Desk.InTransactionAsync(_ => Task.FromResult(true));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void MapProbes(WebApplication app)
    {
        foreach (var policy in Enum.GetNames<Role>())
        {
            app.Map($"/api/probe/{policy}", (HttpContext context) => context.ToCaller().Name).RequireAuthorization(policy);
        }
        app.Map("/api/probe/unsaid", () => "in");
        app.Map("/probe/page", () => "in");
        app.MapGet("/probe/throws", object () => throw new InvalidOperationException("A fault of the test."));
    }
}
