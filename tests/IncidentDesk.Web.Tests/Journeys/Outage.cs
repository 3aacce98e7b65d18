using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IncidentDesk.Tests;
using IncidentDesk.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IncidentDesk.Web.Tests.Journeys;

/// <summary>
/// A desk as a newcomer sets it up, through the API: Ana is asked first, Bo five minutes later, by email to a real SMTP server on loopback. One service,
/// Checkout, with a Prometheus integration.
/// </summary>
internal sealed class Outage : IAsyncDisposable
{
    public const string AdministratorToken = "the-first-token-of-the-desk";
    private readonly WebApplication? _app;
    private readonly NpgsqlDataSource _source;

    private Outage(WebApplication? app, SmtpSink smtp, string database, Uri address)
    {
        (_app, Smtp, Database, Address) = (app, smtp, database, address);
        _source = NpgsqlDataSource.Create(database);
        Http = new HttpClient { BaseAddress = new Uri(address, "/api/v1/") };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdministratorToken);
    }

    public SmtpSink Smtp { get; }

    public string Database { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public Uri Intake { get; private set; } = null!;

    public string ServiceId { get; private set; } = "";

    public static Task<Outage> StartAsync(params string[] settings) => StartAsync(_ => { }, settings);

    /// <summary>The same, after <paramref name="prepare"/> has seen the program that is not started yet.</summary>
    public static async Task<Outage> StartAsync(Action<WebApplication> prepare, params string[] settings)
    {
        var smtp = new SmtpSink();
        var database = await TestPostgres.NewDatabaseAsync();
        var app = await CompositionRoot.BuildAsync(
            ["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:IncidentDesk=None", .. Settings(database, smtp).Concat(settings.Select(s => "IncidentDesk:" + s)).Select(s => "--" + s)]);
        app.Configuration["INCIDENTDESK_ADMIN_EMAIL"] = "root@example.com";
        app.Configuration["INCIDENTDESK_ADMIN_PASSWORD"] = "three calm otters";
        app.Configuration["INCIDENTDESK_ADMIN_TOKEN"] = AdministratorToken;
        prepare(app);
        await app.StartAsync();
        var outage = new Outage(app, smtp, database, new Uri(app.Urls.Single()));
        await outage.SetUpAsync();
        return outage;
    }

    /// <summary>The same desk, whose node somebody else has started.</summary>
    public static async Task<Outage> AtAsync(Uri address, string database, SmtpSink smtp)
    {
        var outage = new Outage(null, smtp, database, address);
        await outage.SetUpAsync();
        return outage;
    }

    /// <summary>The settings that a node of this desk needs.</summary>
    public static string[] Settings(string database, SmtpSink smtp) =>
    [
        "IncidentDesk:Database:ConnectionString=" + database,
        $"IncidentDesk:Email:Host={smtp.Host}",
        $"IncidentDesk:Email:Port={smtp.Port}",
        "IncidentDesk:Email:From=desk@example.com",
        "IncidentDesk:Email:Security=none",
        "IncidentDesk:Access:SignInsPerMinute=10000",
    ];

    public async Task<JsonNode> GetAsync(string path) => (await Http.GetFromJsonAsync<JsonNode>(path))!;

    public async Task<JsonNode> PostAsync(string path, object body)
    {
        using var answer = await Http.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Waits until the newest incident has this status.</summary>
    public async Task<JsonNode> IncidentAsync(string status, int alerts = 1)
    {
        JsonNode? found = null;
        await Wait.UntilAsync(async () =>
        {
            found = (await GetAsync("incidents"))["items"]!.AsArray().FirstOrDefault();
            return found is not null && (string)found["status"]! == status && (int)found["alertCount"]! >= alerts;
        }, TimeSpan.FromSeconds(60), $"an incident that is {status} with {alerts} alerts");
        return found!;
    }

    public async Task<object?> SqlAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Moves the desk's clock and waits until nothing that is due is left undone.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await SqlAsync($"UPDATE desk_clock SET shift = shift + interval '{time.TotalSeconds} seconds'");
        await Wait.UntilAsync(async () => (long)(await SqlAsync("SELECT count(*) FROM jobs WHERE due_at <= desk_now() OR lease_until IS NOT NULL"))! == 0,
            TimeSpan.FromSeconds(60), "everything due to be done");
    }

    /// <summary>The path of the link in a mail.</summary>
    public static string Link(SinkMail mail) => "/p/" + mail.Text!.Split("/p/")[1][..43];

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            await Smtp.DisposeAsync();
        }
        await _source.DisposeAsync();
    }

    private async Task SetUpAsync()
    {
        var ana = await PersonAsync("Ana");
        var bo = await PersonAsync("Bo");
        var team = await PostAsync("teams", new { name = "Shop", members = new[] { ana, bo } });
        var policy = await PostAsync("escalation-policies", new
        {
            name = "Ana, then Bo",
            repeats = 0,
            steps = new[] { Step(ana), Step(bo) },
        });
        var service = await PostAsync("services", new
        {
            name = "Checkout",
            teamId = (string)team["id"]!,
            tier = 2,
            escalationPolicyId = (string)policy["id"]!,
            groupingWindow = "PT10M",
            reopenWindow = "PT10M",
            autoResolve = true,
            acknowledgementTimeout = "PT30M",
        });
        ServiceId = (string)service["id"]!;
        var integration = await PostAsync("integrations", new { serviceId = ServiceId, source = "prometheus" });
        Intake = new Uri(Address, $"/intake/prometheus/{(string)integration["key"]!}");
    }

    private static object Step(string person) => new { delay = "PT5M", targets = new[] { new { kind = "person", id = person } } };

    private async Task<string> PersonAsync(string name)
    {
        var person = await PostAsync("people", new { name, email = $"{name.ToLowerInvariant()}@example.com", role = "responder", timeZone = "Europe/Berlin" });
        await PostAsync($"people/{(string)person["id"]!}/contact-methods", new { kind = "email", address = $"{name.ToLowerInvariant()}@example.com", verified = true });
        return (string)person["id"]!;
    }
}
