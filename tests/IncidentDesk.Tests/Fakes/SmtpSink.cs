using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;

namespace IncidentDesk.Tests.Fakes;

/// <summary>What the server does once a mail's data has arrived whole.</summary>
public abstract record MailFate
{
    private MailFate()
    {
    }

    /// <summary>Answers 250.</summary>
    public static MailFate Accept { get; } = new Answer("250 2.0.0 queued", MailOutcome.Accepted);

    /// <summary>Takes the mail and never answers; the connection stays open until the client gives up.</summary>
    public static MailFate Hang { get; } = new Silence(HangsUp: false);

    /// <summary>Takes the mail and closes the connection before the final reply.</summary>
    public static MailFate Close { get; } = new Silence(HangsUp: true);

    /// <summary>Answers with this line, like <c>451 4.3.0 try later</c> or <c>554 5.7.1 spam</c>.</summary>
    public static MailFate Refuse(string reply) => new Answer(reply, MailOutcome.Refused);

    internal sealed record Answer(string Reply, MailOutcome Outcome) : MailFate;

    internal sealed record Silence(bool HangsUp) : MailFate;
}

/// <summary>
/// A real SMTP server (RFC 5321) on loopback that keeps what it gets: EHLO, HELO, MAIL, RCPT, DATA, RSET, NOOP, VRFY, QUIT, with SIZE, PIPELINING, 8BITMIME
/// and SMTPUTF8, on request STARTTLS or TLS from the first byte, and AUTH PLAIN. It accepts everything until it is told otherwise.
/// </summary>
public sealed class SmtpSink : IAsyncDisposable
{
    /// <summary>A reply that never comes: the connection stays open until the client gives up.</summary>
    public const string Silence = "";

    private readonly ConcurrentQueue<SinkMail> _mails = new();
    private readonly LoopbackServer _server;

    public SmtpSink() => _server = new LoopbackServer((client, cancellation) => new SmtpConversation(this, client, _mails.Enqueue).RunAsync(cancellation));

    public string Host => "127.0.0.1";

    public int Port => _server.Port;

    /// <summary>The SIZE that the server announces and keeps to, in bytes.</summary>
    public int MaxSize { get; set; } = 10_000_000;

    /// <summary>The first line, like <c>554 5.3.2 no service</c>, or <see cref="Silence"/>.</summary>
    public string Greeting { get; set; } = "220 sink.test ESMTP";

    /// <summary>With it the server offers STARTTLS.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>TLS under that certificate from the first byte, as on port 465.</summary>
    public bool TlsFromStart { get; set; }

    /// <summary>With it the server offers AUTH PLAIN, and takes no mail from others.</summary>
    public (string User, string Password)? Account { get; set; }

    /// <summary>Decides on any command line before it is looked at: null goes on, else the whole reply, or <see cref="Silence"/>.</summary>
    public Func<string, string?> OnCommand { get; set; } = _ => null;

    /// <summary>Decides on a recipient: null accepts, else the whole reply line, like <c>550 5.1.1 no such user</c>.</summary>
    public Func<string, string?> OnRecipient { get; set; } = _ => null;

    /// <summary>Decides on the DATA command, before any data: null goes on, else the whole reply line, like <c>451 4.3.2 busy</c>.</summary>
    public Func<string?> OnData { get; set; } = () => null;

    /// <summary>Decides what becomes of a mail whose data has arrived.</summary>
    public Func<SinkMail, MailFate> OnMail { get; set; } = _ => MailFate.Accept;

    /// <summary>All mails whose data arrived whole, in order of arrival, whatever was answered.</summary>
    public IReadOnlyList<SinkMail> Mails => [.. _mails];

    /// <summary>How many connections were made so far.</summary>
    public int Connections => _server.Connections;

    /// <summary>Waits until that many mails have arrived in all, and returns them.</summary>
    public async Task<IReadOnlyList<SinkMail>> WaitForAsync(int count, TimeSpan deadline)
    {
        await Wait.UntilAsync(() => Task.FromResult(_mails.Count >= count), deadline, () => Missing($"{count} mails"));
        return Mails;
    }

    /// <summary>Waits for the first mail that the predicate likes, and returns it.</summary>
    public async Task<SinkMail> WaitForAsync(Predicate<SinkMail> wanted, TimeSpan deadline)
    {
        await Wait.UntilAsync(() => Task.FromResult(_mails.Any(mail => wanted(mail))), deadline, () => Missing("the wanted mail"));
        return _mails.First(mail => wanted(mail));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private string Missing(string wanted) => $"{wanted} at the SMTP sink; it has {_mails.Count}: {string.Join("; ", _mails)}";
}
