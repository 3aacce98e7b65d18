using MimeKit;

namespace IncidentDesk.Tests.Fakes;

/// <summary>What the server answered to a mail whose data it had received whole. <see cref="Unanswered"/>: the client can't know.</summary>
public enum MailOutcome
{
    Accepted,
    Refused,
    Unanswered,
}

/// <summary>One header, unfolded, with encoded words (RFC 2047) decoded.</summary>
public sealed record MailHeader(string Name, string Value);

/// <summary>One leaf of the MIME tree, its transfer encoding undone; of texts the content by their charset, with LF line ends.</summary>
public sealed record MailPart(string MediaType, byte[] Content, string Text);

/// <summary>A mail as the server received it: the envelope, the decoded headers and parts, and the raw data (dot-unstuffed).</summary>
public sealed record SinkMail(string From, IReadOnlyList<string> Recipients, IReadOnlyList<MailHeader> Headers, IReadOnlyList<MailPart> Parts, byte[] Raw)
{
    public MailOutcome Outcome { get; init; }

    /// <summary>Takes the raw data apart.</summary>
    public static SinkMail Of(string from, IReadOnlyList<string> recipients, byte[] raw)
    {
        var message = MimeMessage.Load(new MemoryStream(raw));
        IEnumerable<Header> headers = [.. message.Headers, .. message.Body?.Headers ?? []];
        return new SinkMail(from, recipients, [.. headers.Select(h => new MailHeader(h.Field, h.Value))], [.. message.BodyParts.OfType<MimePart>().Select(Part)], raw);
    }

    public string Subject => Header("Subject") ?? "";

    /// <summary>The first text/plain part, or null.</summary>
    public string? Text => Parts.FirstOrDefault(part => part.MediaType == "text/plain")?.Text;

    /// <summary>The first text/html part, or null.</summary>
    public string? Html => Parts.FirstOrDefault(part => part.MediaType == "text/html")?.Text;

    /// <summary>The first header of this name (in any case), or null.</summary>
    public string? Header(string name) => Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;

    private static MailPart Part(MimePart part)
    {
        var content = new MemoryStream();
        part.Content?.DecodeTo(content);
        return new MailPart(part.ContentType.MimeType, content.ToArray(), (part as TextPart)?.Text.ReplaceLineEndings("\n") ?? "");
    }

    public override string ToString() => $"{From} -> {string.Join(", ", Recipients)}: {Subject} ({Outcome})";
}
