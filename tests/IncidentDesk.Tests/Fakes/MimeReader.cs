using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IncidentDesk.Tests.Fakes;

/// <summary>Takes a mail apart: headers (RFC 5322, RFC 2047) and the leaves of its MIME tree (RFC 2045, RFC 2046).</summary>
internal static partial class MimeReader
{
    // One character per byte, so that cutting text cuts bytes.
    private static readonly Encoding Bytes = Encoding.Latin1;

    public static (IReadOnlyList<MailHeader> Headers, IReadOnlyList<MailPart> Parts) Read(byte[] raw)
    {
        var (headers, body) = Split(Bytes.GetString(raw));
        var parts = new List<MailPart>();
        AddParts(headers, body, parts);
        return ([.. headers.Select(header => header with { Value = DecodeWords(header.Value) })], parts);
    }

    private static (List<MailHeader> Headers, string Body) Split(string text)
    {
        var end = text.StartsWith("\r\n", StringComparison.Ordinal) ? 0 : text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = end < 0 ? text : text[..end];
        var body = end < 0 ? "" : text[(end == 0 ? 2 : end + 4)..];
        var headers = new List<MailHeader>();
        foreach (var line in Fold().Replace(head, "$1").Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers.Add(new MailHeader(line[..colon].Trim(), line[(colon + 1)..].Trim()));
            }
        }

        return (headers, body);
    }

    private static void AddParts(List<MailHeader> headers, string body, List<MailPart> parts)
    {
        var type = Value(headers, "Content-Type") ?? "text/plain";
        var mediaType = type.Split(';')[0].Trim().ToLowerInvariant();
        if (!mediaType.StartsWith("multipart/", StringComparison.Ordinal))
        {
            var charset = Encoding.GetEncoding(Parameter(type, "charset") ?? "us-ascii");
            parts.Add(new MailPart(mediaType, Undo(Value(headers, "Content-Transfer-Encoding"), body), charset));
            return;
        }

        var boundary = "\r\n--" + Parameter(type, "boundary");
        var pieces = ("\r\n" + body).Split(boundary);
        foreach (var piece in pieces.Skip(1).TakeWhile(piece => !piece.StartsWith("--", StringComparison.Ordinal)))
        {
            var (inner, innerBody) = Split(piece[(piece.IndexOf("\r\n", StringComparison.Ordinal) + 2)..]);
            AddParts(inner, innerBody, parts);
        }
    }

    private static byte[] Undo(string? transferEncoding, string body) => transferEncoding?.Trim().ToLowerInvariant() switch
    {
        "base64" => Convert.FromBase64String(body),
        "quoted-printable" => UndoQuotedPrintable(body),
        _ => Bytes.GetBytes(body),
    };

    private static byte[] UndoQuotedPrintable(string text) => Bytes.GetBytes(QuotedByte().Replace(SoftBreak().Replace(text, ""), Unquote));

    private static string Unquote(Match match) => ((char)byte.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();

    // Adjacent encoded words of one charset and encoding are joined before decoding: some senders split a character between two.
    private static string DecodeWords(string value) => EncodedWords().Replace(Encoding.UTF8.GetString(Bytes.GetBytes(value)), run =>
    {
        var text = new StringBuilder();
        foreach (var word in EncodedWord().Matches(run.Value).Chunk())
        {
            text.Append(Encoding.GetEncoding(word.Charset).GetString(word.Content));
        }

        return text.ToString();
    });

    private static IEnumerable<(string Charset, byte[] Content)> Chunk(this MatchCollection words)
    {
        (string Charset, byte[] Content)? open = null;
        foreach (Match word in words)
        {
            var charset = word.Groups[1].Value.ToLowerInvariant();
            var content = word.Groups[2].ValueSpan is "B" or "b"
                ? Convert.FromBase64String(word.Groups[3].Value)
                : UndoQuotedPrintable(word.Groups[3].Value.Replace('_', ' '));
            if (open is { } previous && previous.Charset != charset)
            {
                yield return previous;
                open = null;
            }

            open = (charset, [.. open?.Content ?? [], .. content]);
        }

        if (open is { } last)
        {
            yield return last;
        }
    }

    private static string? Value(List<MailHeader> headers, string name) =>
        headers.Find(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;

    private static string? Parameter(string header, string name)
    {
        var match = Regex.Match(header, $"""[;\s]{name}\s*=\s*(?:"([^"]*)"|([^\s;]+))""", RegexOptions.IgnoreCase);
        return match.Success ? match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value : null;
    }

    [GeneratedRegex(@"\r\n([ \t])")]
    private static partial Regex Fold();

    [GeneratedRegex(@"=[ \t]*\r\n")]
    private static partial Regex SoftBreak();

    [GeneratedRegex("=([0-9A-Fa-f]{2})")]
    private static partial Regex QuotedByte();

    [GeneratedRegex(@"=\?([^?\s]+)\?([BbQq])\?([^?\s]*)\?=")]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"=\?[^?\s]+\?[BbQq]\?[^?\s]*\?=(?:\s+=\?[^?\s]+\?[BbQq]\?[^?\s]*\?=)*")]
    private static partial Regex EncodedWords();
}
