using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace IncidentDesk.Tests.Fakes;

/// <summary>How a started Alertmanager groups and sends. Without webhooks it only takes alerts in.</summary>
public sealed record AlertmanagerSettings
{
    public IReadOnlyList<Uri> Webhooks { get; init; } = [];

    public IReadOnlyList<string> GroupBy { get; init; } = ["alertname"];

    public TimeSpan GroupWait { get; init; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan GroupInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan RepeatInterval { get; init; } = TimeSpan.FromHours(1);

    public bool SendResolved { get; init; } = true;

    /// <summary>Sent as a bearer token to every webhook, unless null.</summary>
    public string? BearerToken { get; init; }
}

/// <summary>One alert as Alertmanager's API v2 takes it. Its identity is its labels.</summary>
public sealed record AlertmanagerAlert(IReadOnlyDictionary<string, string> Labels)
{
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    public string GeneratorUrl { get; init; } = "";
}

/// <summary>
/// Debian's <c>prometheus-alertmanager</c> as a process of its own on a free loopback port, alone (no cluster), with its data in a
/// temporary folder that goes with it.
/// </summary>
public sealed class RealAlertmanager : IAsyncDisposable
{
    private const string Binary = "/usr/bin/prometheus-alertmanager";
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };
    private readonly HttpClient _http;
    private readonly ChildProcess _process;
    private readonly DirectoryInfo _folder;

    private RealAlertmanager(ChildProcess process, DirectoryInfo folder, Uri url)
    {
        _process = process;
        _folder = folder;
        Url = url;
        _http = new HttpClient { BaseAddress = url };
    }

    /// <summary>Its root, ending in a slash.</summary>
    public Uri Url { get; }

    /// <summary>Its log, for a failing test to show.</summary>
    public string Output => _process.Output;

    public static async Task<RealAlertmanager> StartAsync(AlertmanagerSettings settings, CancellationToken cancellation = default)
    {
        if (!File.Exists(Binary))
        {
            throw new InvalidOperationException($"{Binary} is missing. Install the package prometheus-alertmanager (./test does).");
        }

        for (var attempt = 1; ; attempt++)
        {
            var alertmanager = Launch(settings);
            try
            {
                await alertmanager._process.WaitForHttpAsync(new Uri(alertmanager.Url, "-/ready"), StartDeadline, cancellation);
                return alertmanager;
            }
            catch (InvalidOperationException) when (attempt < 5 && alertmanager.Output.Contains("address already in use", StringComparison.Ordinal))
            {
                await alertmanager.DisposeAsync();
            }
            catch
            {
                await alertmanager.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Posts alerts to its API v2; ones without an end stay until they are resolved or <c>resolve_timeout</c> (5 minutes) passes.</summary>
    public async Task PostAlertsAsync(IEnumerable<AlertmanagerAlert> alerts, CancellationToken cancellation = default)
    {
        using var response = await _http.PostAsJsonAsync("api/v2/alerts", alerts.Select(Body), Json, cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"Alertmanager answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellation)}");
        }
    }

    public Task PostAlertsAsync(params AlertmanagerAlert[] alerts) => PostAlertsAsync(alerts.AsEnumerable());

    /// <summary>Ends the alerts with these labels now, by Alertmanager's clock, as Prometheus does.</summary>
    public Task ResolveAsync(params AlertmanagerAlert[] alerts)
    {
        var now = TimeProvider.System.GetUtcNow();
        return PostAlertsAsync(alerts.Select(alert => alert with { EndsAt = now }));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static RealAlertmanager Launch(AlertmanagerSettings settings)
    {
        var folder = Directory.CreateTempSubdirectory("incidentdesk-alertmanager-");
        var config = Path.Combine(folder.FullName, "alertmanager.yml");
        File.WriteAllText(config, Config(settings));
        var url = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
        var process = ChildProcess.Start(Binary,
        [
            $"--config.file={config}", $"--storage.path={Path.Combine(folder.FullName, "data")}", $"--web.listen-address={url.Authority}",
            $"--web.external-url={url}", "--cluster.listen-address=",
        ]);
        return new RealAlertmanager(process, folder, url);
    }

    private static object Body(AlertmanagerAlert alert) => new { alert.Labels, alert.Annotations, alert.StartsAt, alert.EndsAt, generatorURL = alert.GeneratorUrl };

    private static string Config(AlertmanagerSettings settings)
    {
        var yaml = new StringBuilder($"""
            route:
              receiver: desk
              group_by: [{string.Join(", ", settings.GroupBy.Select(Quote))}]
              group_wait: {Duration(settings.GroupWait)}
              group_interval: {Duration(settings.GroupInterval)}
              repeat_interval: {Duration(settings.RepeatInterval)}
            receivers:
            - name: desk

            """);
        if (settings.Webhooks.Count > 0)
        {
            yaml.Append("  webhook_configs:\n");
        }

        foreach (var webhook in settings.Webhooks)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  - url: {Quote(webhook.AbsoluteUri)}\n    send_resolved: {(settings.SendResolved ? "true" : "false")}\n");
            if (settings.BearerToken is { } token)
            {
                yaml.Append(CultureInfo.InvariantCulture, $"    http_config: {{authorization: {{credentials: {Quote(token)}}}}}\n");
            }
        }

        return yaml.ToString();
    }

    // A JSON string is a double-quoted scalar of YAML.
    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private static string Duration(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMilliseconds}ms");
}
