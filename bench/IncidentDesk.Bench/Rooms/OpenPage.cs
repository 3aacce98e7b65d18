using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IncidentDesk.Bench.Rooms;

/// <summary>
/// One page open in a browser that draws nothing: it loads the page, starts its circuit as Blazor's script does, takes every batch of changes and
/// confirms it, and notes when a text first came.
/// </summary>
internal sealed partial class OpenPage : IAsyncDisposable
{
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(15);
    private readonly HubLine _line = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource _drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _awaited = new();
    private Task _reading = Task.CompletedTask;
    private Task _pinging = Task.CompletedTask;

    /// <summary>Opens the page and waits until its live part has been drawn.</summary>
    public static async Task<OpenPage> OpenAsync(HttpClient http, string path, string cookie, CancellationToken cancellation)
    {
        var page = new OpenPage();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        using var answer = await http.SendAsync(request, cancellation);
        answer.EnsureSuccessStatusCode();
        var html = await answer.Content.ReadAsStringAsync(cancellation);
        await page.StartAsync(http.BaseAddress!, path, html, cookie, cancellation);
        return page;
    }

    /// <summary>The moment (as of <see cref="Stopwatch.GetTimestamp"/>) at which this text comes; ask before it can.</summary>
    public Task<long> WhenAsync(string text) => _awaited.GetOrAdd(text, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _line.DisposeAsync();
        await Task.WhenAll(_reading, _pinging).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closed.Dispose();
    }

    private async Task StartAsync(Uri root, string path, string html, string cookie, CancellationToken cancellation)
    {
        var state = State().Match(html).Groups[1].Value;
        var operations = new JsonArray();
        foreach (Match marker in Marker().Matches(html))
        {
            // A prerendered component has a second marker where it ends, which describes nothing.
            if (JsonNode.Parse(marker.Groups[1].Value) is JsonObject begin && begin.ContainsKey("descriptor"))
            {
                operations.Add(new JsonObject { ["type"] = "add", ["ssrComponentId"] = operations.Count + 1, ["marker"] = begin });
            }
        }
        await _line.OpenAsync(new UriBuilder(root) { Scheme = "ws", Path = "/_blazor" }.Uri, cookie, cancellation);
        _reading = ReadAsync(_closed.Token);
        _pinging = PingAsync(_closed.Token);
        await _line.CallAsync("0", "StartCircuit", [root.AbsoluteUri, new Uri(root, path).AbsoluteUri, "[]", state], cancellation);
        await _line.CallAsync(null, "UpdateRootComponents", [new JsonObject { ["batchId"] = 1, ["operations"] = operations }.ToJsonString(), state], cancellation);
        await Task.WhenAny(_drawn.Task, _reading).WaitAsync(TimeSpan.FromSeconds(60), cancellation);
        await (_reading.IsFaulted ? _reading : _drawn.Task);
    }

    private async Task ReadAsync(CancellationToken closed)
    {
        while (true)
        {
            foreach (var message in await _line.ReceiveAsync(closed))
            {
                await TakeAsync(message, closed);
            }
        }
    }

    private async Task TakeAsync(List<object?> message, CancellationToken closed)
    {
        if (message is [1L, _, _, string method, List<object?> arguments, ..])
        {
            await (method switch
            {
                "JS.RenderBatch" => DrawAsync((long)arguments[0]!, (ReadOnlyMemory<byte>)arguments[1]!, closed),
                // Scripts of components: they are answered that they did their work.
                "JS.BeginInvokeJS" => _line.CallAsync(null, "EndInvokeJSFromDotNet", [arguments[0], true, $"[{arguments[0]},true,null]"], closed),
                "JS.Error" => throw new InvalidOperationException($"The page failed: {arguments[0]}"),
                _ => Task.CompletedTask,
            });
        }
        else if (message is [3L, _, "0", 1L, var error])
        {
            throw new InvalidOperationException($"The circuit was refused: {error}");
        }
    }

    private async Task DrawAsync(long batch, ReadOnlyMemory<byte> changes, CancellationToken closed)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var (text, seen) in _awaited)
        {
            // The strings of a batch stand in it as UTF-8.
            if (!seen.Task.IsCompleted && changes.Span.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
            {
                seen.TrySetResult(now);
            }
        }
        // The room's heading is there once the page itself has been drawn.
        if (!_drawn.Task.IsCompleted && changes.Span.IndexOf("room-timeline"u8) >= 0)
        {
            _drawn.TrySetResult();
        }
        await _line.CallAsync(null, "OnRenderCompleted", [batch, null], closed);
    }

    private async Task PingAsync(CancellationToken closed)
    {
        while (true)
        {
            await Task.Delay(PingEvery, closed);
            await _line.PingAsync(closed);
        }
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:([^-]*)-->")]
    private static partial Regex State();
}
