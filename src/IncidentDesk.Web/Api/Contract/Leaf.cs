using System.Globalization;
using System.Text.Json;
using IncidentDesk.Kernel;

namespace IncidentDesk.Web.Api.Contract;

/// <summary>Values that are one word of JSON, read without any guessing: no numbers in quotes, no enumerations by number.</summary>
internal static class Leaf
{
    private static readonly Type[] Known =
        [typeof(string), typeof(bool), typeof(int), typeof(long), typeof(Guid), typeof(TimeSpan), typeof(DateTimeOffset), typeof(DateOnly)];

    public static bool Knows(Type type) => type.IsEnum || Known.Contains(type);

    /// <summary>The value, or what <paramref name="wrong"/> answers to the sentence that says what it must be.</summary>
    public static object? Read(JsonElement json, Type type, Func<string, object?> wrong) => type switch
    {
        _ when type == typeof(bool) => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : wrong(TrueOrFalse),
        _ when type == typeof(int) => json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var number) ? number : wrong(WholeNumber),
        _ when type == typeof(long) => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var number) ? number : wrong(WholeNumber),
        _ when json.ValueKind != JsonValueKind.String => wrong(Must(type)),
        _ => Parse(json, type, wrong),
    };

    /// <summary>The value that text in a body or an address stands for; null when it stands for none. Numbers stand in addresses only.</summary>
    public static object? Parse(string text, Type type) => type switch
    {
        _ when type == typeof(string) => text,
        _ when type == typeof(bool) => text is "true" or "false" ? text is "true" : null,
        _ when type == typeof(long) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ when type == typeof(Guid) => Guid.TryParseExact(text, "D", out var id) ? id : null,
        _ when type == typeof(TimeSpan) => IsoDuration.TryParse(text, out var duration) ? duration : null,
        _ when type == typeof(DateTimeOffset) => Instants.TryParse(text, out var at) ? at : null,
        _ when type == typeof(DateOnly) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
        _ => Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(v => Enum.ToObject(type, v)).FirstOrDefault(v => WordFor(v) == text),
    };

    /// <summary>What a value of this type must be, as a sentence.</summary>
    public static string Must(Type type) => type switch
    {
        _ when type == typeof(string) => "This must be text.",
        _ when type == typeof(bool) => TrueOrFalse,
        _ when type == typeof(long) => WholeNumber,
        _ when type == typeof(Guid) => "This must be an id, such as 0198f2c4-7f3a-7c1e-9d55-2b8c6f0a1e77.",
        _ when type == typeof(TimeSpan) => "This must be a length of time in ISO 8601, such as PT5M.",
        _ when type == typeof(DateTimeOffset) => "This must be an instant in ISO 8601 with its zone, such as 2026-11-23T09:00:00Z.",
        _ when type == typeof(DateOnly) => "This must be a date such as 2026-11-23.",
        _ => $"This must be one of {string.Join(", ", WordsOf(type))}.",
    };

    /// <summary>The words of an enumeration, as the contract writes them.</summary>
    public static IEnumerable<string> WordsOf(Type enumeration) => Enum.GetValues(enumeration).Cast<object>().Select(WordFor);

    private const string TrueOrFalse = "This must be true or false.";
    private const string WholeNumber = "This must be a whole number.";

    private static string WordFor(object value) => JsonSerializer.SerializeToElement(value, ApiJson.Options).GetString()!;

    private static object? Parse(JsonElement json, Type type, Func<string, object?> wrong)
    {
        try
        {
            var text = json.GetString()!;
            return text.Contains('\0') ? wrong("This holds the character U+0000, which can't be stored.") : Parse(text, type) ?? wrong(Must(type));
        }
        catch (InvalidOperationException)
        {
            return wrong("This holds half of a character (a lone surrogate), which can't be stored.");
        }
    }
}
