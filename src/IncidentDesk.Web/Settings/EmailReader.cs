using IncidentDesk.Notifications;
using IncidentDesk.People;

namespace IncidentDesk.Web.Settings;

/// <summary>Reads the mail server's settings, which only make sense together.</summary>
internal static class EmailReader
{
    /// <summary>Null when no mail server is set.</summary>
    public static EmailSettings? Read(SettingsReader reader)
    {
        var host = reader.Text("Email:Host");
        var security = ReadSecurity(reader);
        var port = reader.Whole("Email:Port", 1, 65535) ?? DefaultPort(security);
        var from = reader.Text("Email:From");
        var userName = reader.Text("Email:UserName");
        var password = reader.Text("Email:Password");
        if (host is null)
        {
            if (from is not null || userName is not null || password is not null)
            {
                reader.Complain("Email:Host", "is missing, while other settings of the mail server are given.");
            }

            return null;
        }

        if (!EmailAddress.IsSender(from))
        {
            reader.Complain("Email:From", "must be the email address that IncidentDesk sends from, like desk@example.com.");
        }

        if (userName is null != password is null)
        {
            reader.Complain(userName is null ? "Email:UserName" : "Email:Password", "is missing; the mail server needs both or neither.");
        }

        return new EmailSettings(host, port, from ?? "", userName, password, security);
    }

    /// <summary>RFC 6409 for submission under STARTTLS, RFC 8314 under TLS, RFC 5321 for plain relay.</summary>
    private static int DefaultPort(EmailSecurity security) => security switch
    {
        EmailSecurity.None => 25,
        EmailSecurity.Tls => 465,
        _ => 587,
    };

    private static EmailSecurity ReadSecurity(SettingsReader reader)
    {
        switch (reader.Text("Email:Security")?.ToLowerInvariant())
        {
            case null or "starttls":
                return EmailSecurity.StartTls;
            case "tls":
                return EmailSecurity.Tls;
            case "none":
                return EmailSecurity.None;
            case var other:
                reader.Complain("Email:Security", $"is \"{other}\"; it can be startTls, tls or none.");
                return EmailSecurity.StartTls;
        }
    }
}
