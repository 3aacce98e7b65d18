using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Bench;

/// <summary>The desk that is measured: its intake address, and how to look at its progress (null when nobody may).</summary>
internal sealed class DeskUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(60);

    /// <summary>All rooms of a run are open in one session, from one address.</summary>
    private static readonly string[] ManyPages = ["--IncidentDesk:Access:PagesPerSession=10000", "--IncidentDesk:Access:PagesPerAddress=10000"];
    private readonly ChildProcess? _process;
    private readonly DirectoryInfo? _folder;

    private readonly string? _token;

    private DeskUnderTest(Uri root, string key, string? token, ChildProcess? process = null, DirectoryInfo? folder = null)
    {
        (Root, _token) = (root, token);
        Intake = new Uri(root, $"intake/prometheus/{key}");
        Look = token is null ? null : Progress.FromMetrics(root, token);
        _process = process;
        _folder = folder;
    }

    /// <summary>The first administrator, in a desk that was started here.</summary>
    public const string Email = "bench@desk.example";

    public Uri Root { get; }

    public Uri Intake { get; }

    /// <summary>The administrator's; null for a desk that ran already, as are the service and the process.</summary>
    public string? Password { get; private init; }

    public string? ServiceId { get; private init; }

    public int? ProcessId => _process?.Id;

    public Func<CancellationToken, Task<Progress>>? Look { get; }

    /// <summary>A desk that runs already.</summary>
    public static DeskUnderTest Attach(Uri root, string key, string? token) => new(root, key, token);

    /// <summary>Starts the program on an empty data folder with its built-in Postgres, and makes a service with a Prometheus integration.</summary>
    public static async Task<DeskUnderTest> StartAsync(string program, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("incidentdesk-bench-");
        var root = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
        var token = RandomNumberGenerator.GetHexString(40, lowercase: true);
        var password = RandomNumberGenerator.GetHexString(24);
        var process = ChildProcess.Start(program, ["--urls", root.AbsoluteUri.TrimEnd('/'), "--data", folder.FullName, .. ManyPages], new Dictionary<string, string>
        {
            ["INCIDENTDESK_ADMIN_EMAIL"] = Email,
            ["INCIDENTDESK_ADMIN_PASSWORD"] = password,
            ["INCIDENTDESK_ADMIN_TOKEN"] = token,
            ["Logging__LogLevel__Default"] = "Warning",
        });
        try
        {
            await process.WaitForHttpAsync(new Uri(root, "healthz/ready"), StartDeadline, cancellation);
            var (service, key) = await SetUpAsync(root, token, cancellation);
            return new DeskUnderTest(root, key, token, process, folder) { Password = password, ServiceId = service };
        }
        catch
        {
            await EndAsync(process, folder);
            throw;
        }
    }

    /// <summary>A client of the API with the administrator's token.</summary>
    public HttpClient NewApiClient() => NewApiClient(Root, _token ?? throw new InvalidOperationException("IncidentDesk's token is unknown."));

    public async ValueTask DisposeAsync()
    {
        if (_process is not null && _folder is not null)
        {
            await EndAsync(_process, _folder);
        }
    }

    private static HttpClient NewApiClient(Uri root, string token) =>
        new() { BaseAddress = new Uri(root, "api/v1/"), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

    private static async Task<(string ServiceId, string Key)> SetUpAsync(Uri root, string token, CancellationToken cancellation)
    {
        using var http = NewApiClient(root, token);
        var team = await CreateAsync("teams", new { name = "Bench", members = Array.Empty<string>() });
        var policy = await CreateAsync("escalation-policies", new { name = "Bench", repeats = 0, steps = new[] { new { delay = "PT5M", targets = new[] { new { kind = "team", id = Id(team) } } } } });
        var service = await CreateAsync("services", new { name = "Bench", teamId = Id(team), tier = 3, escalationPolicyId = Id(policy), groupingWindow = "PT10M", reopenWindow = "PT10M", autoResolve = true, acknowledgementTimeout = "PT30M" });
        var integration = await CreateAsync("integrations", new { serviceId = Id(service), source = "prometheus" });
        return (Id(service)!, integration.GetProperty("key").GetString() ?? throw new InvalidOperationException("The new integration has no key."));

        async Task<JsonElement> CreateAsync(string kind, object body)
        {
            using var response = await http.PostAsJsonAsync(kind, body, cancellation);
            return response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync<JsonElement>(cancellation)
                : throw new InvalidOperationException($"POST {kind}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellation)}");
        }
    }

    private static string? Id(JsonElement created) => created.GetProperty("id").GetString();

    // Asked to stop, the desk also stops its database, which runs detached.
    private static async Task EndAsync(ChildProcess process, DirectoryInfo folder)
    {
        await process.StopAsync(StopDeadline);
        await process.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
