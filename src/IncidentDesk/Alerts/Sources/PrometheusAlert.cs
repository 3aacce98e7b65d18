using System.Text;
using System.Text.Json;

namespace IncidentDesk.Alerts.Sources;

/// <summary>Reads one element of <c>alerts[]</c>. Used again for each alert of a body.</summary>
internal sealed class PrometheusAlert
{
    private readonly SignalDraft draft = new("alerts");
    private readonly TextMap labels = new();
    private readonly TextMap annotations = new();
    private string? status;
    private string? fingerprint;
    private string? generatorUrl;
    private DateTimeOffset? startsAt;
    private DateTimeOffset? endsAt;

    /// <summary>Why the alert read last has no signal.</summary>
    public RejectedItem Rejection => draft.Rejection ?? throw new InvalidOperationException("The last alert was not rejected.");

    /// <summary>Reads the array element under the reader; null when it is rejected. The reader ends on its last token either way.</summary>
    public ParsedSignal? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, int index)
    {
        Begin(index);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            draft.Reject("", $"must be an object, not {SourceJson.Kind(in reader)}");
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
        draft.Begin(index);
        labels.Clear();
        annotations.Clear();
        status = fingerprint = generatorUrl = null;
        startsAt = endsAt = null;
    }

    private void ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        if (SourceJson.Is(in reader, "status"u8))
        {
            Enter(ref reader, 1, "status");
            status = draft.Scalar(ref reader, "status");
        }
        else if (SourceJson.Is(in reader, "labels"u8))
        {
            Enter(ref reader, 2, "labels");
            draft.Map(ref reader, body, "labels", labels);
        }
        else if (SourceJson.Is(in reader, "annotations"u8))
        {
            Enter(ref reader, 4, "annotations");
            draft.Map(ref reader, body, "annotations", annotations);
        }
        else if (SourceJson.Is(in reader, "startsAt"u8))
        {
            Enter(ref reader, 8, "startsAt");
            startsAt = draft.Time(ref reader, "startsAt");
        }
        else if (SourceJson.Is(in reader, "endsAt"u8))
        {
            Enter(ref reader, 16, "endsAt");
            endsAt = draft.Time(ref reader, "endsAt");
        }
        else if (SourceJson.Is(in reader, "generatorURL"u8))
        {
            Enter(ref reader, 32, "generatorURL");
            generatorUrl = draft.Scalar(ref reader, "generatorURL");
        }
        else if (SourceJson.Is(in reader, "fingerprint"u8))
        {
            Enter(ref reader, 64, "fingerprint");
            fingerprint = draft.Scalar(ref reader, "fingerprint");
        }
        else
        {
            reader.Skip();
        }
    }

    private void Enter(ref Utf8JsonReader reader, int bit, string member)
    {
        draft.Once(bit, member);
        reader.Read();
    }

    private ParsedSignal? Build(ReadOnlySpan<byte> json)
    {
        var state = SignalWords.State(draft, "status", status, whenMissing: null);
        if (string.IsNullOrWhiteSpace(fingerprint) && labels.Count == 0)
        {
            draft.Reject("fingerprint", "is missing, and there are no labels to tell this alert from others");
        }

        if (draft.Rejection is not null || state is null)
        {
            return null;
        }

        var key = string.IsNullOrWhiteSpace(fingerprint) ? LabelSetKey() : SourceText.Key(fingerprint);
        var kept = draft.Labels(labels);
        var links = new List<SignalLink>(4);
        var description = AlertAnnotations.Describe(draft, annotations, links);
        var title = AlertAnnotations.Title(draft, annotations, labels, key);
        draft.Link(links, "Prometheus", generatorUrl);
        var notice = draft.Notice();
        return new ParsedSignal(key, state.Value, SignalWords.Severity(labels.Find("severity")), title, description, kept, links,
            startsAt, state == SignalState.Resolved ? endsAt : null, notice, notice is null ? null : Encoding.UTF8.GetString(json));
    }

    // Stands in for the fingerprint, which is itself a hash of the label set: the same labels in any order give the same key.
    private string LabelSetKey()
    {
        var set = Enumerable.Range(0, labels.Count).Select(i => labels[i])
            .Select(label => $"{label.Name.Length}:{label.Name}={label.Value.Length}:{label.Value};").Order(StringComparer.Ordinal);
        return SourceText.HashKey("labels:", string.Concat(set));
    }
}
