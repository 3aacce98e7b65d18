using System.Text.Json;

namespace IncidentDesk.Alerts.Sources;

/// <summary>
/// Alertmanager's webhook, version 4 (Prometheus documentation, Alertmanager configuration, <c>webhook_config</c>). Each alert of a body is one
/// signal; the status on top is not looked at, because it says "firing" as long as any alert of the group fires.
/// </summary>
public sealed class PrometheusSource : ISource
{
    public string Kind => "prometheus";

    /// <summary>False: within one flush Alertmanager tries again after 5xx only.</summary>
    public bool Honours429 => false;

    public SourceReading Read(ReadOnlySpan<byte> body) => SourceJson.Read(body, ReadBody);

    private static SourceReading ReadBody(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return SourceReading.AsMalformed($"Alertmanager sends an object; this is {SourceJson.Kind(in reader)}.");
        }

        var group = new AlertGroup();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (group.ReadMember(ref reader, body) is { } malformed)
            {
                return SourceReading.AsMalformed(malformed);
            }
        }

        return group.Finish();
    }

    private sealed class AlertGroup
    {
        private readonly List<ParsedSignal> signals = [];
        private readonly List<RejectedItem> rejected = [];
        private readonly PrometheusAlert alert = new();
        private string? version;
        private string? externalUrl;
        private long truncated;
        private bool hasAlerts;

        /// <summary>Reads one member of the body; answers why the body is malformed, or null.</summary>
        public string? ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
        {
            if (SourceJson.Is(in reader, "alerts"u8))
            {
                reader.Read();
                return ReadAlerts(ref reader, body);
            }

            if (SourceJson.Is(in reader, "version"u8))
            {
                reader.Read();
                version = SourceJson.IsContainer(in reader) ? SourceJson.Kind(in reader) : SourceJson.Scalar(in reader);
                return version == "4" && reader.TokenType == JsonTokenType.String
                    ? null
                    : $"This is not version \"4\" of Alertmanager's webhook: \"version\" is {SourceText.Cut(version ?? "null", 50)}.";
            }

            if (SourceJson.Is(in reader, "externalURL"u8))
            {
                reader.Read();
                externalUrl = reader.TokenType == JsonTokenType.String ? SourceText.Decode(in reader) : null;
            }
            else if (SourceJson.Is(in reader, "truncatedAlerts"u8))
            {
                reader.Read();
                truncated = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var count) ? count : 0;
            }

            reader.Skip();
            return null;
        }

        public SourceReading Finish()
        {
            if (version is null || !hasAlerts)
            {
                return SourceReading.AsMalformed($"This is not Alertmanager's webhook: \"{(version is null ? "version" : "alerts")}\" is missing.");
            }

            LinkToAlertmanager();
            return new SourceReading(signals, rejected, null)
            {
                Note = truncated > 0 ? $"Alertmanager left {truncated} more alerts out of this message (max_alerts)." : null,
            };
        }

        private string? ReadAlerts(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
        {
            if (hasAlerts)
            {
                return "\"alerts\" appears twice.";
            }

            if (reader.TokenType != JsonTokenType.StartArray)
            {
                return $"\"alerts\" must be an array, not {SourceJson.Kind(in reader)}.";
            }

            hasAlerts = true;
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                if (alert.Read(ref reader, body, index) is { } signal)
                {
                    signals.Add(signal);
                }
                else
                {
                    rejected.Add(alert.Rejection);
                }
            }

            return null;
        }

        // The address of Alertmanager stands behind the alerts in a body.
        private void LinkToAlertmanager()
        {
            if (string.IsNullOrEmpty(externalUrl) || LinkRules.Safe(externalUrl) is not { } href)
            {
                return;
            }

            var link = new SignalLink("Alertmanager", href);
            foreach (var signal in signals)
            {
                if (signal.Links is List<SignalLink> links && links.Count < SignalLimits.Links)
                {
                    links.Add(link);
                }
            }
        }
    }
}
