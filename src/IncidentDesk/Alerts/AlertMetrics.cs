using System.Diagnostics.Metrics;

namespace IncidentDesk.Alerts;

/// <summary>Counts signals on their way.</summary>
public sealed class AlertMetrics
{
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _digested;

    public AlertMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("IncidentDesk.Alerts");
        _accepted = meter.CreateCounter<long>("incidentdesk_signals_accepted_total", description: "Events committed by the intake.");
        _digested = meter.CreateCounter<long>("incidentdesk_signals_digested_total", description: "Events that became part of an alert, or were found to change nothing.");
    }

    internal void Accepted(int signals) => _accepted.Add(signals);

    internal void Digested(int signals) => _digested.Add(signals);
}
