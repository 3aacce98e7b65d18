using System.Text.Json;

namespace IncidentDesk.Tests;

/// <summary>Bodies as Alertmanager's webhook sends them (version 4).</summary>
public static class Alertmanager
{
    public static string Body(string fingerprint, string status, DateTimeOffset startsAt, string severity = "critical", string? summary = null) => JsonSerializer.Serialize(new
    {
        version = "4",
        status,
        receiver = "desk",
        groupKey = "{}:{}",
        truncatedAlerts = 0,
        groupLabels = new { },
        commonLabels = new { },
        commonAnnotations = new { },
        externalURL = "http://localhost:9093",
        alerts = new[]
        {
            new
            {
                status,
                labels = new { alertname = fingerprint, severity },
                annotations = new { summary = summary ?? $"{fingerprint} is broken" },
                startsAt,
                endsAt = status == "resolved" ? startsAt.AddSeconds(30) : default,
                generatorURL = "",
                fingerprint,
            },
        },
    });
}
