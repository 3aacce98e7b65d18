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

    /// <summary>True: while an alert fires, Prometheus sends the same start. Alertmanager may merge several servers and move it back, but not forward.</summary>
    public bool StartIsStable => true;

    public SourceReading Read(ReadOnlySpan<byte> body, bool cut = false) =>
        SourceJson.Read(body, cut, (ref Utf8JsonReader reader, ReadOnlySpan<byte> text) => ReadBody(ref reader, text, cut));

    private static SourceReading ReadBody(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, bool cut)
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

        return group.Finish(cut);
    }

    private sealed class AlertGroup
    {
        private readonly List<ParsedSignal> _signals = [];
        private readonly List<RejectedItem> _rejected = [];
        private readonly PrometheusAlert _alert = new();
        private string? _version;
        private string? _externalUrl;
        private long _truncated;
        private int _beyond;
        private bool _hasAlerts;

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
                _version = SourceJson.IsContainer(in reader) ? SourceJson.Kind(in reader) : SourceJson.Scalar(in reader);
                return _version == "4" && reader.TokenType == JsonTokenType.String
                    ? null
                    : $"This is not version \"4\" of Alertmanager's webhook: \"version\" is {SourceText.Cut(SourceText.Clean(_version ?? "null", keepLines: false, out _), 50)}.";
            }

            if (SourceJson.Is(in reader, "externalURL"u8))
            {
                reader.Read();
                _externalUrl = reader.TokenType == JsonTokenType.String ? SourceText.Decode(in reader) : null;
            }
            else if (SourceJson.Is(in reader, "truncatedAlerts"u8))
            {
                reader.Read();
                _truncated = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var count) ? count : 0;
            }

            reader.Skip();
            return null;
        }

        /// <summary>Of a cut body the version, which stands behind the alerts, may be missing.</summary>
        public SourceReading Finish(bool cut)
        {
            if ((_version is null && !cut) || !_hasAlerts)
            {
                return SourceReading.AsMalformed($"This is not Alertmanager's webhook: \"{(_version is null ? "version" : "alerts")}\" is missing.");
            }

            LinkToAlertmanager();
            return new SourceReading(_signals, _rejected, null)
            {
                Note = SourceReading.Notes(_truncated > 0 ? $"Alertmanager left {_truncated} more alerts out of this message (max_alerts)." : null, SourceReading.Beyond(_beyond)),
            };
        }

        private string? ReadAlerts(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
        {
            if (_hasAlerts)
            {
                return "\"alerts\" appears twice.";
            }

            if (reader.TokenType != JsonTokenType.StartArray)
            {
                return $"\"alerts\" must be an array, not {SourceJson.Kind(in reader)}.";
            }

            _hasAlerts = true;
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                if (index >= SignalLimits.PerRequest)
                {
                    reader.Skip();
                    _beyond++;
                }
                else if (_alert.Read(ref reader, body, index) is { } signal)
                {
                    _signals.Add(signal);
                }
                else
                {
                    _rejected.Add(_alert.Rejection);
                }
            }

            return null;
        }

        // The address of Alertmanager stands behind the alerts in a body.
        private void LinkToAlertmanager()
        {
            if (string.IsNullOrEmpty(_externalUrl) || LinkRules.Safe(_externalUrl) is not { } href)
            {
                return;
            }

            var link = new SignalLink("Alertmanager", href);
            foreach (var signal in _signals)
            {
                if (signal.Links is List<SignalLink> links && links.Count < SignalLimits.Links)
                {
                    links.Add(link);
                }
            }
        }
    }
}
