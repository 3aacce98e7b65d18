using IncidentDesk.Alerts.Sources;
using IncidentDesk.Catalog;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Alerts;

/// <summary>
/// Gives the batch's new episodes their incident and ends the incidents whose alerts are over. It runs under the service's group lock, so that open, join
/// and auto-resolve never overlap; it locks the incident after the group and then looks at its status again.
/// </summary>
internal sealed class Grouping(DeskTransaction desk, Service service, IReadOnlyDictionary<Guid, SpokenIntegration> integrations)
{
    /// <summary>The grouping window rolls from the last join, at most this long from the incident's opening.</summary>
    private static readonly TimeSpan LongestGroup = TimeSpan.FromHours(24);

    public async Task ApplyAsync(DigestFold fold)
    {
        await AlertSql.ArchiveAsync(desk, fold.Superseded.Select(e => e.Id));
        var begun = await RejoinAsync(fold.Begun);
        if (service.GroupingWindow > TimeSpan.Zero)
        {
            await GiveIncidentAsync(begun);
        }
        else
        {
            foreach (var alone in begun)
            {
                await GiveIncidentAsync([alone]);
            }
        }
        await AlertSql.InsertAsync(desk, fold.Begun);
        await AlertSql.UpdateAsync(desk, [.. fold.Touched.Where(e => !e.IsNew)]);
        await RaiseAsync(fold.Touched.Where(e => e is { Raised: true, IsNew: false, IncidentId: not null }));
        await LogAsync(fold.Touched.Where(e => e is { Restarted: true, IncidentId: not null }).GroupBy(e => e.IncidentId!.Value),
            "alert-restarted", again => Sentence([.. again], "restarted at the source without a resolve"), again => Source([.. again]));
        await EndAsync(fold.Touched.Where(e => e.Ended));
        await LogAsync(fold.Outcomes.Where(o => o is { LeftOut: not null, Episode.IncidentId: not null }).GroupBy(o => o.Episode!.IncidentId!.Value),
            "left-out", cut => string.Join(' ', cut.Select(o => o.LeftOut).Distinct()), cut => Source([cut.First().Episode!]));
    }

    /// <summary>The worst of these episodes, as this service sees it.</summary>
    private Grade Worst(IEnumerable<Episode> episodes) => SeverityRules.At(episodes.Min(e => SourceGrades.Of(e.Severity)), service.Tier);

    private Caller Source(IReadOnlyList<Episode> episodes) =>
        new(null, integrations.TryGetValue(episodes[0].IntegrationId, out var spoken) ? spoken.Name : "A removed integration", "source");

    /// <summary>
    /// Gives episodes whose predecessor still fires in a quiet incident to that incident, which is triggered again, also when the grouping window is over.
    /// Answers the others.
    /// </summary>
    private async Task<IReadOnlyList<Episode>> RejoinAsync(IReadOnlyList<Episode> begun)
    {
        foreach (var group in begun.Where(e => e.Rejoins is not null).GroupBy(e => e.Rejoins!.Value).OrderBy(g => g.Key))
        {
            if (await desk.LockAsync(group.Key) is { IsOpen: true } incident)
            {
                await JoinAsync(incident, [.. group], restarted: true);
                Assign(group, incident, "joined");
            }
        }
        return [.. begun.Where(e => e.IncidentId is null)];
    }

    private static void Assign(IEnumerable<Episode> episodes, Incident incident, string how)
    {
        foreach (var episode in episodes)
        {
            (episode.IncidentId, episode.Reason) = (incident.Id, $"{how} {incident.Reference}");
        }
    }

    /// <summary>An incident counts alerts by their key: one that comes back to it is not counted again.</summary>
    private async Task JoinAsync(Incident incident, IReadOnlyList<Episode> begun, bool restarted = false)
    {
        var keys = Keys(begun);
        var known = await AlertSql.CountArchivedAsync(desk, incident.Id, keys);
        await desk.JoinAsync(incident, keys.Count - known, Worst(begun), Source(begun), Sentence(begun, "joined"), restarted);
    }

    private static HashSet<(Guid, string)> Keys(IEnumerable<Episode> episodes) => [.. episodes.Select(e => (e.IntegrationId, e.DedupKey))];

    private async Task GiveIncidentAsync(IReadOnlyList<Episode> begun)
    {
        if (begun.Count == 0)
        {
            return;
        }
        var group = await desk.Db.Set<ServiceGroup>().SingleAsync(g => g.ServiceId == service.Id && g.GroupKey == "", desk.Cancellation);
        var current = group.IncidentId is { } id ? await desk.LockAsync(id) : null;
        var (incident, how) = await DecideAsync(group, current, begun);
        (group.IncidentId, group.LastJoinAt) = (incident.Id, desk.Now);
        Assign(begun, incident, how);
    }

    private async Task<(Incident Incident, string How)> DecideAsync(ServiceGroup group, Incident? current, IReadOnlyList<Episode> begun)
    {
        if (current is { IsOpen: true } && service.GroupingWindow > TimeSpan.Zero && desk.Now - group.LastJoinAt <= service.GroupingWindow && desk.Now - group.OpenedAt <= LongestGroup)
        {
            await JoinAsync(current, begun);
            return (current, "joined");
        }
        if (current is { Status: IncidentStatus.Resolved } && desk.Now - current.ResolvedAt <= service.ReopenWindow)
        {
            await desk.TriggerAsync(current, Source(begun), "reopened", $"{Sentence(begun, "fired")} Reopened: it was resolved less than {service.ReopenWindow.TotalMinutes:0} minutes ago.");
            await JoinAsync(current, begun);
            group.OpenedAt = desk.Now;
            return (current, "reopened");
        }
        var recurrence = await AlertSql.LastIncidentAsync(desk, begun[0].IntegrationId, begun[0].DedupKey);
        var draft = new NewIncident(service.Id, begun[0].Title, Worst(begun), Keys(begun).Count, recurrence);
        var opened = await desk.OpenAsync(draft, Source(begun), Sentence(begun, "fired"));
        group.OpenedAt = desk.Now;
        return (opened, "opened");
    }

    private async Task RaiseAsync(IEnumerable<Episode> raised)
    {
        foreach (var group in raised.GroupBy(e => e.IncidentId!.Value).OrderBy(g => g.Key))
        {
            if (await desk.LockAsync(group.Key) is { IsOpen: true } incident)
            {
                await desk.RaiseAsync(incident, Worst(group), Source([.. group]));
            }
        }
    }

    /// <summary>One entry for each incident, in their order; no one is paged by it.</summary>
    private async Task LogAsync<T>(IEnumerable<IGrouping<Guid, T>> groups, string kind, Func<IGrouping<Guid, T>, string> text, Func<IGrouping<Guid, T>, Caller> by)
    {
        foreach (var group in groups.OrderBy(g => g.Key))
        {
            (await desk.LockAsync(group.Key))?.Log(desk, by(group), kind, text(group));
        }
    }

    private async Task EndAsync(IEnumerable<Episode> ended)
    {
        foreach (var group in ended.Where(e => e.IncidentId is not null).GroupBy(e => e.IncidentId!.Value).OrderBy(g => g.Key))
        {
            if (await desk.LockAsync(group.Key) is not { IsOpen: true } incident)
            {
                continue;
            }
            var by = Source([.. group]);
            var firing = await AlertSql.FiringAsync(desk, incident.Id);
            var rest = firing == 0 ? "None still firing." : firing == 1 ? "1 still firing." : $"{firing} still firing.";
            incident.Log(desk, by, "alert-resolved", $"{Sentence([.. group], "resolved by the source")} {rest}");
            if (firing == 0 && service.AutoResolve)
            {
                await desk.ResolveAsync(incident, by, "Auto-resolved: all alerts cleared.", closeAlerts: false);
            }
        }
    }

    /// <summary>"Alert fired: A." or "12 alerts fired: A, B, C and 9 more."</summary>
    private static string Sentence(IReadOnlyList<Episode> all, string verb)
    {
        const int Named = 3;
        List<Episode> episodes = [.. all.DistinctBy(e => (e.IntegrationId, e.DedupKey))];
        var names = string.Join(", ", episodes.Take(Named).Select(e => Text.Cut(e.Title, 120)));
        var more = episodes.Count > Named ? $" and {episodes.Count - Named} more" : "";
        return episodes.Count == 1 ? $"Alert {verb}: {names}." : $"{episodes.Count} alerts {verb}: {names}{more}.";
    }
}
