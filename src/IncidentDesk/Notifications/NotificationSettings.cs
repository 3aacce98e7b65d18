using System.Diagnostics.Metrics;
using IncidentDesk.Notifications.Channels;
using IncidentDesk.People;

namespace IncidentDesk.Notifications;

/// <summary>How messages leave the program. <paramref name="PublicUrl"/> begins every link in them.</summary>
public sealed record NotificationSettings(Uri PublicUrl, EmailSettings? Email, bool AllowPrivateNetworks);

/// <summary>How the connection to the mail server is secured.</summary>
public enum EmailSecurity
{
    None,

    /// <summary>Begins in the clear and must change to TLS before anything is said (RFC 3207).</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314), usually on port 465.</summary>
    Tls,
}

/// <summary>The mail server that takes our mail. <paramref name="From"/> is a mail address, with or without a name.</summary>
public sealed record EmailSettings(string Host, int Port, string From, string? UserName, string? Password, EmailSecurity Security);

/// <summary>Counts attempts by channel and outcome.</summary>
public sealed class NotificationMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _attempts = meters.Create("IncidentDesk.Notifications")
        .CreateCounter<long>("incidentdesk_notification_attempts_total", description: "Attempts to deliver, by channel and outcome.");

    internal void Attempted(ContactKind method, AttemptOutcome outcome) => _attempts.Add(1,
        new("channel", method.ToString().ToLowerInvariant()), new KeyValuePair<string, object?>("outcome", outcome.ToString().ToLowerInvariant()));
}
