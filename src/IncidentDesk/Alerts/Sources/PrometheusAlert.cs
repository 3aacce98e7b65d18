using System.Text;
using System.Text.Json;

namespace IncidentDesk.Alerts.Sources;

/// <summary>Reads one element of <c>alerts[]</c>. Used again for each alert of a body.</summary>
internal sealed class PrometheusAlert
{
    private readonly SignalDraft _draft = new("alerts");
    private readonly TextMap _labels = new();
    private readonly TextMap _annotations = new();
    private string? _status;
    private string? _fingerprint;
    private string? _generatorUrl;
    private DateTimeOffset? _startsAt;
    private DateTimeOffset? _endsAt;

    /// <summary>Why the alert read last has no signal.</summary>
    public RejectedItem Rejection => _draft.Rejection ?? throw new InvalidOperationException("The last alert was not rejected.");

    /// <summary>Reads the array element under the reader; null when it is rejected. The reader ends on its last token either way.</summary>
    public ParsedSignal? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, int index)
    {
        Begin(index);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _draft.Reject("", $"must be an object, not {SourceJson.Kind(in reader)}");
            reader.Skip();
            return null;
        }

        var start = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember(ref reader, body);
        }

        return Build(body[start..(int)reader.BytesConsumed]);
    }

    private void Begin(int index)
    {
        _draft.Begin(index);
        _labels.Clear();
        _annotations.Clear();
        _status = _fingerprint = _generatorUrl = null;
        _startsAt = _endsAt = null;
    }

    private void ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        if (SourceJson.Is(in reader, "status"u8))
        {
            Enter(ref reader, 1, "status");
            _status = _draft.Scalar(ref reader, "status");
        }
        else if (SourceJson.Is(in reader, "labels"u8))
        {
            Enter(ref reader, 2, "labels");
            _draft.Map(ref reader, body, "labels", _labels);
        }
        else if (SourceJson.Is(in reader, "annotations"u8))
        {
            Enter(ref reader, 4, "annotations");
            _draft.Map(ref reader, body, "annotations", _annotations);
        }
        else if (SourceJson.Is(in reader, "startsAt"u8))
        {
            Enter(ref reader, 8, "startsAt");
            _startsAt = _draft.Time(ref reader, "startsAt");
        }
        else if (SourceJson.Is(in reader, "endsAt"u8))
        {
            Enter(ref reader, 16, "endsAt");
            _endsAt = _draft.Time(ref reader, "endsAt");
        }
        else if (SourceJson.Is(in reader, "generatorURL"u8))
        {
            Enter(ref reader, 32, "generatorURL");
            _generatorUrl = _draft.Scalar(ref reader, "generatorURL");
        }
        else if (SourceJson.Is(in reader, "fingerprint"u8))
        {
            Enter(ref reader, 64, "fingerprint");
            _fingerprint = _draft.Scalar(ref reader, "fingerprint");
        }
        else
        {
            reader.Skip();
        }
    }

    private void Enter(ref Utf8JsonReader reader, int bit, string member)
    {
        _draft.Once(bit, member);
        reader.Read();
    }

    private ParsedSignal? Build(ReadOnlySpan<byte> json)
    {
        var state = SignalWords.State(_draft, "status", _status, whenMissing: null);
        if (string.IsNullOrWhiteSpace(_fingerprint) && _labels.Count == 0)
        {
            _draft.Reject("fingerprint", "is missing, and there are no labels to tell this alert from others");
        }

        if (_draft.Rejection is not null || state is null)
        {
            return null;
        }

        var key = string.IsNullOrWhiteSpace(_fingerprint) ? LabelSetKey() : SourceText.Key(_fingerprint);
        var kept = _draft.Labels(_labels);
        var links = new List<SignalLink>(4);
        var description = AlertAnnotations.Describe(_draft, _annotations, links);
        var title = AlertAnnotations.Title(_draft, _annotations, _labels, key);
        _draft.Link(links, "Prometheus", _generatorUrl);
        var notice = _draft.Notice();
        return new ParsedSignal(key, state.Value, SignalWords.Severity(_labels.Find("severity")), title, description, kept, links,
            _startsAt, state == SignalState.Resolved ? _endsAt : null, notice, notice is null ? null : Encoding.UTF8.GetString(json));
    }

    // Stands in for the fingerprint, which is itself a hash of the label set: the same labels in any order give the same key.
    private string LabelSetKey()
    {
        var set = Enumerable.Range(0, _labels.Count).Select(i => _labels[i])
            .Select(label => $"{label.Name.Length}:{label.Name}={label.Value.Length}:{label.Value};").Order(StringComparer.Ordinal);
        return SourceText.HashKey("labels:", string.Concat(set));
    }
}
