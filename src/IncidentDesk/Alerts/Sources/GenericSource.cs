using System.Text.Json;

namespace IncidentDesk.Alerts.Sources;

/// <summary>
/// The desk's own JSON for scripts and for systems without a source of their own: one object, or an array of them.
/// <code>
/// title        text, required
/// dedupKey     text; a hash of the title when missing
/// state        "firing" (also when missing) or "resolved"
/// severity     "critical", "error", "warning", "info", or another word of <see cref="SignalWords"/>; anything else counts as an error
/// description  text
/// labels       object of texts
/// links        array of {text, href}, or of addresses
/// startedAt    RFC 3339; when the problem began, the same in every repeat of it. A later one says that it began again
/// endedAt      RFC 3339; when it ended
/// </code>
/// </summary>
public sealed class GenericSource : ISource
{
    public string Kind => "generic";

    /// <summary>False: a script that knows of no 429 is more common than one that does.</summary>
    public bool Honours429 => false;

    /// <summary>True: <c>startedAt</c> says when the problem began, and stays the same in its repeats.</summary>
    public bool StartIsStable => true;

    public SourceReading Read(ReadOnlySpan<byte> body, bool cut = false) => SourceJson.Read(body, cut, ReadBody);

    private static SourceReading ReadBody(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        var signals = new List<ParsedSignal>();
        var rejected = new List<RejectedItem>();
        var item = new GenericItem();
        var beyond = 0;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            Take(item.Read(ref reader, body, index: -1));
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                if (index < SignalLimits.PerRequest)
                {
                    Take(item.Read(ref reader, body, index));
                }
                else
                {
                    reader.Skip();
                    beyond++;
                }
            }
        }
        else
        {
            return SourceReading.AsMalformed($"Send one event as an object, or several as an array; this is {SourceJson.Kind(in reader)}.");
        }

        return new SourceReading(signals, rejected, null) { Note = SourceReading.Beyond(beyond) };

        void Take(ParsedSignal? signal)
        {
            if (signal is not null)
            {
                signals.Add(signal);
            }
            else
            {
                rejected.Add(item.Rejection);
            }
        }
    }
}
