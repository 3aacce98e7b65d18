using System.Globalization;
using System.Text;

namespace IncidentDesk.Tests.Fakes;

/// <summary>Reads lines that end in CR LF, and counted bytes, from one buffered stream.</summary>
internal sealed class LineReader(Stream stream)
{
    private readonly BufferedStream _input = new(stream);

    /// <summary>The next line without its end, or null when the other side has stopped sending.</summary>
    public async Task<byte[]?> LineAsync(CancellationToken cancellation)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await _input.ReadAsync(one, cancellation) == 1)
        {
            if (one[0] == '\n' && line is [.., (byte)'\r'])
            {
                line.RemoveAt(line.Count - 1);
                return [.. line];
            }

            line.Add(one[0]);
        }

        return null;
    }

    public async Task<byte[]> BytesAsync(int count, CancellationToken cancellation)
    {
        var bytes = new byte[count];
        await _input.ReadExactlyAsync(bytes, cancellation);
        return bytes;
    }

    /// <summary>A chunked body of HTTP/1.1 (RFC 9112, section 7.1), without its trailers.</summary>
    public async Task<byte[]> ChunksAsync(CancellationToken cancellation)
    {
        var body = new MemoryStream();
        while (await LineAsync(cancellation) is { } line)
        {
            var text = Encoding.ASCII.GetString(line).Split(';')[0];
            var size = int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Write(await BytesAsync(size, cancellation));
            while (await LineAsync(cancellation) is { Length: > 0 })
            {
            }

            if (size == 0)
            {
                break;
            }
        }

        return body.ToArray();
    }
}
