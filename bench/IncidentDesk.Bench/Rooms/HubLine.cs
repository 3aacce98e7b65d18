using System.Buffers;
using System.Net.WebSockets;
using System.Text;

namespace IncidentDesk.Bench.Rooms;

/// <summary>A SignalR connection over a WebSocket in the binary hub protocol (HubProtocol.md of ASP.NET Core), without negotiation.</summary>
internal sealed class HubLine : IAsyncDisposable
{
    private static readonly IReadOnlyDictionary<string, string> NoHeaders = new Dictionary<string, string>();
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly byte[] _buffer = new byte[16 * 1024];

    public async Task OpenAsync(Uri address, string cookie, CancellationToken cancellation)
    {
        _socket.Options.SetRequestHeader("Cookie", cookie);
        _socket.Options.SetRequestHeader("Origin", new UriBuilder(address) { Scheme = Uri.UriSchemeHttp, Path = "" }.Uri.GetLeftPart(UriPartial.Authority));
        await _socket.ConnectAsync(address, cancellation);
        await _socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text, true, cancellation);
        await NextAsync(cancellation);
    }

    /// <summary>Calls a method of the hub; the answer to a call with an id comes as a message of kind 3.</summary>
    public Task CallAsync(string? id, string method, object?[] arguments, CancellationToken cancellation) =>
        SendAsync([1, NoHeaders, id, method, arguments, Array.Empty<object?>()], cancellation);

    public Task PingAsync(CancellationToken cancellation) => SendAsync([6], cancellation);

    /// <summary>The next messages, each an array that begins with its kind.</summary>
    public async Task<IReadOnlyList<List<object?>>> ReceiveAsync(CancellationToken cancellation)
    {
        var bytes = await NextAsync(cancellation);
        var messages = new List<List<object?>>();
        for (var at = 0; at < bytes.Length;)
        {
            var (length, shift) = (0, 0);
            byte part;
            do
            {
                part = bytes.Span[at++];
                length |= (part & 0x7f) << shift;
                shift += 7;
            }
            while (part >= 0x80);
            var inside = 0;
            messages.Add((List<object?>)MessagePack.Read(bytes.Slice(at, length), ref inside)!);
            at += length;
        }
        return messages;
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellation)
    {
        var whole = new ArrayBufferWriter<byte>();
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(), cancellation);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new EndOfStreamException($"The desk closed the line: {_socket.CloseStatusDescription}");
            }
            whole.Write(_buffer.AsSpan(0, part.Count));
            if (part.EndOfMessage)
            {
                return whole.WrittenMemory;
            }
        }
    }

    private async Task SendAsync(object?[] message, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        MessagePack.Write(body, message);
        using var whole = new MemoryStream();
        var length = (int)body.Length;
        for (; length >= 0x80; length >>= 7)
        {
            whole.WriteByte((byte)(length | 0x80));
        }
        whole.WriteByte((byte)length);
        body.WriteTo(whole);
        await _sending.WaitAsync(cancellation);
        try
        {
            await _socket.SendAsync(whole.ToArray(), WebSocketMessageType.Binary, true, cancellation);
        }
        finally
        {
            _sending.Release();
        }
    }
}
