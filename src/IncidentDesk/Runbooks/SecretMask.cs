using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IncidentDesk.Runbooks;

/// <summary>
/// Hides secret values in text: as they are, line by line, and as they stand in JSON, in an address and in base64. What programs alter otherwise passes.
/// </summary>
public sealed class SecretMask
{
    public const string Sign = "•••";

    /// <summary>A line of a secret that is shorter would hide ordinary words.</summary>
    private const int Shortest = 6;

    // Most programs escape no more than JSON demands.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string[] _hidden;

    public SecretMask(IEnumerable<string> values) => _hidden = [.. values.SelectMany(Forms).Distinct().OrderByDescending(f => f.Length)];

    /// <summary>The text with every value hidden.</summary>
    public string Hide(string text) => Cut(text, final: true).Safe;

    /// <summary>
    /// Splits text that goes on later: what can be shown, with every value hidden, and the end that may be the beginning of a value and has to wait.
    /// </summary>
    public (string Safe, string Waits) Cut(string text, bool final) => Cut(text, final, []);

    /// <summary>
    /// The same for text that changes its look here and there: the looks of what can be shown are taken out of <paramref name="looks"/> and put in front of it. A
    /// value is found also where its look changes in its midst.
    /// </summary>
    internal (string Safe, string Waits) Cut(string text, bool final, List<(int At, TextLook Look)> looks)
    {
        var safe = new StringBuilder(text.Length);
        var (at, next) = (0, 0);
        while (at < text.Length)
        {
            for (; next < looks.Count && looks[next].At <= at; next++)
            {
                safe.Append(looks[next].Look.Code);
            }
            var rest = text.AsSpan(at);
            if (!final && MayBegin(rest))
            {
                break;
            }
            if (Found(rest) is { } length)
            {
                safe.Append(Sign);
                at += length;
            }
            else
            {
                safe.Append(text[at++]);
            }
        }
        for (; next < looks.Count && (looks[next].At < at || (final && looks[next].At == at)); next++)
        {
            safe.Append(looks[next].Look.Code);
        }
        looks.RemoveRange(0, next);
        for (var i = 0; i < looks.Count; i++)
        {
            looks[i] = (looks[i].At - at, looks[i].Look);
        }
        return (safe.ToString(), text[at..]);
    }

    private int? Found(ReadOnlySpan<char> rest)
    {
        foreach (var value in _hidden)
        {
            if (rest.StartsWith(value, StringComparison.Ordinal))
            {
                return value.Length;
            }
        }
        return null;
    }

    // A longer value may still come where a shorter one is there already: then it is waited for too.
    private bool MayBegin(ReadOnlySpan<char> rest)
    {
        foreach (var value in _hidden)
        {
            if (rest.Length < value.Length && value.AsSpan().StartsWith(rest, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }

    private static IEnumerable<string> Forms(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        return new[] { value, JsonSerializer.Serialize(value)[1..^1], JsonSerializer.Serialize(value, Plain)[1..^1], Uri.EscapeDataString(value), Convert.ToBase64String(bytes) }
            .Concat(value.Split('\n', StringSplitOptions.TrimEntries)).Where(form => form.Length >= Shortest);
    }
}
