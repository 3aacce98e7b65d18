using System.Text;
using System.Text.Json;

namespace IncidentDesk.Alerts.Sources;

/// <summary>
/// The names and values of one JSON object of texts, in its order and complete. Used again for each item of a body: most labels of one alert
/// stand at the same place in the alert before it, and then its strings are taken again instead of being decoded anew.
/// </summary>
internal sealed class TextMap
{
    private readonly List<Entry> _entries = [];

    /// <summary>How many entries the object has; a name may come twice.</summary>
    public int Count { get; private set; }

    public (string Name, string Value) this[int index] => (_entries[index].Name.Text, _entries[index].Value.Text);

    public void Clear() => Count = 0;

    /// <summary>The value of the last entry of this name, or null.</summary>
    public string? Find(string name)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            if (_entries[i].Name.Text == name)
            {
                return _entries[i].Value.Text;
            }
        }

        return null;
    }

    /// <summary>Adds all members of the object under the reader. Null counts as absent; an object or array is kept as its JSON.</summary>
    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var before = Count < _entries.Count ? _entries[Count] : default;
            var name = Piece.Of(in reader, body, before.Name);
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null)
            {
                continue;
            }

            var value = SourceJson.IsContainer(in reader) ? Piece.OfContainer(ref reader, body) : Piece.Of(in reader, body, before.Value);
            Add(new Entry(name, value));
        }
    }

    private void Add(Entry entry)
    {
        if (Count < _entries.Count)
        {
            _entries[Count] = entry;
        }
        else
        {
            _entries.Add(entry);
        }

        Count++;
    }

    private readonly record struct Entry(Piece Name, Piece Value);

    // A decoded string, and where its bytes stand in the body.
    private readonly record struct Piece(int Start, int Length, string Text)
    {
        public static Piece Of(in Utf8JsonReader reader, ReadOnlySpan<byte> body, Piece before)
        {
            var bytes = reader.ValueSpan;
            var quoted = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
            return before.Text is not null && before.Length == bytes.Length && body.Slice(before.Start, before.Length).SequenceEqual(bytes)
                ? before
                : new Piece((int)reader.TokenStartIndex + (quoted ? 1 : 0), bytes.Length, SourceJson.Scalar(in reader)!);
        }

        public static Piece OfContainer(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var json = body[start..(int)reader.BytesConsumed];
            return new Piece(start, json.Length, Encoding.UTF8.GetString(json));
        }
    }
}
