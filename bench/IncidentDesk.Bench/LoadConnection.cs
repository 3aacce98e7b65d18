using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace IncidentDesk.Bench;

/// <summary>One kept-alive HTTP/1.1 connection over a bare socket: an HTTP client library would cost more processor time than some of the servers measured.</summary>
internal sealed class LoadConnection(RequestTemplate template) : IDisposable
{
    private readonly byte[] _request = template.Copy();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private Socket? _socket;

    /// <summary>Sends distinct alerts and answers the status code.</summary>
    public async Task<int> SendAsync(CancellationToken cancellation)
    {
        _socket ??= await ConnectAsync(cancellation);
        template.Renew(_request);
        for (var sent = 0; sent < _request.Length;)
        {
            sent += await _socket.SendAsync(_request.AsMemory(sent), cancellation);
        }

        return await ReceiveAsync(_socket, cancellation);
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellation)
    {
        var fresh = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await fresh.ConnectAsync(template.Url.Host, template.Url.Port, cancellation);
        return fresh;
    }

    private async Task<int> ReceiveAsync(Socket from, CancellationToken cancellation)
    {
        var length = 0;
        while (true)
        {
            var got = await from.ReceiveAsync(_buffer.AsMemory(length), cancellation);
            if (got == 0)
            {
                throw new IOException($"{template.Url.Authority} closed the connection within a response.");
            }

            length += got;
            if (IsComplete(_buffer.AsSpan(0, length)))
            {
                return Status(_buffer.AsSpan(0, length));
            }
        }
    }

    // Answers of the servers measured are short: they fit the buffer, with a length or in chunks.
    private static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = answer[..end];
        var body = answer.Length - end - 4;
        if (Header(head, "content-length:") is { IsEmpty: false } text && Utf8Parser.TryParse(text, out int length, out _))
        {
            return body >= length;
        }

        return Header(head, "transfer-encoding:").IsEmpty || answer.EndsWith("0\r\n\r\n"u8);
    }

    private static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> head, string name)
    {
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (line.Length > name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name))
            {
                return line[name.Length..].Trim((byte)' ');
            }
        }

        return default;
    }

    private static int Status(ReadOnlySpan<byte> answer) =>
        Utf8Parser.TryParse(answer[9..12], out int status, out _) ? status : throw new IOException("The response is not HTTP.");
}
