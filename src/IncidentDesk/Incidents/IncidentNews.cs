using System.Text.Json;
using IncidentDesk.Catalog;
using IncidentDesk.Jobs;
using IncidentDesk.Kernel;
using IncidentDesk.Notifications;
using IncidentDesk.People;
using IncidentDesk.Storage;
using IncidentDesk.Timeline;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Incidents;

/// <summary>Which timeline entry the watchers hear of.</summary>
internal sealed record NewsTicket(long Seq);

/// <summary>Sets the job that tells watchers, in the transaction of what they hear of.</summary>
internal static class IncidentNews
{
    /// <summary>The subject kinds of their messages: what cancels pages leaves these alone.</summary>
    public const string Update = "incident-update", Resolved = "incident-resolved";

    /// <summary>However often an incident is resolved and reopened, a watcher hears of its end no more often than this.</summary>
    public static readonly TimeSpan ResolvedPause = TimeSpan.FromMinutes(10);

    /// <summary>Tells of the entry that the incident's log just took, after <paramref name="after"/>.</summary>
    public static void TellWatchers(this DeskTransaction desk, Incident incident, TimeSpan after) => desk.Enqueue(
        Lanes.Housekeeping, IncidentJobs.News, incident.Id, desk.Now + after, JsonSerializer.Serialize(new NewsTicket(incident.Seq), JsonColumns.Options));
}

/// <summary>Tells watchers of a status update, or that it is resolved: each of them once, whatever they watch it for; not whoever wrote or did it.</summary>
internal sealed class NewsJob(Desk desk, PageLinks links) : DatabaseJob(desk)
{
    public override string Kind => IncidentJobs.News;

    protected override async Task HandleAsync(DeskTransaction desk, Job job)
    {
        var seq = JsonSerializer.Deserialize<NewsTicket>(job.Payload, JsonColumns.Options)!.Seq;
        var incident = await desk.Db.Set<Incident>().AsNoTracking().FirstAsync(i => i.Id == job.Subject, desk.Cancellation);
        var entry = await desk.Db.Set<TimelineEntry>().AsNoTracking().FirstAsync(e => e.IncidentId == incident.Id && e.Seq == seq, desk.Cancellation);
        var isEnd = entry.Kind == "resolved";
        if (isEnd && incident.IsOpen)
        {
            return;
        }
        var told = isEnd ? await HeardOfEndAsync(desk, incident.Id) : [];
        var text = await TextAsync(desk, incident, entry);
        foreach (var watcher in await desk.Db.WatchersAsync(incident.Id, desk.Cancellation))
        {
            if (watcher.PersonId != entry.PersonId && !told.Contains(watcher.PersonId))
            {
                Tell(desk, watcher, text with { Detail = $"{text.Detail}\n\n{Why(watcher.Why[0])}\nUnwatch: {links.Inside($"/incidents/{incident.Number}/watch")}" });
            }
        }
    }

    private static void Tell(DeskTransaction desk, Watcher watcher, NotificationSubject text)
    {
        foreach (var message in watcher.Plan.Messages)
        {
            desk.Queue(watcher.PersonId, null, Urgency.Low, text, message);
        }
        desk.Wake(NotificationTopics.Bell(watcher.PersonId));
    }

    private static async Task<HashSet<Guid>> HeardOfEndAsync(DeskTransaction desk, Guid incident)
    {
        var since = desk.Now - IncidentNews.ResolvedPause;
        return [.. await desk.Db.Set<Notification>().Where(n => n.SubjectId == incident && n.SubjectKind == IncidentNews.Resolved && n.CreatedAt > since)
            .Select(n => n.PersonId).Distinct().ToListAsync(desk.Cancellation)];
    }

    private static async Task<NotificationSubject> TextAsync(DeskTransaction desk, Incident incident, TimelineEntry entry)
    {
        var service = await desk.Db.Set<Service>().Where(s => s.Id == incident.ServiceId).Select(s => s.Name).FirstAsync(desk.Cancellation);
        var (kind, head, foot) = entry.Kind == "resolved"
            ? (IncidentNews.Resolved, "Resolved", $"Open from {incident.CreatedAt:yyyy-MM-dd HH:mm} to {entry.At:yyyy-MM-dd HH:mm} UTC.")
            : (IncidentNews.Update, "Update", $"{Text.Isolate(entry.Actor)}, {entry.At:yyyy-MM-dd HH:mm} UTC. {Promise(entry)}");
        return new NotificationSubject(kind, incident.Id, $"{head} {incident.Reference}: {incident.Title}", $"/incidents/{incident.Number}",
            $"{entry.Text}\n\n{foot}\n{SeverityRules.Name(incident.Severity)} · {Text.Isolate(service)} · {incident.Status.ToString().ToLowerInvariant()}");
    }

    private static string Promise(TimelineEntry entry)
    {
        using var data = JsonDocument.Parse(entry.Data);
        return data.RootElement.TryGetProperty("nextUpdateAt", out var at) && at.ValueKind == JsonValueKind.String
            ? $"Next update by {at.GetDateTimeOffset().UtcDateTime:yyyy-MM-dd HH:mm} UTC."
            : "No next update.";
    }

    private static string Why(WatchSource source) => source switch
    {
        { Kind: WatchKind.Service } => $"You watch this because you watch the service {Text.Isolate(source.Name!)}.",
        { Kind: WatchKind.Team } => $"You watch this because you watch the team {Text.Isolate(source.Name!)}.",
        { Reason: WatchReason.Acknowledged } => "You watch this because you acknowledged it.",
        { Reason: WatchReason.Joined } => "You watch this because you joined it.",
        { Reason: WatchReason.Answered } => "You watch this because you responded to its page.",
        { Reason: WatchReason.Role } => "You watch this because you took a role in it.",
        _ => "You watch this incident.",
    };
}
