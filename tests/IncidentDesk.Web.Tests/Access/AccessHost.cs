using IncidentDesk.Kernel;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Tests;
using IncidentDesk.Web.Access;
using IncidentDesk.Web.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Radzen;

namespace IncidentDesk.Web.Tests.Access;

/// <summary>What a test may choose about a host.</summary>
internal sealed record HostOptions
{
    public AccessSettings Settings { get; init; } = new() { SignInsPerMinute = 10_000 };

    /// <summary>Another host's database, to be a second node of it.</summary>
    public string? Database { get; init; }

    public byte[] Key { get; init; } = new byte[32];

    public Dictionary<string, string?> Configuration { get; init; } = [];
}

/// <summary>
/// The pages behind the real access pipeline, on Kestrel and a database of its own, with one endpoint per policy, one that names none and one that throws.
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
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "IncidentDesk.Web", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(options.Configuration);
        builder.Services.AddDeskStorage(NpgsqlDataSource.Create(database));
        builder.Services.AddSingleton(new SecretBox(options.Key));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddRadzenComponents();
        builder.Services.AddScoped<Toasts>();
        builder.Services.AddDeskAccess(options.Settings);
        var app = builder.Build();
        app.UseExceptionHandler("/error");
        app.UseDeskAccess();
        app.MapDeskAccess();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
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

    public Browser NewBrowser() => new(Address);

    /// <summary>A person with the password <see cref="Password"/>.</summary>
    public Task<Person> AddPersonAsync(Role role) => Desk.InTransactionAsync(work =>
    {
        var number = Interlocked.Increment(ref _people);
        var person = new Person { Id = work.NewId(), Name = $"Person {number}", Email = $"person{number}@example.com", Role = role, CreatedAt = work.Now };
        work.Db.Add(person);
        Services.GetRequiredService<AccountFactory>().Create(work, person.Id, Password);
        return Task.FromResult(person);
    });

    /// <summary>A browser in which a new person of this role is signed in.</summary>
    public async Task<Browser> SignedInAsync(Role role) => await SignedInAsync(await AddPersonAsync(role));

    public async Task<Browser> SignedInAsync(Person person)
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
        var source = Services.GetRequiredService<NpgsqlDataSource>();
        await _app.DisposeAsync();
        await source.DisposeAsync();
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
