using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentDesk.Incidents;
using IncidentDesk.Kernel;

namespace IncidentDesk.Web.Api.Contract;

/// <summary>How values look in the contract: camelCase, enumerations as words, lengths of time in ISO 8601, instants in UTC with a Z.</summary>
public static class ApiJson
{
    /// <summary>Deepest nesting that is read.</summary>
    public const int MaxDepth = 32;

    /// <summary>The options of every API answer, and of the document that describes them.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Gives options this form.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.MaxDepth = MaxDepth;
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new SeverityConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new DurationConverter());
        options.Converters.Add(new InstantConverter());
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        return options;
    }

    /// <summary><c>PT5M</c>.</summary>
    private sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is { } text && IsoDuration.TryParse(text, out var duration) ? duration : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(IsoDuration.Format(value));
    }

    /// <summary><c>2026-11-22T12:54:35.5Z</c>; what is read must say its zone.</summary>
    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Instants.TryParse(reader.GetString(), out var at) ? at : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
    }

    /// <summary><c>SEV2</c>, the one enumeration in capitals.</summary>
    private sealed class SeverityConverter : JsonConverter<Severity>
    {
        public override Severity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is ['S', 'E', 'V', var digit and >= '1' and <= '5'] ? (Severity)(digit - '0') : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, Severity value, JsonSerializerOptions options) => writer.WriteStringValue(SeverityRules.Name(value));
    }
}
