namespace IncidentDesk.Samples.Banned;

/// <summary>Everything that BannedSymbols.txt bans.</summary>
public static class Banned
{
    public static object[] All { get; } =
    [
        DateTime.Now, DateTime.UtcNow, DateTime.Today, DateTimeOffset.Now, DateTimeOffset.UtcNow, Guid.CreateVersion7(),
        TimeZoneInfo.Utc, DateTimeOffset.UnixEpoch.LocalDateTime, DateTimeOffset.UnixEpoch.ToLocalTime(), DateTime.UnixEpoch.ToLocalTime(),
        new System.Net.Mail.SmtpClient(),
    ];
}
