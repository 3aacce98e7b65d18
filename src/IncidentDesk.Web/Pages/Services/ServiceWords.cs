using IncidentDesk.Catalog;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Pages.Forms;

namespace IncidentDesk.Web.Pages.Services;

/// <summary>How pages speak of services.</summary>
public static class ServiceWords
{
    /// <summary>The four tiers, most important first.</summary>
    public static IReadOnlyList<Choice> Tiers =>
    [
        new("1", ServiceTexts.Tier1Choice),
        new("2", ServiceTexts.Tier2Choice),
        new("3", ServiceTexts.Tier3Choice),
        new("4", ServiceTexts.Tier4Choice),
    ];

    /// <summary>"customer-facing, immediate".</summary>
    public static string Tier(int tier) => tier switch
    {
        1 => ServiceTexts.Tier1Means,
        2 => ServiceTexts.Tier2Means,
        3 => ServiceTexts.Tier3Means,
        _ => ServiceTexts.Tier4Means,
    };

    /// <summary>What a service does with alerts and time, as sentences.</summary>
    public static IEnumerable<string> Rules(ServiceView service)
    {
        yield return service.GroupingWindow == TimeSpan.Zero
            ? ServiceTexts.RuleNoGrouping
            : ServiceTexts.RuleGrouping.With(Minutes.Words(service.GroupingWindow));
        yield return service.ReopenWindow == TimeSpan.Zero
            ? ServiceTexts.RuleNoReopen
            : ServiceTexts.RuleReopen.With(Minutes.Words(service.ReopenWindow));
        yield return service.AutoResolve
            ? ServiceTexts.RuleAutoResolve
            : ServiceTexts.RuleNoAutoResolve;
        yield return service.AcknowledgementTimeout == TimeSpan.Zero
            ? ServiceTexts.RuleNoAskAgain
            : ServiceTexts.RuleAskAgain.With(Minutes.Words(service.AcknowledgementTimeout));
    }
}
