using System.Net;
using System.Net.Sockets;
using System.Text;
using IncidentDesk.Alerts.Sources;
using MailKit.Net.Smtp;
using MimeKit;

namespace IncidentDesk.Tests.Fakes;

/// <summary>The fakes can be trusted: they are spoken to by clients that are not ours.</summary>
public sealed class FakesTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_SMTP_sink_keeps_envelope_headers_and_both_bodies_decoded()
    {
        await using var sink = new SmtpSink();
        var text = ".leading dot\n..two\n" + new string('x', 200) + " = Проверка";
        using var message = Message("ana@shop.example", "INC-42 Überlast in €: " + new string('ж', 80),
            new MultipartAlternative { new TextPart("plain") { Text = text }, new TextPart("html") { Text = "<p>Größe &amp; é</p>" } });
        message.Headers.Add("X-Desk", "7");
        await SendAsync(sink, message);

        var mail = await sink.WaitForAsync(received => received.Subject.StartsWith("INC-42", StringComparison.Ordinal), Soon);
        mail.From.ShouldBe("desk@shop.example");
        mail.Recipients.ShouldBe(["ana@shop.example"]);
        mail.Subject.ShouldBe(message.Subject);
        mail.Header("x-desk").ShouldBe("7");
        mail.Text.ShouldNotBeNull().TrimEnd().ShouldBe(text);
        mail.Html.ShouldNotBeNull().TrimEnd().ShouldBe("<p>Größe &amp; é</p>");
        mail.Outcome.ShouldBe(MailOutcome.Accepted);
        sink.Mails.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_SMTP_sink_joins_a_character_split_between_two_encoded_words()
    {
        await using var sink = new SmtpSink();
        var replies = await TalkAsync(sink, "EHLO x", "MAIL FROM:<a@x.example> SIZE=10", "RCPT TO:<b@x.example>", "DATA",
            "Subject: =?UTF-8?B?w4s=?=\r\n =?UTF-8?Q?_a_=C3?= =?utf-8?Q?=A9?= plain\r\n\r\n..x\r\n.", "RSET", "NOOP", "WHAT", "QUIT");

        replies[^5..].Select(reply => reply[..3]).ShouldBe(["250", "250", "250", "500", "221"]);
        sink.Mails.ShouldHaveSingleItem().Subject.ShouldBe("Ë a é plain");
        sink.Mails[0].Text.ShouldBe(".x\n");
    }

    [Fact]
    public async Task The_SMTP_sink_refuses_as_told()
    {
        await using var sink = new SmtpSink { OnRecipient = address => address.StartsWith("no", StringComparison.Ordinal) ? "550 5.1.1 nobody" : null };
        (await Should.ThrowAsync<SmtpCommandException>(() => SendAsync(sink, "nobody@x.example"))).StatusCode.ShouldBe(SmtpStatusCode.MailboxUnavailable);

        sink.OnData = () => "451 4.3.2 busy";
        (await Should.ThrowAsync<SmtpCommandException>(() => SendAsync(sink, "ana@x.example"))).StatusCode.ShouldBe(SmtpStatusCode.ErrorInProcessing);
        sink.Mails.ShouldBeEmpty();

        sink.OnData = () => null;
        sink.OnMail = _ => MailFate.Refuse("554 5.7.1 spam");
        (await Should.ThrowAsync<SmtpCommandException>(() => SendAsync(sink, "ana@x.example"))).StatusCode.ShouldBe(SmtpStatusCode.TransactionFailed);
        sink.Mails.ShouldHaveSingleItem().Outcome.ShouldBe(MailOutcome.Refused);
    }

    [Fact]
    public async Task The_SMTP_sink_takes_a_mail_and_leaves_its_sender_in_the_dark()
    {
        await using var sink = new SmtpSink { OnMail = _ => MailFate.Close };
        await Should.ThrowAsync<SmtpProtocolException>(() => SendAsync(sink, "ana@x.example"));

        sink.OnMail = _ => MailFate.Hang;
        using var giveUp = new CancellationTokenSource();
        var sending = SendAsync(sink, "ben@x.example", giveUp.Token);
        var mails = await sink.WaitForAsync(2, Soon);
        sending.IsCompleted.ShouldBeFalse();
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => sending);
        mails.Select(mail => (mail.Recipients[0], mail.Outcome)).ShouldBe([("ana@x.example", MailOutcome.Unanswered), ("ben@x.example", MailOutcome.Unanswered)]);
    }

    [Fact]
    public async Task The_webhook_sink_keeps_requests_and_answers_as_told()
    {
        await using var sink = new WebhookSink();
        using var http = new HttpClient { BaseAddress = sink.Url };
        http.DefaultRequestHeaders.Add("X-Signature", "sha256=00");
        (await http.PostAsync("hook/a?b=c", new StringContent("{\"é\":1}"))).StatusCode.ShouldBe(HttpStatusCode.OK);

        var request = (await sink.WaitForAsync(1, Soon)).ShouldHaveSingleItem();
        (request.Method, request.Path, request.Text).ShouldBe(("POST", "/hook/a?b=c", "{\"é\":1}"));
        request.Headers["x-signature"].ShouldBe("sha256=00");

        sink.OnRequest = _ => new WebhookAnswer(503, "later") { Headers = new Dictionary<string, string> { ["Retry-After"] = "7" } };
        using var busy = await http.GetAsync("");
        busy.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        busy.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        (await busy.Content.ReadAsStringAsync()).ShouldBe("later");
    }

    [Fact]
    public async Task The_webhook_sink_hangs_closes_and_is_slow_as_told()
    {
        await using var sink = new WebhookSink { OnRequest = _ => WebhookAnswer.Close };
        using var http = new HttpClient { BaseAddress = sink.Url };
        await Should.ThrowAsync<HttpRequestException>(() => http.PostAsync("", null));

        sink.OnRequest = _ => new WebhookAnswer(204).After(TimeSpan.FromMilliseconds(50));
        (await http.PostAsync("slow", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        sink.OnRequest = _ => WebhookAnswer.Hang;
        using var giveUp = new CancellationTokenSource();
        var sending = http.PostAsync("hang", null, giveUp.Token);
        await sink.WaitForAsync(seen => seen.Path == "/hang", Soon);
        sending.IsCompleted.ShouldBeFalse();
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task A_wait_that_fails_says_what_it_waited_for()
    {
        var failure = await Should.ThrowAsync<TimeoutException>(() => Wait.UntilAsync(() => false, TimeSpan.FromMilliseconds(20), "the moon"));

        failure.Message.ShouldContain("the moon");
    }

    [Fact]
    public async Task A_real_Alertmanager_sends_what_it_is_given_and_what_was_resolved()
    {
        await using var sink = new WebhookSink();
        await using var alertmanager = await RealAlertmanager.StartAsync(new AlertmanagerSettings { Webhooks = [new Uri(sink.Url, "hook")], BearerToken = "t0ken" });
        var alert = new AlertmanagerAlert(new Dictionary<string, string> { ["alertname"] = "Down", ["severity"] = "critical" })
        {
            Annotations = new Dictionary<string, string> { ["summary"] = "Web is down" },
        };
        await alertmanager.PostAlertsAsync(alert);
        var firing = (await sink.WaitForAsync(1, Soon))[0];
        await alertmanager.ResolveAsync(alert);
        var resolved = (await sink.WaitForAsync(2, Soon))[1];

        firing.Path.ShouldBe("/hook");
        firing.Headers["Authorization"].ShouldBe("Bearer t0ken");
        var first = new PrometheusSource().Read(firing.Body).Signals.ShouldHaveSingleItem();
        (first.State, first.Severity, first.Title).ShouldBe((SignalState.Firing, SourceSeverity.Critical, "Web is down"));
        var last = new PrometheusSource().Read(resolved.Body).Signals.ShouldHaveSingleItem();
        (last.State, last.DedupKey).ShouldBe((SignalState.Resolved, first.DedupKey));
        sink.Requests.Count.ShouldBe(2);
    }

    private static MimeMessage Message(string to, string subject, MimeEntity body) =>
        new([MailboxAddress.Parse("desk@shop.example")], [MailboxAddress.Parse(to)], subject, body);

    private static async Task SendAsync(SmtpSink sink, string to, CancellationToken cancellation = default)
    {
        using var message = Message(to, "subject", new TextPart("plain") { Text = "text" });
        await SendAsync(sink, message, cancellation);
    }

    private static async Task SendAsync(SmtpSink sink, MimeMessage message, CancellationToken cancellation = default)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync(sink.Host, sink.Port, false, cancellation);
        await client.SendAsync(message, cancellation);
        await client.DisconnectAsync(true, cancellation);
    }

    // Speaks line by line and returns every reply's last line.
    private static async Task<string[]> TalkAsync(SmtpSink sink, params string[] lines)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(sink.Host, sink.Port);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        var replies = new List<string> { await LastLineAsync(reader) };
        foreach (var line in lines)
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));
            replies.Add(await LastLineAsync(reader));
        }

        return [.. replies];
    }

    private static async Task<string> LastLineAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length < 4 || line[3] != '-')
            {
                return line;
            }
        }

        return "";
    }
}
