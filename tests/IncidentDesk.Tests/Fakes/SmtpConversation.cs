using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IncidentDesk.Tests.Fakes;

/// <summary>One client at the <see cref="SmtpSink"/>, from greeting to QUIT (RFC 5321).</summary>
internal sealed partial class SmtpConversation(SmtpSink sink, Stream stream, Action<SinkMail> keep)
{
    private readonly LineReader _input = new(stream);
    private readonly List<string> _recipients = [];
    private string? _from;

    public async Task RunAsync(CancellationToken cancellation)
    {
        await ReplyAsync("220 sink.test ESMTP", cancellation);
        while (await _input.LineAsync(cancellation) is { } line && await AnswerAsync(Encoding.UTF8.GetString(line), cancellation))
        {
        }
    }

    // Answers one command; false ends the conversation.
    private async Task<bool> AnswerAsync(string line, CancellationToken cancellation)
    {
        var verb = line.Split(' ', 2)[0].ToUpperInvariant();
        if (verb == "DATA")
        {
            return await TakeDataAsync(cancellation);
        }

        await ReplyAsync(Reply(verb, line), cancellation);
        return verb != "QUIT";
    }

    private string Reply(string verb, string line) => verb switch
    {
        "EHLO" => Reset($"250-sink.test\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE {sink.MaxSize}"),
        "HELO" => Reset("250 sink.test"),
        "RSET" => Reset("250 2.0.0 reset"),
        "MAIL" => Mail(line),
        "RCPT" => Recipient(line),
        "NOOP" => "250 2.0.0 ok",
        "VRFY" => "252 2.1.5 not told",
        "QUIT" => "221 2.0.0 bye",
        _ => "500 5.5.2 unknown command",
    };

    private string Reset(string reply)
    {
        _from = null;
        _recipients.Clear();
        return reply;
    }

    private string Mail(string line)
    {
        var match = FromPath().Match(line);
        if (!match.Success || _from is not null)
        {
            return _from is null ? "501 5.5.4 MAIL FROM:<address>" : "503 5.5.1 one mail at a time";
        }

        var size = SizeParameter().Match(line);
        if (size.Success && (size.Length > 20 || long.Parse(size.Groups[1].ValueSpan, CultureInfo.InvariantCulture) > sink.MaxSize))
        {
            return "552 5.3.4 too big";
        }

        _from = match.Groups[1].Value;
        return "250 2.1.0 ok";
    }

    private string Recipient(string line)
    {
        var match = ToPath().Match(line);
        if (_from is null || !match.Success)
        {
            return _from is null ? "503 5.5.1 MAIL first" : "501 5.5.4 RCPT TO:<address>";
        }

        var address = match.Groups[1].Value;
        if (sink.OnRecipient(address) is { } refusal)
        {
            return refusal;
        }

        _recipients.Add(address);
        return "250 2.1.5 ok";
    }

    private async Task<bool> TakeDataAsync(CancellationToken cancellation)
    {
        if ((_recipients.Count == 0 ? "503 5.5.1 RCPT first" : sink.OnData()) is { } refusal)
        {
            await ReplyAsync(refusal, cancellation);
            return true;
        }

        await ReplyAsync("354 end with a dot", cancellation);
        if (await ReadDataAsync(cancellation) is not { } data)
        {
            return false;
        }

        if (data.Length > sink.MaxSize)
        {
            await ReplyAsync(Reset("552 5.3.4 too big"), cancellation);
            return true;
        }

        var (headers, parts) = MimeReader.Read(data);
        var mail = new SinkMail(_from!, [.. _recipients], headers, parts, data);
        Reset("");
        return await DecideAsync(mail, cancellation);
    }

    private async Task<bool> DecideAsync(SinkMail mail, CancellationToken cancellation)
    {
        switch (sink.OnMail(mail))
        {
            case MailFate.Answer answer:
                keep(mail with { Outcome = answer.Outcome });
                await ReplyAsync(answer.Reply, cancellation);
                return true;
            case MailFate.Silence { HangsUp: false }:
                keep(mail with { Outcome = MailOutcome.Unanswered });
                await _input.LineAsync(cancellation);
                return false;
            default:
                keep(mail with { Outcome = MailOutcome.Unanswered });
                return false;
        }
    }

    // The lines up to the single dot, with the dots that the client doubled undone (section 4.5.2); null when the client leaves half-way.
    private async Task<byte[]?> ReadDataAsync(CancellationToken cancellation)
    {
        var data = new MemoryStream();
        while (await _input.LineAsync(cancellation) is { } line)
        {
            if (line is [(byte)'.'])
            {
                return data.ToArray();
            }

            data.Write(line is [(byte)'.', ..] ? line.AsSpan(1) : line);
            data.Write("\r\n"u8);
        }

        return null;
    }

    private async Task ReplyAsync(string reply, CancellationToken cancellation) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"), cancellation);

    [GeneratedRegex(@"^MAIL FROM:\s*<([^>]*)>", RegexOptions.IgnoreCase)]
    private static partial Regex FromPath();

    [GeneratedRegex(@"^RCPT TO:\s*<([^>]+)>", RegexOptions.IgnoreCase)]
    private static partial Regex ToPath();

    [GeneratedRegex(@"\sSIZE=(\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex SizeParameter();
}
