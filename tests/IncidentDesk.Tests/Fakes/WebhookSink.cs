using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace IncidentDesk.Tests.Fakes;

/// <summary>A request as the server received it. <paramref name="Path"/> includes the query; header names are found in any case.</summary>
public sealed record SinkRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public override string ToString() => $"{Method} {Path} ({Body.Length} bytes)";
}

/// <summary>A real HTTP/1.1 server on loopback that keeps what it gets. It answers 200 to everything until it is told otherwise.</summary>
public sealed class WebhookSink : IAsyncDisposable
{
    private readonly ConcurrentQueue<SinkRequest> _requests = new();
    private readonly LoopbackServer _server;

    public WebhookSink()
    {
        _server = new LoopbackServer(ConverseAsync);
        Url = new Uri($"http://127.0.0.1:{_server.Port}/");
    }

    /// <summary>The server's root, ending in a slash.</summary>
    public Uri Url { get; }

    /// <summary>Decides on the answer to a request, which is already among <see cref="Requests"/>.</summary>
    public Func<SinkRequest, WebhookAnswer> OnRequest { get; set; } = _ => new WebhookAnswer();

    /// <summary>All requests that arrived whole, in order of arrival, whatever was answered.</summary>
    public IReadOnlyList<SinkRequest> Requests => [.. _requests];

    /// <summary>Waits until that many requests have arrived in all, and returns them.</summary>
    public async Task<IReadOnlyList<SinkRequest>> WaitForAsync(int count, TimeSpan deadline)
    {
        await Wait.UntilAsync(() => Task.FromResult(_requests.Count >= count), deadline, () => Missing($"{count} requests"));
        return Requests;
    }

    /// <summary>Waits for the first request that the predicate likes, and returns it.</summary>
    public async Task<SinkRequest> WaitForAsync(Predicate<SinkRequest> wanted, TimeSpan deadline)
    {
        await Wait.UntilAsync(() => Task.FromResult(_requests.Any(request => wanted(request))), deadline, () => Missing("the wanted request"));
        return _requests.First(request => wanted(request));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private string Missing(string wanted) => $"{wanted} at the webhook sink; it has {_requests.Count}: {string.Join("; ", _requests)}";

    // One connection, request by request (RFC 9112).
    private async Task ConverseAsync(TcpClient client, CancellationToken cancellation)
    {
        var stream = client.GetStream();
        var input = new LineReader(stream);
        while (await ReadAsync(input, stream, cancellation) is { } request)
        {
            _requests.Enqueue(request);
            var answer = OnRequest(request);
            await Task.Delay(answer.Delay, cancellation);
            if (answer.Closes)
            {
                return;
            }

            await stream.WriteAsync(Response(request.Method, answer), cancellation);
        }
    }

    private static async Task<SinkRequest?> ReadAsync(LineReader input, NetworkStream stream, CancellationToken cancellation)
    {
        if (await input.LineAsync(cancellation) is not { } first)
        {
            return null;
        }

        var words = Encoding.UTF8.GetString(first).Split(' ');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await input.LineAsync(cancellation) is { Length: > 0 } line)
        {
            var header = Encoding.UTF8.GetString(line).Split(':', 2);
            headers[header[0]] = headers.TryGetValue(header[0], out var before) ? $"{before}, {header[1].Trim()}" : header[1].Trim();
        }

        if (headers.ContainsKey("Expect"))
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellation);
        }

        var body = headers.ContainsKey("Transfer-Encoding")
            ? await input.ChunksAsync(cancellation)
            : await input.BytesAsync(int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture), cancellation);
        return new SinkRequest(words[0], words[1], headers, body);
    }

    private static byte[] Response(string method, WebhookAnswer answer)
    {
        var body = Encoding.UTF8.GetBytes(answer.Body);
        var head = new StringBuilder($"HTTP/1.1 {answer.Status} Sink\r\n");
        if (answer.Status != 204)
        {
            head.Append($"Content-Length: {body.Length}\r\nContent-Type: {answer.ContentType}\r\n");
        }

        foreach (var (name, value) in answer.Headers)
        {
            head.Append($"{name}: {value}\r\n");
        }

        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. method == "HEAD" || answer.Status == 204 ? [] : body];
    }
}
