using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using IncidentDesk.Demo;

namespace IncidentDesk.Web.Hosting;

/// <summary>The demo shop as a child of this program: it ends with its standard input, and so with us, even when we are killed.</summary>
internal sealed partial class DemoShop : IAsyncDisposable
{
    private const string Customers = "12";
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(3);
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly Process _process;
    private volatile string _lastWords = "";

    private DemoShop(Process process, int port) => (_process, _http.BaseAddress) = (process, new Uri($"http://127.0.0.1:{port}/"));

    public bool HasEnded => _process.HasExited;

    /// <summary>What it said last, to tell why it ended.</summary>
    public string LastWords => _lastWords;

    public static DemoShop Start(DemoFolders folders, int port)
    {
        var start = new ProcessStartInfo(Path.Combine(folders.Shop, "start"),
            ["--port", port.ToString(CultureInfo.InvariantCulture), "--state", folders.State, "--orders", Customers, "--until", "input-ends"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        var shop = new DemoShop(process, port);
        process.OutputDataReceived += shop.Hear;
        process.ErrorDataReceived += shop.Hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return shop;
    }

    /// <summary>Its counters as they are now; null while it does not answer.</summary>
    public async Task<ShopCounters?> ReadAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            return Read(await _http.GetStringAsync("metrics", cancellation), now);
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Puts the version that loses four orders in ten into the shop.</summary>
    public async Task DeployBadVersionAsync(CancellationToken cancellation)
    {
        using var answer = await _http.PostAsync($"control/deploy?version={DemoShopPlace.BadVersion}", null, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Reads Prometheus' text format, as far as the shop writes it.</summary>
    internal static ShopCounters Read(string metrics, DateTimeOffset now) => new(now,
        Requests().Matches(metrics).Sum(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)),
        Errors().Match(metrics) is { Success: true } errors ? long.Parse(errors.Groups[1].Value, CultureInfo.InvariantCulture) : 0,
        Version().Match(metrics).Groups[1].Value);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var limit = new CancellationTokenSource(EndLimit);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        _process.Dispose();
        _http.Dispose();
    }

    private void Hear(object sender, DataReceivedEventArgs line) => _lastWords = line.Data ?? _lastWords;

    [GeneratedRegex(@"^shop_requests_total\{.*\} (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Requests();

    [GeneratedRegex(@"^shop_errors_total (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Errors();

    [GeneratedRegex("^shop_version_info\\{version=\"([^\"]+)\"\\} 1$", RegexOptions.Multiline)]
    private static partial Regex Version();
}
