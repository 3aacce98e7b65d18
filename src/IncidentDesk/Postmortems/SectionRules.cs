using IncidentDesk.Kernel;

namespace IncidentDesk.Postmortems;

/// <summary>What a section may hold.</summary>
public static class SectionRules
{
    /// <summary>Most contributing factors of one postmortem.</summary>
    public const int MostFactors = 20;

    /// <summary>The parts of which a postmortem has exactly one, in the order in which it is read.</summary>
    public static readonly IReadOnlyList<SectionKind> Single =
        [SectionKind.Summary, SectionKind.Impact, SectionKind.Timeline, SectionKind.WentWell, SectionKind.Lessons];

    /// <summary>Longest text in UTF-16 units. A page sends a section in one message, and those are limited too.</summary>
    public static int Limit(SectionKind kind) => kind switch
    {
        SectionKind.Timeline => 30_000,
        SectionKind.Factor => 5_000,
        _ => 20_000,
    };

    /// <summary>As it is stored: line feeds for every line ending, and spaces for control characters, which nobody sees and Postgres refuses.</summary>
    public static string Clean(string? text) => Text.Clean((text ?? "").ReplaceLineEndings("\n"), keepLines: true);

    /// <summary>Why a text can't be taken, naming the field; null when it can.</summary>
    public static Refusal.Invalid? WhyNot(SectionKind kind, string text, string field) => text.Length <= Limit(kind) ? null
        : new Refusal.Invalid(field, $"This can have at most {Limit(kind)} characters; it has {text.Length}.");

    /// <summary>As it is named in the JSON contract.</summary>
    public static string Field(SectionKind kind) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
