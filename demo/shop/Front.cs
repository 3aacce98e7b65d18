using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace IncidentDesk.DemoShop;

/// <summary>Spreads customers over the instances, and counts how they fared.</summary>
internal sealed class Front(Supervisor shop)
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly ConcurrentDictionary<(string Version, int Code), long> _answers = new();
    private int _turn;

    public async Task<IResult> CheckoutAsync(CancellationToken cancellation)
    {
        var members = shop.Members;
        var version = shop.Wanted.Version;
        // One that ended just now is no customer's trouble while there are others.
        for (var tried = 0; tried < members.Count; tried++)
        {
            var member = members[(int)((uint)Interlocked.Increment(ref _turn) % members.Count)];
            try
            {
                using var answer = await _http.PostAsync($"http://127.0.0.1:{member.Port}/checkout", null, cancellation);
                Count(member.For.Version, (int)answer.StatusCode);
                return Results.Text(await answer.Content.ReadAsStringAsync(cancellation), statusCode: (int)answer.StatusCode);
            }
            catch (HttpRequestException)
            {
                version = member.For.Version;
            }
        }
        Count(version, StatusCodes.Status502BadGateway);
        return Results.Text("No instance responds.\n", statusCode: StatusCodes.Status502BadGateway);
    }

    /// <summary>How many instances say that they are well.</summary>
    public async Task<int> HealthyAsync(CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(shop.Members.Select(m => AskAsync(HttpMethod.Get, m, "healthz", cancellation)));
        return answers.Count(well => well);
    }

    /// <summary>Makes every instance hang.</summary>
    public Task JamAsync(CancellationToken cancellation) => Task.WhenAll(shop.Members.Select(m => AskAsync(HttpMethod.Post, m, "jam", cancellation)));

    /// <summary>Prometheus' text format (its documentation, "Exposition formats", text-based format 0.0.4).</summary>
    public string Metrics()
    {
        var text = new StringBuilder("# HELP shop_requests_total Checkouts by version and HTTP status.\n# TYPE shop_requests_total counter\n");
        foreach (var ((version, code), count) in _answers.OrderBy(a => a.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"shop_requests_total{{version=\"{version}\",code=\"{code}\"}} {count}\n");
        }
        var errors = _answers.Where(a => a.Key.Code >= 500).Sum(a => a.Value);
        return text.Append(CultureInfo.InvariantCulture, $"# HELP shop_errors_total Checkouts that failed.\n# TYPE shop_errors_total counter\nshop_errors_total {errors}\n")
            .Append(CultureInfo.InvariantCulture, $"# HELP shop_instances Instances that take customers.\n# TYPE shop_instances gauge\nshop_instances {shop.Members.Count}\n")
            .Append(CultureInfo.InvariantCulture, $"# HELP shop_version_info The version that is deployed.\n# TYPE shop_version_info gauge\nshop_version_info{{version=\"{shop.Wanted.Version}\"}} 1\n")
            .ToString();
    }

    private void Count(string version, int code) => _answers.AddOrUpdate((version, code), 1, (_, count) => count + 1);

    private async Task<bool> AskAsync(HttpMethod method, Member member, string path, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, $"http://127.0.0.1:{member.Port}/{path}");
            using var answer = await _http.SendAsync(request, cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

/// <summary>So many customers a second, who order by themselves.</summary>
internal sealed class Customers(ShopOptions options, IHostApplicationLifetime life) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Orders == 0)
        {
            return;
        }
        await Task.Delay(Timeout.Infinite, life.ApplicationStarted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var http = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / options.Orders));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                using var answer = await http.PostAsync($"http://127.0.0.1:{options.Port}/checkout", null, stoppingToken);
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
                // The shop is starting or stopping; the next customer comes.
            }
        }
    }
}
