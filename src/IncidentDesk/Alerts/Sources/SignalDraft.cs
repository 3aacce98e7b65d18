using System.Text;
using System.Text.Json;

namespace IncidentDesk.Alerts.Sources;

/// <summary>
/// One item of a body while it is being read: its fields, the notes on what had to be cut, and the first reason why it can't be used.
/// A scalar where text is expected becomes text, null counts as absent, any other wrong type rejects the item. Used again for each item.
/// </summary>
internal sealed class SignalDraft(string root)
{
    private readonly List<string> _notes = [];
    private int _index;
    private int _seen;

    /// <summary>Why the item can't be used, or null as long as it can.</summary>
    public RejectedItem? Rejection { get; private set; }

    /// <summary>Starts the item at this place of the array called <c>root</c>; -1 when the item is the whole body.</summary>
    public void Begin(int itemIndex)
    {
        _index = itemIndex;
        _seen = 0;
        Rejection = null;
        _notes.Clear();
    }

    /// <summary>Notes that the item has no use; the first reason wins.</summary>
    public void Reject(string member, string reason)
    {
        var item = _index < 0 ? root : $"{root}[{_index}]";
        Rejection ??= new RejectedItem(item.Length > 0 && member.Length > 0 ? $"{item}.{member}" : item + member, reason);
    }

    /// <summary>Notes what was lost of an item that is still of use; the first twenty different notes are kept.</summary>
    public void Note(string note)
    {
        if (_notes.Count < 20 && !_notes.Contains(note))
        {
            _notes.Add(note);
        }
    }

    /// <summary>Rejects an item that says one of its own members twice, because readers differ on which of the two counts.
    /// <paramref name="bit"/> is different for each member.</summary>
    public void Once(int bit, string member)
    {
        if ((_seen & bit) != 0)
        {
            Reject(member, "appears twice");
        }

        _seen |= bit;
    }

    /// <summary>The scalar under the reader as text, or null; an object or array is skipped and rejects the item.</summary>
    public string? Scalar(ref Utf8JsonReader reader, string member)
    {
        if (!SourceJson.IsContainer(in reader))
        {
            return SourceJson.Scalar(in reader);
        }

        Reject(member, $"must be text, not {SourceJson.Kind(in reader)}");
        reader.Skip();
        return null;
    }

    /// <summary>The time under the reader in UTC, or null where there is none: absent, the zero time of Go, or unreadable (noted).</summary>
    public DateTimeOffset? Time(ref Utf8JsonReader reader, string member)
    {
        if (reader.TokenType == JsonTokenType.String && SourceTime.TryParse(ref reader, out var time))
        {
            return time.UtcTicks == 0 ? null : time;
        }

        if (Scalar(ref reader, member) is { Length: > 0 })
        {
            Note($"{member} is not a time as of RFC 3339 and is left out");
        }

        return null;
    }

    /// <summary>Reads the object of texts under the reader into <paramref name="target"/>; anything else but null rejects the item.</summary>
    public void Map(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, string member, TextMap target)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            target.Read(ref reader, body);
            return;
        }

        if (reader.TokenType != JsonTokenType.Null)
        {
            Reject(member, $"must be an object, not {SourceJson.Kind(in reader)}");
        }

        reader.Skip();
    }

    /// <summary>One text within its limit; what is cut or replaced is noted under the name <paramref name="what"/>.</summary>
    public string Fit(string text, int limit, string what, bool keepLines = false)
    {
        var clean = SourceText.Clean(text, keepLines, out var replaced);
        if (replaced)
        {
            Note($"{what}: unprintable characters were replaced");
        }

        if (clean.Length <= limit)
        {
            return clean;
        }

        Note($"{what} was truncated from {clean.Length} to {limit} characters");
        return SourceText.Cut(clean, limit);
    }

    /// <summary>The labels within their limits; of a name that comes twice the last value counts, as in most JSON readers.</summary>
    public IReadOnlyDictionary<string, string> Labels(TextMap given)
    {
        var labels = new Dictionary<string, string>(Math.Min(given.Count, SignalLimits.Labels), StringComparer.Ordinal);
        var left = 0;
        for (var i = 0; i < given.Count; i++)
        {
            var (givenName, givenValue) = given[i];
            var name = Fit(givenName, SignalLimits.LabelName, "a label's name");
            if (name.Length == 0 || (labels.Count == SignalLimits.Labels && !labels.ContainsKey(name)))
            {
                left++;
                continue;
            }

            var value = Fit(givenValue, SignalLimits.LabelValue, name, keepLines: true);
            if (!labels.TryAdd(name, value))
            {
                labels[name] = value;
                Note($"label {name} came twice, the last one counts");
            }
        }

        if (left > 0)
        {
            Note($"{left} of {given.Count} labels were left out");
        }

        return labels;
    }

    /// <summary>Adds a link when it is one that a page may show; else it is dropped with a note. Nothing at all is no link.</summary>
    public void Link(List<SignalLink> links, string text, string? href)
    {
        href = href?.Trim();
        if (string.IsNullOrEmpty(href))
        {
            return;
        }

        if (LinkRules.Safe(href) is not { } safe)
        {
            Note($"link {SourceText.Cut(SourceText.Clean(href, keepLines: false, out _), 100)} was dropped: not a usable http or https address");
        }
        else if (links.Count == SignalLimits.Links)
        {
            Note($"links after the first {SignalLimits.Links} were dropped");
        }
        else
        {
            links.Add(new SignalLink(Fit(text, SignalLimits.LinkText, "a link's text"), safe));
        }
    }

    /// <summary>All notes as one sentence; null when nothing was lost.</summary>
    public string? Notice()
    {
        if (_notes.Count == 0)
        {
            return null;
        }

        var notice = new StringBuilder().AppendJoin("; ", _notes).Append('.');
        notice[0] = char.ToUpperInvariant(notice[0]);
        return SourceText.Cut(notice.ToString(), SignalLimits.Notice);
    }
}
