using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentDesk.Bench.Rooms;

/// <summary>
/// One page open in a browser that draws nothing: it loads the page, starts its circuit as Blazor's script does, takes every batch of changes and
/// confirms it, and notes when a text first came.
/// </summary>
internal sealed partial class OpenPage : IAsyncDisposable
{
    private readonly TaskCompletionSource _drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _awaited = new();
    private readonly HubConnection _line;

    private OpenPage(Uri root, string cookie)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(root, "/_blazor"), options =>
        {
            (options.SkipNegotiation, options.Transports) = (true, HttpTransportType.WebSockets);
            options.Headers["Cookie"] = cookie;
            options.Headers["Origin"] = root.GetLeftPart(UriPartial.Authority);
        });
        builder.Services.AddSingleton<IHubProtocol, BlazorPack>();
        _line = builder.Build();
        _line.On<long, byte[]>("JS.RenderBatch", DrawAsync);
        // Scripts of components: they are answered that they did their work.
        _line.On("JS.BeginInvokeJS", [typeof(long), typeof(string), typeof(string), typeof(int), typeof(long), typeof(int)],
            called => _line.SendAsync("EndInvokeJSFromDotNet", called[0], true, $"[{called[0]},true,null]"));
        _line.On<string>("JS.Error", error => _drawn.TrySetException(new InvalidOperationException($"The page failed: {error}")));
        _line.Closed += error =>
        {
            _drawn.TrySetException(error ?? new EndOfStreamException("The line was closed."));
            return Task.CompletedTask;
        };
    }

    /// <summary>Opens the page and waits until its live part has been drawn.</summary>
    public static async Task<OpenPage> OpenAsync(HttpClient http, string path, string cookie, CancellationToken cancellation)
    {
        var page = new OpenPage(http.BaseAddress!, cookie);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie);
        using var answer = await http.SendAsync(request, cancellation);
        answer.EnsureSuccessStatusCode();
        var html = await answer.Content.ReadAsStringAsync(cancellation);
        await page.StartAsync(http.BaseAddress!, path, html, cancellation);
        return page;
    }

    /// <summary>The moment (as of <see cref="Stopwatch.GetTimestamp"/>) at which this text comes; ask before it can.</summary>
    public Task<long> WhenAsync(string text) => _awaited.GetOrAdd(text, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public ValueTask DisposeAsync() => _line.DisposeAsync();

    private async Task StartAsync(Uri root, string path, string html, CancellationToken cancellation)
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
        await _line.StartAsync(cancellation);
        var circuit = await _line.InvokeAsync<string?>("StartCircuit", root.AbsoluteUri, new Uri(root, path).AbsoluteUri, "[]", state, cancellation);
        _ = circuit ?? throw new InvalidOperationException("The circuit was refused.");
        await _line.SendAsync("UpdateRootComponents", new JsonObject { ["batchId"] = 1, ["operations"] = operations }.ToJsonString(), state, cancellation);
        await _drawn.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellation);
    }

    private Task DrawAsync(long batch, byte[] changes)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var (text, seen) in _awaited)
        {
            // The strings of a batch stand in it as UTF-8.
            if (!seen.Task.IsCompleted && changes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
            {
                seen.TrySetResult(now);
            }
        }
        // The room's heading is there once the page itself has been drawn.
        if (!_drawn.Task.IsCompleted && changes.AsSpan().IndexOf("room-timeline"u8) >= 0)
        {
            _drawn.TrySetResult();
        }
        return _line.SendAsync("OnRenderCompleted", batch, (string?)null);
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:([^-]*)-->")]
    private static partial Regex State();
}
