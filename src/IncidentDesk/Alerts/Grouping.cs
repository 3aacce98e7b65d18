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
internal sealed class Grouping(DeskTransaction desk, Service service, IReadOnlyDictionary<Guid, string> integrations)
{
    /// <summary>The grouping window rolls from the last join, at most this long from the incident's opening.</summary>
    private static readonly TimeSpan LongestGroup = TimeSpan.FromHours(24);

    public async Task ApplyAsync(DigestFold fold)
    {
        await AlertSql.ArchiveAsync(desk, fold.Superseded.Select(e => e.Id));
        if (service.GroupingWindow > TimeSpan.Zero)
        {
            await GiveIncidentAsync(fold.Begun);
        }
        else
        {
            foreach (var alone in fold.Begun)
            {
                await GiveIncidentAsync([alone]);
            }
        }
        await AlertSql.InsertAsync(desk, fold.Begun);
        await AlertSql.UpdateAsync(desk, [.. fold.Touched.Where(e => !e.IsNew)]);
        await RaiseAsync(fold.Touched.Where(e => e is { Raised: true, IsNew: false, IncidentId: not null }));
        await EndAsync(fold.Touched.Where(e => e.Ended));
    }

    /// <summary>The worst of these episodes, as this service sees it.</summary>
    private Grade Worst(IEnumerable<Episode> episodes) => SeverityRules.At(episodes.Min(e => FromSource(e.Severity)), service.Tier);

    private Caller Source(IReadOnlyList<Episode> episodes) => new(null, integrations.GetValueOrDefault(episodes[0].IntegrationId, "A removed integration"), "source");

    private static Severity FromSource(SourceSeverity severity) => severity switch
    {
        SourceSeverity.Critical => Severity.Sev2,
        SourceSeverity.Error or SourceSeverity.Unknown => Severity.Sev3,
        SourceSeverity.Warning => Severity.Sev4,
        _ => Severity.Sev5,
    };

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
        foreach (var episode in begun)
        {
            (episode.IncidentId, episode.Reason) = (incident.Id, $"{how} {incident.Reference}");
        }
    }

    private async Task<(Incident Incident, string How)> DecideAsync(ServiceGroup group, Incident? current, IReadOnlyList<Episode> begun)
    {
        if (current is { IsOpen: true } && service.GroupingWindow > TimeSpan.Zero && desk.Now - group.LastJoinAt <= service.GroupingWindow && desk.Now - group.OpenedAt <= LongestGroup)
        {
            await desk.JoinAsync(current, begun.Count, Worst(begun), Source(begun), Sentence(begun, "joined"));
            return (current, "joined");
        }
        if (current is { Status: IncidentStatus.Resolved } && desk.Now - current.ResolvedAt <= service.ReopenWindow)
        {
            await desk.TriggerAsync(current, Source(begun), "reopened", $"{Sentence(begun, "fired")} Reopened: it was resolved less than {service.ReopenWindow.TotalMinutes:0} minutes ago.");
            await desk.JoinAsync(current, begun.Count, Worst(begun), Source(begun), Sentence(begun, "joined"));
            group.OpenedAt = desk.Now;
            return (current, "reopened");
        }
        var recurrence = await AlertSql.LastIncidentAsync(desk, begun[0].IntegrationId, begun[0].DedupKey);
        var draft = new NewIncident(service.Id, begun[0].Title, Worst(begun), begun.Count, recurrence);
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
            var rest = firing == 0 ? "None fires any more." : firing == 1 ? "1 still fires." : $"{firing} still fire.";
            incident.Log(desk, by, "alert-resolved", $"{Sentence([.. group], "resolved by the source")} {rest}");
            if (firing == 0 && service.AutoResolve)
            {
                await desk.ResolveAsync(incident, by, "Resolved: its source resolved every alert.", closeAlerts: false);
            }
        }
    }

    /// <summary>"Alert fired: A." or "12 alerts fired: A, B, C and 9 more."</summary>
    private static string Sentence(IReadOnlyList<Episode> episodes, string verb)
    {
        const int Named = 3;
        var names = string.Join(", ", episodes.Take(Named).Select(e => Text.Cut(e.Title, 120)));
        var more = episodes.Count > Named ? $" and {episodes.Count - Named} more" : "";
        return episodes.Count == 1 ? $"Alert {verb}: {names}." : $"{episodes.Count} alerts {verb}: {names}{more}.";
    }
}
