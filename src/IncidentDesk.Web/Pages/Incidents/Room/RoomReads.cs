using IncidentDesk.Alerts;
using IncidentDesk.Escalation;
using IncidentDesk.Incidents;
using IncidentDesk.Notifications;
using IncidentDesk.Postmortems;
using IncidentDesk.Runbooks;
using IncidentDesk.Storage;
using IncidentDesk.Timeline;
using IncidentDesk.Web.Live;

namespace IncidentDesk.Web.Pages.Incidents.Room;

/// <summary>The alerts that the room shows: firing ones first, at most so many of each; and how many there are.</summary>
public sealed record RoomAlerts(AlertCounts Counts, IReadOnlyList<Alert> Firing, IReadOnlyList<Alert> Resolved)
{
    public bool HasMore => Firing.Count < Counts.Firing || Resolved.Count < Counts.Resolved;
}

/// <summary>The climb as it stands: who was paged, over what, with what result, and what comes next.</summary>
public sealed record RoomClimb(ClimbView? Climb, IReadOnlyList<PageView> Pages, IReadOnlyList<NotificationView> Notifications, DateTimeOffset? TimesOutAt);

/// <summary>The room but for its timeline, which grows and is kept by the page.</summary>
public sealed record RoomView(IncidentView Incident, PendingChange? Pending, RoomAlerts Alerts, RoomClimb Climb)
{
    /// <summary>The numbers of pinned entries.</summary>
    public IReadOnlySet<long> Pins { get; init; } = new HashSet<long>();

    public IReadOnlyList<RoleView> Roles { get; init; } = [];
    public IReadOnlyList<TaskView> Tasks { get; init; } = [];

    /// <summary>Who hears of status updates, by name.</summary>
    public IReadOnlyList<Watcher> Watchers { get; init; } = [];

    /// <summary>The service's runbooks, by name.</summary>
    public IReadOnlyList<RunbookView> Runbooks { get; init; } = [];

    /// <summary>The latest runs, newest first.</summary>
    public IReadOnlyList<RunView> Runs { get; init; } = [];

    /// <summary>The postmortem, once it was begun.</summary>
    public PostmortemMark? Postmortem { get; init; }
}

/// <summary>What the room shows at first; the timeline is newest first.</summary>
public sealed record RoomData(Viewer Reader, RoomView View, IReadOnlyList<TimelineEntry> Timeline);

/// <summary>Reads what the incident room shows. Everybody in a room sees the same, so those who are woken together share a read.</summary>
public sealed class RoomReads
{
    /// <summary>How many entries of the timeline come at a time.</summary>
    public const int TimelinePart = 50;

    /// <summary>How many alerts of each kind come at a time.</summary>
    public const int AlertPart = 20;

    /// <summary>How many runs are shown.</summary>
    private const int RunPart = 20;

    private readonly Desk _desk;
    private readonly RunbookQueries _runbooks;
    private readonly RunQueries _runs;
    private readonly SharedRead<(long Number, int Alerts), RoomView?> _views;
    private readonly SharedRead<(Guid Incident, long After), IReadOnlyList<TimelineEntry>> _newer;

    public RoomReads(Desk desk, RunbookQueries runbooks, RunQueries runs)
    {
        (_desk, _runbooks, _runs) = (desk, runbooks, runs);
        _views = new(key => ReadViewAsync(key.Number, key.Alerts));
        _newer = new(key => ReadNewerAsync(key.Incident, key.After));
    }

    /// <summary>As the reader may see it; null when there is no such incident.</summary>
    public async Task<RoomView?> ViewAsync(long number, int alerts, Viewer reader) =>
        await _views.GetAsync((number, alerts)) is not { } view ? null
            : view with { Climb = view.Climb with { Notifications = [.. view.Climb.Notifications.Select(n => n.SeenBy(reader.Standing))] } };

    /// <summary>The entries before one, or the last ones; newest first.</summary>
    public async Task<IReadOnlyList<TimelineEntry>> OlderAsync(Guid incident, long? before)
    {
        await using var db = await _desk.ReadAsync();
        return await db.TimelineBeforeAsync(incident, before, TimelinePart, CancellationToken.None);
    }

    /// <summary>The entries after one, newest first; a gap that is wider than 500 is closed by the next read.</summary>
    public Task<IReadOnlyList<TimelineEntry>> NewerAsync(Guid incident, long after) => _newer.GetAsync((incident, after));

    /// <summary>All of it, for the page's first sight; null when there is no such incident.</summary>
    public async Task<RoomData?> AllAsync(long number, Viewer reader) =>
        await ViewAsync(number, AlertPart, reader) is { } view
            ? new RoomData(reader, view, await OlderAsync(view.Incident.Id, null))
            : null;

    private async Task<RoomView?> ReadViewAsync(long number, int alerts)
    {
        await using var db = await _desk.ReadAsync(CancellationToken.None);
        if (await db.IncidentAsync(number, CancellationToken.None) is not { } incident)
        {
            return null;
        }
        var id = incident.Id;
        return new RoomView(
            incident,
            await db.PendingChangeAsync(id, CancellationToken.None),
            new RoomAlerts(
                await db.AlertCountsAsync(id, CancellationToken.None),
                await AlertsAsync(db, id, AlertStatus.Firing, alerts, CancellationToken.None),
                await AlertsAsync(db, id, AlertStatus.Resolved, alerts, CancellationToken.None)),
            new RoomClimb(
                await db.ClimbAsync(id, CancellationToken.None),
                await db.PagesAsync(id, CancellationToken.None),
                await db.NotificationsAboutAsync(id, CancellationToken.None, pagesOnly: true),
                await db.TimesOutAtAsync(id, CancellationToken.None)))
        {
            Roles = await db.RolesAsync(id, CancellationToken.None),
            Tasks = await db.TasksAsync(id, CancellationToken.None),
            Watchers = await db.WatchersAsync(id, CancellationToken.None),
            Runbooks = [.. (await _runbooks.ListAsync(new PageAsk(Limit: PageAsk.MostItems), incident.ServiceId)).Items.OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase)],
            Runs = (await _runs.ListAsync(new PageAsk(Limit: RunPart), null, id)).Items,
            Pins = await db.PinsAsync(id, CancellationToken.None),
            Postmortem = await db.PostmortemOfAsync(id, CancellationToken.None),
        };
    }

    private async Task<IReadOnlyList<TimelineEntry>> ReadNewerAsync(Guid incident, long after)
    {
        await using var db = await _desk.ReadAsync(CancellationToken.None);
        var newer = await db.TimelineAsync(incident, after, 500, CancellationToken.None);
        newer.Reverse();
        return newer;
    }

    private static async Task<IReadOnlyList<Alert>> AlertsAsync(DeskDb db, Guid incident, AlertStatus status, int limit, CancellationToken cancellation) =>
        [.. (await db.AlertsAsync(incident, null, status, null, limit, cancellation)).Select(a => a.Alert)];
}
