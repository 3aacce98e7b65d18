using System.Text;
using System.Text.Json;

namespace IncidentDesk.Alerts.Sources;

/// <summary>Reads instants as of RFC 3339 (section 5.6), which always say their offset.</summary>
internal static class SourceTime
{
    private const int Shortest = 20; // 2026-11-22T11:40:56Z
    private const int Longest = 42; // sixteen digits of a second and an offset

    /// <summary>The instant that the string under the reader names, in UTC.</summary>
    public static bool TryParse(ref Utf8JsonReader reader, out DateTimeOffset time)
    {
        time = default;
        if (reader.ValueIsEscaped)
        {
            return TryParseEscaped(SourceText.Decode(in reader), out time);
        }

        if (!HasOffset(reader.ValueSpan) || !reader.TryGetDateTimeOffset(out time))
        {
            return false;
        }

        time = time.ToUniversalTime();
        return true;
    }

    // Some writers escape the plus sign of the offset.
    private static bool TryParseEscaped(string text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length > Longest || text.AsSpan().ContainsAnyExcept("0123456789TZ:+-."))
        {
            return false;
        }

        var plain = new Utf8JsonReader(Encoding.UTF8.GetBytes($"\"{text}\""));
        return plain.Read() && TryParse(ref plain, out time);
    }

    private static bool HasOffset(ReadOnlySpan<byte> text) =>
        text.Length is >= Shortest and <= Longest && (text[^1] == 'Z' || text[^6] is (byte)'+' or (byte)'-');
}
