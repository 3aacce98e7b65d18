using System.Text;
using System.Text.Json;

namespace IncidentDesk.Alerts.Sources;

/// <summary>Reads one object of the generic JSON. Used again for each one of a body.</summary>
internal sealed class GenericItem
{
    private readonly SignalDraft _draft = new("");
    private readonly TextMap _labels = new();
    private List<SignalLink> _links = [];
    private string? _title;
    private string? _dedupKey;
    private string? _state;
    private string? _severity;
    private string? _description;
    private DateTimeOffset? _startedAt;
    private DateTimeOffset? _endedAt;

    /// <summary>Why the item read last has no signal.</summary>
    public RejectedItem Rejection => _draft.Rejection ?? throw new InvalidOperationException("The last item was not rejected.");

    /// <summary>Reads the value under the reader; null when it is rejected. The reader ends on its last token either way. An
    /// <paramref name="index"/> of -1 means that the item is the whole body.</summary>
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
        _links = [];
        _title = _dedupKey = _state = _severity = _description = null;
        _startedAt = _endedAt = null;
    }

    private void ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        var member = SourceText.Decode(in reader);
        switch (member)
        {
            case "title": _title = Text(ref reader, 1, member); break;
            case "dedupKey": _dedupKey = Text(ref reader, 2, member); break;
            case "state": _state = Text(ref reader, 4, member); break;
            case "severity": _severity = Text(ref reader, 8, member); break;
            case "description": _description = Text(ref reader, 16, member); break;
            case "startedAt": _startedAt = Time(ref reader, 32, member); break;
            case "endedAt": _endedAt = Time(ref reader, 64, member); break;
            case "labels": Labels(ref reader, body, 128, member); break;
            case "links": Links(ref reader, 256, member); break;
            default: reader.Skip(); break;
        }
    }

    private string? Text(ref Utf8JsonReader reader, int bit, string member)
    {
        Enter(ref reader, bit, member);
        return _draft.Scalar(ref reader, member);
    }

    private DateTimeOffset? Time(ref Utf8JsonReader reader, int bit, string member)
    {
        Enter(ref reader, bit, member);
        return _draft.Time(ref reader, member);
    }

    private void Labels(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, int bit, string member)
    {
        Enter(ref reader, bit, member);
        _draft.Map(ref reader, body, member, _labels);
    }

    private void Links(ref Utf8JsonReader reader, int bit, string member)
    {
        Enter(ref reader, bit, member);
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            if (reader.TokenType != JsonTokenType.Null)
            {
                _draft.Reject(member, $"must be an array, not {SourceJson.Kind(in reader)}");
            }

            reader.Skip();
            return;
        }

        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            Link(ref reader, index);
        }
    }

    private void Link(ref Utf8JsonReader reader, int index)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            var address = _draft.Scalar(ref reader, $"links[{index}]");
            _draft.Link(_links, address ?? "", address);
            return;
        }

        string? text = null;
        string? href = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (SourceJson.Is(in reader, "text"u8))
            {
                reader.Read();
                text = _draft.Scalar(ref reader, $"links[{index}].text");
            }
            else if (SourceJson.Is(in reader, "href"u8))
            {
                reader.Read();
                href = _draft.Scalar(ref reader, $"links[{index}].href");
            }
            else
            {
                reader.Skip();
            }
        }

        _draft.Link(_links, string.IsNullOrWhiteSpace(text) ? href ?? "" : text, href);
    }

    private void Enter(ref Utf8JsonReader reader, int bit, string member)
    {
        _draft.Once(bit, member);
        reader.Read();
    }

    private ParsedSignal? Build(ReadOnlySpan<byte> json)
    {
        if (string.IsNullOrWhiteSpace(_title))
        {
            _draft.Reject("title", _title is null ? "is missing" : "is empty");
        }

        var meant = SignalWords.State(_draft, "state", _state, whenMissing: SignalState.Firing);
        if (_draft.Rejection is not null || meant is null || _title is null)
        {
            return null;
        }

        var kept = _draft.Labels(_labels);
        var shortTitle = _draft.Fit(_title.Trim(), SignalLimits.Title, "title");
        var text = _draft.Fit(_description?.Trim() ?? "", SignalLimits.Description, "description", keepLines: true);
        var key = string.IsNullOrWhiteSpace(_dedupKey) ? SourceText.HashKey("title:", _title.Trim()) : SourceText.Key(_dedupKey);
        var notice = _draft.Notice();
        return new ParsedSignal(key, meant.Value, SignalWords.Severity(_severity), shortTitle, text, kept, _links,
            _startedAt, meant == SignalState.Resolved ? _endedAt : null, notice, notice is null ? null : Encoding.UTF8.GetString(json));
    }
}
