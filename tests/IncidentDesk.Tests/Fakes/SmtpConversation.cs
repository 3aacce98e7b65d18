using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace IncidentDesk.Tests.Fakes;

/// <summary>One client at the <see cref="SmtpSink"/>, from greeting to QUIT (RFC 5321).</summary>
internal sealed partial class SmtpConversation(SmtpSink sink, TcpClient client, Action<SinkMail> keep)
{
    private readonly List<string> _recipients = [];
    private Stream _stream = client.GetStream();
    private LineReader _input = null!;
    private bool _secure;
    private bool _known;
    private string? _from;

    public async Task RunAsync(CancellationToken cancellation)
    {
        _input = new LineReader(_stream);
        if (sink.TlsFromStart)
        {
            await SecureAsync(cancellation);
        }

        await ReplyAsync(sink.Greeting, cancellation);
        while (await _input.LineAsync(cancellation) is { } line && await AnswerAsync(Encoding.UTF8.GetString(line), cancellation))
        {
        }
    }

    private async Task SecureAsync(CancellationToken cancellation)
    {
        var tls = new SslStream(_stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = sink.Certificate }, cancellation);
        (_stream, _input, _secure) = (tls, new LineReader(tls), true);
    }

    // Answers one command; false ends the conversation.
    private async Task<bool> AnswerAsync(string line, CancellationToken cancellation)
    {
        var verb = line.Split(' ', 2)[0].ToUpperInvariant();
        if (sink.OnCommand(line) is { } told)
        {
            await ReplyAsync(told, cancellation);
            return told != SmtpSink.Silence;
        }

        if (verb == "DATA")
        {
            return await TakeDataAsync(cancellation);
        }

        await ReplyAsync(Reply(verb, line), cancellation);
        if (verb == "STARTTLS" && sink.Certificate is not null)
        {
            await SecureAsync(cancellation);
        }

        return verb != "QUIT";
    }

    private string Reply(string verb, string line) => verb switch
    {
        "EHLO" => Reset($"250-sink.test\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n{StartTls}{Auth}250 SIZE {sink.MaxSize}"),
        "HELO" => Reset("250 sink.test"),
        "RSET" => Reset("250 2.0.0 reset"),
        "STARTTLS" => sink.Certificate is null ? "502 5.5.1 no TLS here" : "220 2.0.0 go ahead",
        "AUTH" => SignIn(line),
        "MAIL" => Mail(line),
        "RCPT" => Recipient(line),
        "NOOP" => "250 2.0.0 ok",
        "VRFY" => "252 2.1.5 not told",
        "QUIT" => "221 2.0.0 bye",
        _ => "500 5.5.2 unknown command",
    };

    private string StartTls => sink.Certificate is not null && !_secure ? "250-STARTTLS\r\n" : "";

    private string Auth => sink.Account is null ? "" : "250-AUTH PLAIN\r\n";

    // RFC 4616: nothing, the user and the password, with NUL between.
    private string SignIn(string line)
    {
        _known = sink.Account is { } account && line == $"AUTH PLAIN {Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{account.User}\0{account.Password}"))}";
        return _known ? "235 2.7.0 welcome" : "535 5.7.8 wrong user name or password";
    }

    private string Reset(string reply)
    {
        _from = null;
        _recipients.Clear();
        return reply;
    }

    private string Mail(string line)
    {
        var match = FromPath().Match(line);
        if (sink.Account is not null && !_known)
        {
            return "530 5.7.0 sign in first";
        }

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

        var mail = SinkMail.Of(_from!, [.. _recipients], data);
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

    private async Task ReplyAsync(string reply, CancellationToken cancellation)
    {
        if (reply != SmtpSink.Silence)
        {
            await _stream.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"), cancellation);
            return;
        }

        while (await _input.LineAsync(cancellation) is not null)
        {
        }
    }

    [GeneratedRegex(@"^MAIL FROM:\s*<([^>]*)>", RegexOptions.IgnoreCase)]
    private static partial Regex FromPath();

    [GeneratedRegex(@"^RCPT TO:\s*<([^>]+)>", RegexOptions.IgnoreCase)]
    private static partial Regex ToPath();

    [GeneratedRegex(@"\sSIZE=(\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex SizeParameter();
}
