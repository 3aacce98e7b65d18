using IncidentDesk.Catalog;
using IncidentDesk.Kernel;
using IncidentDesk.Web.Pages.Forms;

namespace IncidentDesk.Web.Pages.Services;

/// <summary>A service as it stands in the form, typed or not yet.</summary>
public sealed class ServiceInput
{
    public string? Name { get; set; }
    public string? TeamId { get; set; }
    public string? Tier { get; set; } = "3";
    public string? PolicyId { get; set; }
    public string? GroupingWindow { get; set; } = Minutes.Text(Service.DefaultGroupingWindow);
    public string? ReopenWindow { get; set; } = Minutes.Text(Service.DefaultReopenWindow);
    public bool AutoResolve { get; set; } = true;
    public string? AcknowledgementTimeout { get; set; } = Minutes.Text(Service.DefaultAcknowledgementTimeout);

    public static ServiceInput Of(ServiceView service) => new()
    {
        Name = service.Name,
        TeamId = service.TeamId?.ToString(),
        Tier = service.Tier.ToString(System.Globalization.CultureInfo.InvariantCulture),
        PolicyId = service.EscalationPolicyId?.ToString(),
        GroupingWindow = Minutes.Text(service.GroupingWindow),
        ReopenWindow = Minutes.Text(service.ReopenWindow),
        AutoResolve = service.AutoResolve,
        AcknowledgementTimeout = Minutes.Text(service.AcknowledgementTimeout),
    };

    /// <summary>The draft, or the refusal of what is no number of minutes.</summary>
    public Outcome<ServiceDraft> ToDraft()
    {
        var check = new Check();
        check.Line("name", Name);
        var (grouping, reopen, acknowledgement) = (
            Span(check, "groupingWindow", GroupingWindow), Span(check, "reopenWindow", ReopenWindow), Span(check, "acknowledgementTimeout", AcknowledgementTimeout));
        return check.Failed
            ? check.Refusal
            : new ServiceDraft(Name ?? "", Choice.IdOf(TeamId), int.TryParse(Tier, out var tier) ? tier : 0, Choice.IdOf(PolicyId), grouping, reopen, AutoResolve, acknowledgement);
    }

    private static TimeSpan Span(Check check, string field, string? text)
    {
        var span = Minutes.Parse(text);
        check.That(span >= TimeSpan.Zero && span <= ServiceActions.LongestWindow, field, ServiceTexts.MustBeMinutes);
        return span.GetValueOrDefault();
    }
}
