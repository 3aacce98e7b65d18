using IncidentDesk.Alerts;
using IncidentDesk.Alerts.Sources;
using IncidentDesk.Incidents;
using IncidentDesk.Storage;
using IncidentDesk.Web.Api.Contract;

namespace IncidentDesk.Web.Api;

/// <summary>An alert in the contract.</summary>
internal sealed record AlertBody(
    Guid Id,
    Guid IntegrationId,
    Guid ServiceId,
    string DedupKey,
    AlertStatus Status,
    SourceSeverity Severity,
    string Title,
    string Description,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<SignalLink> Links,
    int SignalCount,
    long? IncidentNumber,
    string Reason,
    DateTimeOffset StartedAt,
    DateTimeOffset? LastSignalAt,
    DateTimeOffset? ClosedAt);

/// <summary><c>/alerts</c>: what sources said, folded into problems. Alerts are made by intake alone.</summary>
internal static class AlertEndpoints
{
    private const string Tag = "Alerts";

    public static void MapAlerts(this ApiRoutes routes)
    {
        routes.Viewer.MapGet("/alerts", ListAsync).Says(Tag, "Alerts, the newest first", body: typeof(Page<AlertBody>)).Pages()
            .Takes<AlertStatus>("status", "Only those that are firing, or that are resolved.").Takes<Guid>("integration", "Only those of this integration.")
            .Takes<long>("incident", "Only those of the incident with this number.");
        routes.Viewer.MapGet("/alerts/{id:guid}", GetAsync).Says(Tag, "An alert", body: typeof(AlertBody));
    }

    private static async Task<IResult> ListAsync(HttpContext http, Desk desk, CancellationToken cancellation)
    {
        var query = new QueryReader(http);
        var (ask, status, integration) = (query.Page(), query.Value<AlertStatus>("status"), query.Value<Guid>("integration"));
        var number = query.Value<long>("incident");
        if (query.Problem is { } problem)
        {
            return problem;
        }
        await using var db = await desk.ReadAsync(cancellation);
        var incident = number is null ? null : await db.IncidentAsync(number.Value, cancellation);
        if (number is not null && incident is null)
        {
            return Problems.NotFound("The incident");
        }
        var found = await db.AlertsAsync(incident?.Id, integration, status, ask.AfterId, ask.Limit + 1, cancellation);
        return Paged.Of(found, ask, a => a.Alert.Id.ToString("N")).Map(Of).ToList();
    }

    private static async Task<IResult> GetAsync(Guid id, Desk desk, CancellationToken cancellation)
    {
        await using var db = await desk.ReadAsync(cancellation);
        return (await db.AlertAsync(id, cancellation) is { } found ? Of(found) : null).ToFound("The alert");
    }

    private static AlertBody Of(AlertView view) => new(view.Alert.Id, view.Alert.IntegrationId, view.Alert.ServiceId, view.Alert.DedupKey, view.Alert.Status,
        view.Alert.Severity, view.Alert.Title, view.Alert.Description, view.Alert.Labels, view.Alert.Links, view.Alert.SignalCount, view.IncidentNumber,
        view.Alert.Reason, view.Alert.StartedAt, view.Alert.LastSignalAt, view.Alert.ClosedAt);
}
