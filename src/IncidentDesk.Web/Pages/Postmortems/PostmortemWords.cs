using System.Globalization;
using IncidentDesk.Postmortems;

namespace IncidentDesk.Web.Pages.Postmortems;

/// <summary>How pages say what a postmortem holds.</summary>
public static class PostmortemWords
{
    public static string Href(long number) => $"/postmortems/{number}";

    /// <summary>The address of an action item, inside its postmortem.</summary>
    public static string Href(this ActionItemView action) => $"/postmortems/{action.IncidentNumber}#action-{action.Id}";

    public static string Word(this PostmortemStatus status) => status switch
    {
        PostmortemStatus.Draft => "Draft",
        PostmortemStatus.InReview => "In review",
        _ => "Published",
    };

    /// <summary>The class of its tag.</summary>
    public static string? Tag(this PostmortemStatus status) => status switch
    {
        PostmortemStatus.InReview => "tag-warning",
        PostmortemStatus.Published => "tag-good",
        _ => null,
    };

    public static string Title(this SectionKind kind) => kind switch
    {
        SectionKind.Summary => "Summary",
        SectionKind.Impact => "Impact",
        SectionKind.Timeline => "Timeline",
        SectionKind.Factor => "Contributing factor",
        SectionKind.WentWell => "What went well",
        _ => "Lessons",
    };

    /// <summary>What to write there.</summary>
    public static string Hint(this SectionKind kind) => kind switch
    {
        SectionKind.Summary => "What happened, in a few sentences for somebody who was not there.",
        SectionKind.Impact => "Who felt it, how, and for how long.",
        SectionKind.Timeline => "What happened when. Facts and pins were filled in; add what else was done and known.",
        SectionKind.Factor => "One thing that made it possible or worse. People are never a factor; what made their act reasonable is.",
        SectionKind.WentWell => "What helped, so that it is kept.",
        _ => "What is known now that was not known before.",
    };

    /// <summary>The id of its heading, where links lead.</summary>
    public static string Anchor(this SectionKind kind) => kind switch
    {
        SectionKind.Factor => "factors",
        SectionKind.WentWell => "went-well",
        _ => kind.ToString().ToLowerInvariant(),
    };

    public static string Word(this ActionPriority priority) => priority.ToString();

    public static string? Tag(this ActionPriority priority) => priority switch
    {
        ActionPriority.High => "tag-danger",
        ActionPriority.Medium => "tag-warning",
        _ => null,
    };

    public static string Word(this ActionType type) => type switch
    {
        ActionType.Prevent => "Prevent",
        ActionType.Mitigate => "Mitigate",
        ActionType.Detect => "Detect",
        _ => "Process",
    };

    public static string Word(this ActionStatus status) => status switch
    {
        ActionStatus.InProgress => "In progress",
        _ => status.ToString(),
    };

    /// <summary>As the address and the API write it: <c>inProgress</c>.</summary>
    public static string Code<T>(this T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>The value of a word in an address; null for none or another word.</summary>
    public static T? Read<T>(string? code)
        where T : struct, Enum => Enum.GetValues<T>().Where(v => v.Code() == code).Select(v => (T?)v).FirstOrDefault();

    /// <summary>"4 Dec 2026".</summary>
    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>"due 4 Dec 2026", "12 days overdue".</summary>
    public static string Due(this ActionItemView action, DateOnly today) => action.DaysLate(today) switch
    {
        0 => "due " + Day(action.Due),
        1 => "1 day overdue",
        var late => $"{late} days overdue",
    };
}
