using System.Text;
using System.Text.Json;

namespace IncidentDesk.Alerts.Sources;

/// <summary>Reads one object of the generic JSON. Used again for each one of a body.</summary>
internal sealed class GenericItem
{
    private readonly SignalDraft draft = new("");
    private readonly TextMap labels = new();
    private List<SignalLink> links = [];
    private string? title;
    private string? dedupKey;
    private string? state;
    private string? severity;
    private string? description;
    private DateTimeOffset? startedAt;
    private DateTimeOffset? endedAt;

    /// <summary>Why the item read last has no signal.</summary>
    public RejectedItem Rejection => draft.Rejection ?? throw new InvalidOperationException("The last item was not rejected.");

    /// <summary>Reads the value under the reader; null when it is rejected. The reader ends on its last token either way. An
    /// <paramref name="index"/> of -1 means that the item is the whole body.</summary>
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
        links = [];
        title = dedupKey = state = severity = description = null;
        startedAt = endedAt = null;
    }

    private void ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        var member = SourceText.Decode(in reader);
        switch (member)
        {
            case "title": title = Text(ref reader, 1, member); break;
            case "dedupKey": dedupKey = Text(ref reader, 2, member); break;
            case "state": state = Text(ref reader, 4, member); break;
            case "severity": severity = Text(ref reader, 8, member); break;
            case "description": description = Text(ref reader, 16, member); break;
            case "startedAt": startedAt = Time(ref reader, 32, member); break;
            case "endedAt": endedAt = Time(ref reader, 64, member); break;
            case "labels": Labels(ref reader, body, 128, member); break;
            case "links": Links(ref reader, 256, member); break;
            default: reader.Skip(); break;
        }
    }

    private string? Text(ref Utf8JsonReader reader, int bit, string member)
    {
        Enter(ref reader, bit, member);
        return draft.Scalar(ref reader, member);
    }

    private DateTimeOffset? Time(ref Utf8JsonReader reader, int bit, string member)
    {
        Enter(ref reader, bit, member);
        return draft.Time(ref reader, member);
    }

    private void Labels(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, int bit, string member)
    {
        Enter(ref reader, bit, member);
        draft.Map(ref reader, body, member, labels);
    }

    private void Links(ref Utf8JsonReader reader, int bit, string member)
    {
        Enter(ref reader, bit, member);
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            if (reader.TokenType != JsonTokenType.Null)
            {
                draft.Reject(member, $"must be an array, not {SourceJson.Kind(in reader)}");
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
            var address = draft.Scalar(ref reader, $"links[{index}]");
            draft.Link(links, address ?? "", address);
            return;
        }

        string? text = null;
        string? href = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (SourceJson.Is(in reader, "text"u8))
            {
                reader.Read();
                text = draft.Scalar(ref reader, $"links[{index}].text");
            }
            else if (SourceJson.Is(in reader, "href"u8))
            {
                reader.Read();
                href = draft.Scalar(ref reader, $"links[{index}].href");
            }
            else
            {
                reader.Skip();
            }
        }

        draft.Link(links, string.IsNullOrWhiteSpace(text) ? href ?? "" : text, href);
    }

    private void Enter(ref Utf8JsonReader reader, int bit, string member)
    {
        draft.Once(bit, member);
        reader.Read();
    }

    private ParsedSignal? Build(ReadOnlySpan<byte> json)
    {
        if (string.IsNullOrWhiteSpace(title))
        {
            draft.Reject("title", title is null ? "is missing" : "is empty");
        }

        var meant = SignalWords.State(draft, "state", state, whenMissing: SignalState.Firing);
        if (draft.Rejection is not null || meant is null || title is null)
        {
            return null;
        }

        var kept = draft.Labels(labels);
        var shortTitle = draft.Fit(title.Trim(), SignalLimits.Title, "title");
        var text = draft.Fit(description?.Trim() ?? "", SignalLimits.Description, "description", keepLines: true);
        var key = string.IsNullOrWhiteSpace(dedupKey) ? SourceText.HashKey("title:", title.Trim()) : SourceText.Key(dedupKey);
        var notice = draft.Notice();
        return new ParsedSignal(key, meant.Value, SignalWords.Severity(severity), shortTitle, text, kept, links,
            startedAt, meant == SignalState.Resolved ? endedAt : null, notice, notice is null ? null : Encoding.UTF8.GetString(json));
    }
}
