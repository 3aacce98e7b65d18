using IncidentDesk.Incidents;
using IncidentDesk.People;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Incidents.Watching;

/// <summary>Says who watches, why, and how an update reaches them.</summary>
public static class WatchWords
{
    /// <summary>Whom an update by this person reaches: "Reaches 4 watchers by email.", "Reaches 3 watchers: 2 by email, 1 in-app only."</summary>
    public static string Reaches(IReadOnlyList<Watcher> watchers, Guid author)
    {
        var told = watchers.Where(w => w.PersonId != author).GroupBy(How).OrderBy(g => g.Key).ToList();
        var all = Phrases.Counted(told.Sum(g => g.Count()), WatchTexts.WatcherOne, WatchTexts.WatcherMany);
        return told switch
        {
            [] => WatchTexts.NoWatchers,
            [var only] => WatchTexts.ReachesAll.With(all, By(only.Key)),
            _ => WatchTexts.ReachesParts.With(
                all, told.Select(g => WatchTexts.CountAndHow.With(g.Count(), By(g.Key))).Aggregate((one, next) => WatchTexts.CommaThen.With(one, next))),
        };
    }

    /// <summary>Why somebody watches, as others read it: "acknowledged it", "watches the team Shop".</summary>
    public static string Why(WatchSource source) => source switch
    {
        { Kind: WatchKind.Service } => WatchTexts.WatchesService.With(source.Name),
        { Kind: WatchKind.Team } => WatchTexts.WatchesTeam.With(source.Name),
        { Reason: WatchReason.Acknowledged } => WatchTexts.AcknowledgedIt,
        { Reason: WatchReason.Joined } => WatchTexts.JoinedIt,
        { Reason: WatchReason.Answered } => WatchTexts.AnsweredIt,
        { Reason: WatchReason.Role } => WatchTexts.TookARole,
        _ => WatchTexts.WatchesIt,
    };

    /// <summary>Why the reader watches: "You watch this because you acknowledged it."</summary>
    public static string WhyYou(WatchSource source) => source switch
    {
        { Kind: WatchKind.Service } => WatchTexts.YouWatchService.With(source.Name),
        { Kind: WatchKind.Team } => WatchTexts.YouWatchTeam.With(source.Name),
        { Reason: WatchReason.Acknowledged } => WatchTexts.YouAcknowledgedIt,
        { Reason: WatchReason.Joined } => WatchTexts.YouJoinedIt,
        { Reason: WatchReason.Answered } => WatchTexts.YouAnsweredIt,
        { Reason: WatchReason.Role } => WatchTexts.YouTookARole,
        _ => WatchTexts.YouWatchIt,
    };

    private static ContactKind How(Watcher watcher) =>
        watcher.ByEmail ? ContactKind.Email : watcher.Plan.Reaches ? ContactKind.Webhook : ContactKind.InApp;

    private static string By(ContactKind kind) => kind switch
    {
        ContactKind.Email => WatchTexts.ByEmail,
        ContactKind.Webhook => WatchTexts.ByWebhook,
        _ => WatchTexts.InAppOnly,
    };
}
