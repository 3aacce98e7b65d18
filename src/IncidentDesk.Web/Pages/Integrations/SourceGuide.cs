using IncidentDesk.Alerts;
using IncidentDesk.Web.Pages.Forms;

namespace IncidentDesk.Web.Pages.Integrations;

/// <summary>One text to take along to the source, with a sentence on where it goes.</summary>
public sealed record GuideStep(string Label, string Text, string Where);

/// <summary>How each kind of source is connected.</summary>
public static class SourceGuide
{
    /// <summary>The kinds, with the names that people know them by.</summary>
    public static IReadOnlyList<Choice> Sources =>
    [
        new("prometheus", IntegrationTexts.Prometheus),
        new("generic", IntegrationTexts.AnythingThatSendsJson),
    ];

    /// <summary>"Prometheus (Alertmanager)".</summary>
    public static string NameOf(string source) => Sources.FirstOrDefault(s => s.Value == source)?.Text ?? source;

    /// <summary>The whole address of an integration, below the address that people's browsers use; null where the reader may not have its key.</summary>
    public static string? Address(Uri desk, IntegrationView integration) => integration.Path is null ? null : desk.ToString().TrimEnd('/') + integration.Path;

    /// <summary>What to do at the source, in order.</summary>
    public static IReadOnlyList<GuideStep> For(string source, string address) => source == "prometheus" ? Alertmanager(address) : Generic(address);

    /// <summary>A complete configuration of Alertmanager (its documentation, "Configuration": route, receiver, webhook_config).</summary>
    public static string AlertmanagerConfiguration(string address) =>
        $"""
        route:
          receiver: incidentdesk
          group_by: [alertname, job]
          group_wait: 10s
          group_interval: 1m
          repeat_interval: 1h

        receivers:
          - name: incidentdesk
            webhook_configs:
              - url: "{address}"
                send_resolved: true

        """;

    private static List<GuideStep> Alertmanager(string address) =>
    [
        new(IntegrationTexts.AlertmanagerConfiguration, AlertmanagerConfiguration(address),
            IntegrationTexts.CompleteAlertmanagerFile),
        new(IntegrationTexts.ReloadAlertmanager, "curl -X POST http://localhost:9093/-/reload", IntegrationTexts.WhereAlertmanagerRuns),
        new(IntegrationTexts.FireAnAlert, AlertmanagerAlert, IntegrationTexts.ArrivesAfterGroupWait),
    ];

    private const string AlertmanagerAlert =
        """
        curl http://localhost:9093/api/v2/alerts -H 'Content-Type: application/json' -d '[{"labels": {"alertname": "IncidentDeskTest", "severity": "critical"}, "annotations": {"summary": "Test from Alertmanager"}}]'
        """;

    private static List<GuideStep> Generic(string address) =>
    [
        new(IntegrationTexts.SayThatSomethingBroke, Curl(address, """{"title": "Disk almost full on db-1", "dedupKey": "disk-db-1", "state": "firing", "severity": "warning", "labels": {"host": "db-1"}}"""),
            IntegrationTexts.DedupKeyNamesTheProblem),
        new(IntegrationTexts.SayThatItIsOver, Curl(address, """{"title": "Disk almost full on db-1", "dedupKey": "disk-db-1", "state": "resolved"}"""),
            IntegrationTexts.SameDedupKeyResolved),
    ];

    private static string Curl(string address, string body) => $"curl {address} -H 'Content-Type: application/json' -d '{body}'";
}
