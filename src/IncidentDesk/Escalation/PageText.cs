using IncidentDesk.Catalog;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Escalation;

/// <summary>What a page says: the title on a lock screen, and why this person reads it.</summary>
internal static class PageText
{
    public static async Task<NotificationSubject> ForAsync(DeskTransaction desk, Incident incident, Meant person)
    {
        var (title, facts) = await OfAsync(desk, incident);
        string[] detail =
        [
            facts,
            $"Since {incident.TriggeredAt:yyyy-MM-dd HH:mm} UTC.",
            $"You are paged because {person.WhyYou}.",
            .. await AlertWords.OfAsync(desk, incident.Id),
        ];
        return new NotificationSubject(IncidentTopics.Name, incident.Id, title, $"/incidents/{incident.Number}", string.Join('\n', detail));
    }

    /// <summary>What changes while a message waits: its title, and its first line.</summary>
    public static async Task<(string Title, string Facts)> OfAsync(DeskTransaction desk, Incident incident)
    {
        var service = await desk.Db.Set<Service>().Where(s => s.Id == incident.ServiceId).Select(s => s.Name).FirstAsync(desk.Cancellation);
        var severity = SeverityRules.Name(incident.Severity);
        var alerts = incident.AlertCount switch
        {
            0 => "declared manually",
            1 => "1 alert",
            _ => $"{incident.AlertCount} alerts",
        };
        return ($"{severity} {Text.Isolate(service)}: {Text.Isolate(incident.Title)} ({incident.Reference})", $"{severity} · {Text.Isolate(service)} · {alerts}");
    }
}
