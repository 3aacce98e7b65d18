using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace IncidentDesk.Alerts.Sources;

/// <summary>What all JSON sources share: opening an untrusted body, and saying in words why it can't be read.</summary>
internal static class SourceJson
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = SignalLimits.JsonDepth };

    /// <summary>Walks the one value of a body; the reader stands on its first token, and must stand on its last one afterwards.</summary>
    public delegate SourceReading Walk(ref Utf8JsonReader reader, ReadOnlySpan<byte> body);

    /// <summary>Gives the body to <paramref name="walk"/>. A byte order mark of UTF-8 is skipped; text in another encoding, broken or too
    /// deep JSON, and anything behind the value make the whole body malformed. A <paramref name="cut"/> body is closed behind the last item that it holds whole.</summary>
    public static SourceReading Read(ReadOnlySpan<byte> body, bool cut, Walk walk)
    {
        body = body.StartsWith("\uFEFF"u8) ? body[3..] : body;
        body = cut ? Close(body) : body;
        if (NotText(body) is { } reason)
        {
            return SourceReading.AsMalformed(reason);
        }

        var reader = new Utf8JsonReader(body, Options);
        try
        {
            reader.Read();
            var reading = walk(ref reader, body);
            if (reading.Malformed is null)
            {
                reader.Read();
            }

            return reading;
        }
        catch (JsonException e)
        {
            return SourceReading.AsMalformed(Explain(body, in reader, e));
        }
    }

    /// <summary>Whether the property name under the reader is this one; unlike <see cref="Utf8JsonReader.ValueTextEquals(ReadOnlySpan{byte})"/>
    /// it does not throw on lone surrogate escapes.</summary>
    public static bool Is(in Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.ValueIsEscaped ? SourceText.Decode(in reader).AsSpan().SequenceEqual(Encoding.UTF8.GetString(name)) : reader.ValueSpan.SequenceEqual(name);

    /// <summary>The scalar or property name under the reader as text: strings decoded, numbers and booleans as they are written, null for null.</summary>
    public static string? Scalar(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String or JsonTokenType.PropertyName => SourceText.Decode(in reader),
        _ => Encoding.UTF8.GetString(reader.ValueSpan),
    };

    public static bool IsContainer(in Utf8JsonReader reader) => reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;

    /// <summary>The kind of value under the reader, as a sentence needs it.</summary>
    public static string Kind(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    /// <summary>The body up to its last whole item of an array, with the brackets that are open there closed; the body itself where there is none.</summary>
    private static ReadOnlySpan<byte> Close(ReadOnlySpan<byte> body)
    {
        const int Outermost = 2; // {"alerts":[ or [
        var reader = new Utf8JsonReader(body, isFinalBlock: false, new JsonReaderState(Options));
        var open = new Stack<byte>();
        var (end, closing) = (0, Array.Empty<byte>());
        try
        {
            while (reader.Read())
            {
                if (IsContainer(in reader))
                {
                    open.Push(reader.TokenType == JsonTokenType.StartObject ? (byte)'}' : (byte)']');
                    continue;
                }

                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    open.Pop();
                }

                if (open.Count is > 0 and <= Outermost && open.Peek() == ']')
                {
                    (end, closing) = ((int)reader.BytesConsumed, [.. open]);
                }
            }
        }
        catch (JsonException)
        {
            // What is broken before the cut is not read either.
        }

        return end == 0 ? body : (byte[])[.. body[..end], .. closing];
    }

    private static string? NotText(ReadOnlySpan<byte> body)
    {
        if (body.TrimStart(" \t\r\n"u8).IsEmpty)
        {
            return "The body is empty.";
        }

        if (body.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || body.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return "The body is UTF-16. Send JSON as UTF-8.";
        }

        return Utf8.IsValid(body) ? null : "The body is not valid UTF-8.";
    }

    private static string Explain(ReadOnlySpan<byte> body, in Utf8JsonReader reader, JsonException e)
    {
        var depth = reader.CurrentDepth + (IsContainer(in reader) ? 1 : 0);
        var next = body[(int)reader.BytesConsumed..].TrimStart(" \t\r\n,:"u8);
        if (depth >= SignalLimits.JsonDepth && !next.IsEmpty && next[0] is (byte)'[' or (byte)'{')
        {
            return $"The JSON is nested deeper than {SignalLimits.JsonDepth} levels.";
        }

        var place = $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
        return depth == 0 && reader.BytesConsumed > 0
            ? $"Something follows the JSON value ({place})."
            : $"The body is not valid JSON ({place}).";
    }
}
