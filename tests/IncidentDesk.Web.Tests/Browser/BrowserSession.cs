using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Browser;

/// <summary>One person's browser window during a journey.</summary>
public sealed class BrowserSession
{
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly List<string> _expected = [];
    private BrowserView _view;

    internal BrowserSession(IBrowserContext context, IPage page, BrowserView view)
    {
        Context = context;
        Page = page;
        _view = view;
        context.Console += (_, message) => KeepWhen(message.Type == "error", $"console: {message.Text} ({message.Location})");
        context.WebError += (_, error) => KeepWhen(true, $"uncaught: {error.Error}");
        context.Response += (_, response) => KeepWhen(response.Status >= 500, $"answer {response.Status}: {response.Request.Method} {response.Url}");
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>What went wrong in any page of the session so far and was not expected.</summary>
    public IReadOnlyList<string> Errors => [.. _errors.Where(error => !_expected.Exists(part => error.Contains(part, StringComparison.Ordinal)))];

    /// <summary>Opens an address below the root and waits until it has loaded; answers the main response.</summary>
    public async Task<IResponse> OpenAsync(string path) =>
        await Page.GotoAsync(path) ?? throw new InvalidOperationException($"{path} has no response of its own.");

    /// <summary>Waits until the address ends so, however it came to; waiting for a navigation would miss one that is over already.</summary>
    public Task AtAsync(string end, float? patience = null) => Assertions.Expect(Page).ToHaveURLAsync(new Regex(Regex.Escape(end) + "$"), new() { Timeout = patience });

    /// <summary>Errors that hold this text are part of the journey, like <c>404</c> where a missing page is asked for.</summary>
    public void Expect(string part) => _expected.Add(part);

    /// <summary>What a browser complains of when the line to the desk breaks is part of the journey.</summary>
    public void ExpectBrokenLines()
    {
        foreach (var part in new[] { "WebSocket", "ERR_", "502", "503", "404", "Failed to", "Connection", "Error:" })
        {
            Expect(part);
        }
    }

    /// <summary>Fails if anything went wrong that was not expected.</summary>
    public void ShouldHaveNoErrors() => Errors.ShouldBeEmpty();

    /// <summary>Fails if the page is wider than the window, which a phone shows as sideways scrolling.</summary>
    public async Task ShouldNotScrollSidewaysAsync() =>
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(0);

    /// <summary>Lets the system ask for the other colours from now on.</summary>
    public async Task SwitchSchemeAsync()
    {
        _view = _view with { Scheme = _view.Scheme == ColorScheme.Dark ? ColorScheme.Light : ColorScheme.Dark };
        await Page.EmulateMediaAsync(new() { ColorScheme = _view.Scheme, ReducedMotion = ReducedMotion.Reduce });
    }

    /// <summary>Writes <c>{name}-{width}-{scheme}.png</c> of the whole page into the folder named by INCIDENTDESK_SCREENSHOTS; without one it does nothing.</summary>
    public async Task ScreenshotAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("INCIDENTDESK_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{_view}.png"), FullPage = true });
        }
    }

    private void KeepWhen(bool failed, string error)
    {
        if (failed)
        {
            _errors.Enqueue(error);
        }
    }
}
