using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Net.Sockets;
using System.Text;
using IncidentDesk.People;

namespace IncidentDesk.Notifications.Channels;

/// <summary>
/// Email over SMTP (RFC 5321): text and HTML, threaded by subject of the desk, marked as automatic (RFC 3834). A 4yz answer is tried again, a 5yz
/// answer to the recipient or the message is final (RFC 5321, 4.2.1).
/// </summary>
public sealed class EmailChannel(NotificationSettings settings) : IChannel
{
    public ContactKind Kind => ContactKind.Email;

    public async Task<SendResult> SendAsync(Outgoing message, CancellationToken cancellation)
    {
        if (settings.Email is not { } server)
        {
            return SendResult.Deferred("No mail server is set (IncidentDesk:Email:Host).");
        }
        try
        {
            using var mail = Compose(message, server);
            using var client = new SmtpClient(server.Host, server.Port)
            {
                EnableSsl = server.Security == EmailSecurity.StartTls,
                // A server that takes the mail and never answers is not reached by the cancellation.
                Timeout = (int)IChannel.TimeLimit.TotalMilliseconds,
            };
            if (server.UserName is not null)
            {
                client.Credentials = new NetworkCredential(server.UserName, server.Password);
            }
            await client.SendMailAsync(mail, cancellation);
            return SendResult.Sent($"{server.Host} took it for {message.Address}.");
        }
        catch (SmtpFailedRecipientException refused)
        {
            return Judge(refused.StatusCode, refused.Message);
        }
        catch (SmtpException failed)
        {
            return failed.InnerException is SocketException or IOException or null && failed.StatusCode == SmtpStatusCode.GeneralFailure
                ? SendResult.Deferred($"{server.Host}:{server.Port} can't be reached: {failed.InnerException?.Message ?? failed.Message}")
                : Judge(failed.StatusCode, failed.Message);
        }
        catch (FormatException wrong)
        {
            return SendResult.Refused($"The address {message.Address} is no mail address: {wrong.Message}");
        }
        catch (Exception broken) when (broken is IOException or SocketException or InvalidOperationException)
        {
            return SendResult.Deferred($"The connection to {server.Host} broke: {broken.Message}");
        }
    }

    private static SendResult Judge(SmtpStatusCode code, string answer) =>
        (int)code is >= 500 and < 600 && code is not (SmtpStatusCode)530 and not (SmtpStatusCode)535
            ? SendResult.Refused($"{(int)code} {answer}")
            : SendResult.Deferred($"{(int)code} {answer}");

    private static MailMessage Compose(Outgoing message, EmailSettings server)
    {
        var mail = new MailMessage(new MailAddress(server.From), new MailAddress(message.Address))
        {
            Subject = message.Title.ReplaceLineEndings(" "),
            SubjectEncoding = Encoding.UTF8,
            Body = EmailBody.Text(message),
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
        };
        mail.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(EmailBody.Html(message), Encoding.UTF8, MediaTypeNames.Text.Html));
        var host = new MailAddress(server.From).Host;
        mail.Headers.Add("Message-ID", $"<{message.Id:N}@{host}>");
        mail.Headers.Add("References", $"<{message.ThreadId:N}@{host}>");
        mail.Headers.Add("In-Reply-To", $"<{message.ThreadId:N}@{host}>");
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Headers.Add("X-IncidentDesk-Notification", message.Id.ToString());
        return mail;
    }
}
