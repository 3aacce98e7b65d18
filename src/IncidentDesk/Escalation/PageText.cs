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
        var service = await desk.Db.Set<Service>().Where(s => s.Id == incident.ServiceId).Select(s => s.Name).FirstAsync(desk.Cancellation);
        var severity = SeverityRules.Name(incident.Severity);
        var alerts = incident.AlertCount switch
        {
            0 => "opened by hand",
            1 => "1 alert",
            _ => $"{incident.AlertCount} alerts",
        };
        string[] detail =
        [
            $"{severity} · {Text.Isolate(service)} · {alerts}",
            $"Since {incident.TriggeredAt:yyyy-MM-dd HH:mm} UTC.",
            $"You are paged because {person.WhyYou}.",
            .. await AlertWords.OfAsync(desk, incident.Id),
        ];
        return new NotificationSubject(
            IncidentTopics.Name,
            incident.Id,
            $"{severity} {Text.Isolate(service)}: {Text.Isolate(incident.Title)} ({incident.Reference})",
            $"/incidents/{incident.Number}",
            string.Join('\n', detail));
    }
}
