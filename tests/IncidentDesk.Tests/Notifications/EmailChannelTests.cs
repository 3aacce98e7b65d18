using System.Net;
using System.Net.Sockets;
using IncidentDesk.Notifications;
using IncidentDesk.Notifications.Channels;
using IncidentDesk.People;
using IncidentDesk.Tests.Fakes;

namespace IncidentDesk.Tests.Notifications;

/// <summary>How each way in which a mail server can fail counts, in real conversations on loopback.</summary>
public sealed class EmailChannelTests : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly SmtpSink _smtp = new();

    public ValueTask DisposeAsync() => _smtp.DisposeAsync();

    [Theory]
    [InlineData("554 5.3.2 no service here")]
    [InlineData("421 4.3.2 shutting down")]
    public async Task A_greeting_that_turns_clients_away_is_tried_again(string greeting)
    {
        _smtp.Greeting = greeting;
        var result = await SendAsync();
        result.Outcome.ShouldBe(AttemptOutcome.Deferred);
        result.Answer.ShouldStartWith(greeting[..3]);
    }

    [Theory]
    [InlineData("MAIL", "554 5.1.8 sender rejected")]
    [InlineData("MAIL", "550 5.7.1 sender blocked")]
    [InlineData("MAIL", "552 5.3.4 too big")]
    [InlineData("MAIL", "530 5.7.0 sign in first")]
    [InlineData("MAIL", "451 4.3.0 later")]
    [InlineData("RCPT", "450 4.2.1 mailbox busy")]
    [InlineData("RCPT", "452 4.2.2 mailbox full")]
    [InlineData("RCPT", "552 5.2.2 mailbox full")]
    [InlineData("RCPT", "530 5.7.0 sign in first")]
    [InlineData("RCPT", "554 5.7.1 client host blocked")]
    [InlineData("RCPT", "550 5.7.1 unable to relay")]
    [InlineData("DATA", "552 5.3.4 no space")]
    [InlineData("DATA", "554 5.5.1 no valid recipients")]
    [InlineData("DATA", "451 4.3.0 later")]
    public async Task What_is_refused_for_another_reason_than_the_recipient_is_tried_again(string verb, string reply)
    {
        _smtp.OnCommand = line => line.StartsWith(verb, StringComparison.Ordinal) ? reply : null;
        var result = await SendAsync();
        result.Outcome.ShouldBe(AttemptOutcome.Deferred);
        result.Answer.ShouldContain(reply[4..]);
    }

    [Theory]
    [InlineData("550 5.1.1 no such user")]
    [InlineData("551 5.1.6 moved away")]
    [InlineData("553 5.1.3 mailbox name not allowed")]
    public async Task Only_the_recipients_own_refusal_is_final(string reply)
    {
        _smtp.OnRecipient = _ => reply;
        var result = await SendAsync();
        result.Outcome.ShouldBe(AttemptOutcome.Refused);
        result.Answer.ShouldBe(reply);
    }

    [Theory]
    [InlineData("554 5.7.1 this looks like spam")]
    [InlineData("552 5.2.2 mailbox full")]
    [InlineData("450 4.7.1 greylisted")]
    public async Task A_refused_text_is_tried_again(string reply)
    {
        _smtp.OnMail = _ => MailFate.Refuse(reply);
        (await SendAsync()).ShouldBe(SendResult.Deferred(reply));
    }

    [Fact]
    public async Task An_accepted_email_says_so_without_the_address()
    {
        _smtp.OnMail = mail => MailFate.Refuse($"250 2.0.0 queued for {mail.Recipients[0]}");
        (await SendAsync()).ShouldBe(SendResult.Sent("127.0.0.1 accepted the email: 2.0.0 queued for the address"));
    }

    [Fact]
    public async Task An_email_carries_the_time_and_the_id_of_its_message_and_a_retry_the_same()
    {
        await SendAsync();
        await SendAsync();
        _smtp.Mails.Count.ShouldBe(2);
        _smtp.Mails.ShouldAllBe(mail => mail.Header("Message-ID") == "<0123456789abcdef0123456789abcdef@desk.example>");
        _smtp.Mails.ShouldAllBe(mail => mail.Header("Date") == "Thu, 04 Feb 2027 12:00:00 +0000");
    }

    [Theory]
    [InlineData("jörg@bücher.example", "jörg@bücher.example")]
    [InlineData("ana@bücher.example", "ana@xn--bcher-kva.example")]
    public async Task An_internationalised_address_is_accepted(string address, string asSent)
    {
        (await SendAsync(address: address)).Outcome.ShouldBe(AttemptOutcome.Sent);
        _smtp.Mails.ShouldHaveSingleItem().Recipients.ShouldHaveSingleItem().ShouldBeOneOf(asSent, address);
    }

    [Theory]
    [InlineData("desk", "secret", AttemptOutcome.Sent, "accepted the email")]
    [InlineData("desk", "wrong", AttemptOutcome.Deferred, "127.0.0.1 refused the user name or password: 535")]
    [InlineData(null, null, AttemptOutcome.Deferred, "127.0.0.1 wants a user name and password: 5.7.0 sign in first")]
    public async Task A_sign_in_that_fails_is_said_and_tried_again(string? user, string? password, AttemptOutcome outcome, string words)
    {
        _smtp.Account = ("desk", "secret");
        var result = await SendAsync(new EmailSettings(_smtp.Host, _smtp.Port, "desk@desk.example", user, password, EmailSecurity.None));
        result.Outcome.ShouldBe(outcome);
        result.Answer.ShouldContain(words);
    }

    [Theory]
    [InlineData(EmailSecurity.Tls, "localhost", 0.5, "is expired or not valid yet")]
    [InlineData(EmailSecurity.StartTls, "localhost", 0.5, "is expired or not valid yet")]
    [InlineData(EmailSecurity.Tls, "mail.other.example", 30, "is not for localhost, but for mail.other.example.")]
    [InlineData(EmailSecurity.Tls, "localhost", 30, "is not trusted by this machine")]
    [InlineData(EmailSecurity.StartTls, "localhost", 30, "is not trusted by this machine")]
    public async Task A_certificate_that_is_not_good_is_said_in_words_and_tried_again(EmailSecurity security, string name, double days, string words)
    {
        (_smtp.Certificate, _smtp.TlsFromStart) = (TestCertificate.For(name, days), security == EmailSecurity.Tls);
        var result = await SendAsync(Server(security, "localhost"));
        result.Outcome.ShouldBe(AttemptOutcome.Deferred);
        result.Answer.ShouldContain($"The TLS certificate of localhost:{_smtp.Port} {words}");
    }

    [Fact]
    public async Task Without_STARTTLS_nothing_is_sent_in_the_clear()
    {
        (await SendAsync(Server(EmailSecurity.StartTls))).ShouldBe(
            SendResult.Deferred($"127.0.0.1:{_smtp.Port} does not offer STARTTLS, and the email is not sent unencrypted."));
        _smtp.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task TLS_against_a_plain_port_names_the_setting_to_change()
    {
        var result = await SendAsync(Server(EmailSecurity.Tls));
        result.Outcome.ShouldBe(AttemptOutcome.Deferred);
        result.Answer.ShouldContain("does not speak TLS as configured");
        result.Answer.ShouldContain("set IncidentDesk:Email:Security to startTls");
    }

    [Fact]
    public async Task Plain_against_a_TLS_port_names_the_setting_to_change()
    {
        (_smtp.Certificate, _smtp.TlsFromStart) = (TestCertificate.For("localhost"), true);
        var result = await SendAsync(Server(EmailSecurity.None), patience: TimeSpan.FromSeconds(1));
        result.Outcome.ShouldBe(AttemptOutcome.Deferred);
        result.Answer.ShouldContain($"127.0.0.1:{_smtp.Port} did not respond within 1 seconds. If the port expects TLS from the first byte, as 465 does");
    }

    [Theory]
    [InlineData("EHLO")]
    [InlineData("MAIL")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    public async Task A_server_that_falls_silent_is_left_in_time_and_tried_again(string verb)
    {
        _smtp.OnCommand = line => line.StartsWith(verb, StringComparison.Ordinal) ? SmtpSink.Silence : null;
        var result = await SendAsync(patience: TimeSpan.FromSeconds(1));
        result.Outcome.ShouldBe(AttemptOutcome.Deferred);
        result.Answer.ShouldStartWith($"127.0.0.1:{_smtp.Port} did not respond within 1 seconds.");
    }

    [Fact]
    public async Task A_silent_server_is_left_as_soon_as_the_caller_stops()
    {
        _smtp.OnMail = _ => MailFate.Hang;
        using var stop = new CancellationTokenSource();
        var sending = Channel(Server(EmailSecurity.None)).SendAsync(Message("ana@example.com"), stop.Token);
        await _smtp.WaitForAsync(1, Soon);
        sending.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task A_goodbye_that_is_not_answered_takes_nothing_back()
    {
        _smtp.OnCommand = line => line == "QUIT" ? SmtpSink.Silence : null;
        (await SendAsync()).Outcome.ShouldBe(AttemptOutcome.Sent);
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_answer_is_tried_again()
    {
        _smtp.OnMail = _ => MailFate.Close;
        var result = await SendAsync();
        result.Outcome.ShouldBe(AttemptOutcome.Deferred);
        result.Answer.ShouldStartWith($"The connection to 127.0.0.1:{_smtp.Port} broke: ");
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_tried_again()
    {
        using var closed = new Socket(SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)closed.LocalEndPoint!).Port;
        var result = await SendAsync(new EmailSettings("127.0.0.1", port, "desk@desk.example", null, null, EmailSecurity.None));
        result.ShouldBe(SendResult.Deferred($"127.0.0.1:{port} can't be reached: Connection refused"));
    }

    private EmailSettings Server(EmailSecurity security, string? host = null) => new(host ?? _smtp.Host, _smtp.Port, "IncidentDesk <desk@desk.example>", null, null, security);

    private static EmailChannel Channel(EmailSettings server, TimeSpan? patience = null)
    {
        var settings = new NotificationSettings(new Uri("http://localhost:8080"), server, AllowPrivateNetworks: true);
        return patience is { } limit ? new(settings) { Patience = limit } : new(settings);
    }

    private static Outgoing Message(string address) => new(Guid.Parse("0123456789abcdef0123456789abcdef"), "incident", "Ana", address, null, "Down", "It is down.",
        Urgency.High, "http://localhost:8080/p/x", Guid.Empty, new DateTimeOffset(2027, 2, 4, 12, 0, 0, TimeSpan.Zero));

    private Task<SendResult> SendAsync(EmailSettings? server = null, string address = "ana@example.com", TimeSpan? patience = null) =>
        Channel(server ?? Server(EmailSecurity.None), patience).SendAsync(Message(address), TestContext.Current.CancellationToken);
}
