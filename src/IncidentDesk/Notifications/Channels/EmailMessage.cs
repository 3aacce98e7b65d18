using System.Globalization;
using System.Text;
using MimeKit;
using MimeKit.Text;

namespace IncidentDesk.Notifications.Channels;

/// <summary>A message as MIME: text and HTML, threaded by its subject, marked as automatic (RFC 3834). A retry has the same Message-ID.</summary>
internal static class EmailMessage
{
    public static MimeMessage Compose(Outgoing message, MailboxAddress recipient, EmailSettings server)
    {
        var from = MailboxAddress.Parse(server.From);
        var domain = new IdnMapping().GetAscii(from.Domain);
        var thread = $"{message.ThreadId:N}@{domain}";
        var mail = new MimeMessage
        {
            Subject = message.Title.ReplaceLineEndings(" "),
            Date = message.At,
            MessageId = $"{message.Id:N}@{domain}",
            InReplyTo = thread,
            Body = new MultipartAlternative { Part(TextFormat.Plain, EmailBody.Text(message)), Part(TextFormat.Html, EmailBody.Html(message)) },
        };
        mail.From.Add(from);
        mail.To.Add(recipient);
        mail.References.Add(thread);
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        mail.Headers.Add("X-IncidentDesk-Notification", message.Id.ToString());
        return mail;
    }

    private static TextPart Part(TextFormat format, string text)
    {
        var part = new TextPart(format) { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        part.SetText(Encoding.UTF8, text);
        return part;
    }
}
