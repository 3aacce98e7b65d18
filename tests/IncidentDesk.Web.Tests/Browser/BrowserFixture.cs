using IncidentDesk.Tests;
using IncidentDesk.Web.Tests.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(BrowserFixture))]
[assembly: AssemblyFixture(typeof(TestPostgresEnd))]

namespace IncidentDesk.Web.Tests.Browser;

/// <summary>
/// One headless Chromium for all tests of the assembly, started by the first that asks. Each journey gets a context of its own: no
/// cookies, storage or cache are shared.
/// </summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    // The shell is the same browser without windows, at two thirds of the processor.
    private static readonly string[] Chromium = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly SemaphoreSlim _starting = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>
    /// Runs a journey through pages below <paramref name="root"/>, and then fails if a page wrote an error to the console, threw, or
    /// got an answer of 500 or more that the journey did not <see cref="BrowserSession.Expect"/>. A failing journey leaves a screenshot.
    /// </summary>
    public async Task RunAsync(Uri root, BrowserView view, Func<BrowserSession, Task> journey)
    {
        var chromium = await StartAsync();
        await using var context = await chromium.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = root.AbsoluteUri,
            ViewportSize = new ViewportSize { Width = view.Width, Height = view.Height },
            ColorScheme = view.Scheme,
            // Drawing sixty pictures a second of what fades in costs the tests a tenth of the browser's time.
            ReducedMotion = ReducedMotion.Reduce,
            Locale = view.Locale,
            TimezoneId = "Europe/Berlin",
            // A proxy of a test has a certificate that nobody has signed.
            IgnoreHTTPSErrors = root.Scheme == Uri.UriSchemeHttps,
        });
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        var session = new BrowserSession(context, await context.NewPageAsync(), view);
        try
        {
            await journey(session);
        }
        catch
        {
            await session.ScreenshotAsync($"failed-{TestContext.Current.TestMethod?.MethodName}");
            throw;
        }

        session.ShouldHaveNoErrors();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _starting.Dispose();
    }

    private async Task<IBrowser> StartAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var installed = Array.Find(Chromium, File.Exists)
                ?? throw new InvalidOperationException($"{Chromium[0]} is missing. Install the package chromium-headless-shell (./test does).");

            _playwright ??= await Playwright.CreateAsync();
            Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
            return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = installed,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            });
        }
        finally
        {
            _starting.Release();
        }
    }
}
