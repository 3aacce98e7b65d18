using System.Globalization;
using IncidentDesk.Kernel;
using IncidentDesk.Postmortems;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Live;

namespace IncidentDesk.Web.Pages.Postmortems;

/// <summary>How pages say what a postmortem holds.</summary>
public static class PostmortemWords
{
    public static string Href(long number) => $"/postmortems/{number}";

    /// <summary>The address of an action item, inside its postmortem.</summary>
    public static string Href(this ActionItemView action) => $"/postmortems/{action.IncidentNumber}#action-{action.Id}";

    public static string Word(this PostmortemStatus status) => status switch
    {
        PostmortemStatus.Draft => PostmortemTexts.StatusDraft,
        PostmortemStatus.InReview => PostmortemTexts.StatusInReview,
        _ => PostmortemTexts.StatusPublished,
    };

    /// <summary>The class of its tag.</summary>
    public static string? Tag(this PostmortemStatus status) => status switch
    {
        PostmortemStatus.InReview => "tag-warning",
        PostmortemStatus.Published => "tag-good",
        _ => null,
    };

    /// <summary>Where it stands: as its status says, and approved before it is published.</summary>
    public static string Word(this PostmortemView view) => view.Approved ? PostmortemTexts.StatusApproved : view.Status.Word();

    public static string? Tag(this PostmortemView view) => view.Approved ? "tag-good" : view.Status.Tag();

    /// <summary>What the reader is to do next to bring it on; null when that is nothing, or to write.</summary>
    public static string? NextStep(this PostmortemView view, Viewer who) => view.Status != PostmortemStatus.InReview || !who.MayRespond ? null
        : view.Approved && view.MayBePublishedBy(who) ? PostmortemTexts.Publish
        : view.ThisRound.Any(r => r.ReviewerId == who.Id && r.Answer == ReviewAnswer.Asked) ? PostmortemTexts.GiveYourReview : null;

    /// <summary>Whether the verb would let them.</summary>
    public static bool MayBePublishedBy(this PostmortemView view, Viewer who) => view.Status != PostmortemStatus.Published && who.MayRespond
        && (who.Role >= Role.Manager || (view.Approved && (view.AuthorId == who.Id || view.ThisRound.Any(r => r.ReviewerId == who.Id))));

    public static string Title(this SectionKind kind) => kind switch
    {
        SectionKind.Summary => PostmortemTexts.Summary,
        SectionKind.Impact => PostmortemTexts.Impact,
        SectionKind.Timeline => PostmortemTexts.Timeline,
        SectionKind.Factor => PostmortemTexts.ContributingFactor,
        SectionKind.WentWell => PostmortemTexts.WentWell,
        _ => PostmortemTexts.Lessons,
    };

    /// <summary>What to write there.</summary>
    public static string Hint(this SectionKind kind) => kind switch
    {
        SectionKind.Summary => PostmortemTexts.HintSummary,
        SectionKind.Impact => PostmortemTexts.HintImpact,
        SectionKind.Timeline => PostmortemTexts.HintTimeline,
        SectionKind.Factor => PostmortemTexts.HintFactor,
        SectionKind.WentWell => PostmortemTexts.HintWentWell,
        _ => PostmortemTexts.HintLessons,
    };

    /// <summary>The id of its heading, where links lead.</summary>
    public static string Anchor(this SectionKind kind) => kind switch
    {
        SectionKind.Factor => "factors",
        SectionKind.WentWell => "went-well",
        _ => kind.ToString().ToLowerInvariant(),
    };

    public static string Word(this ActionPriority priority) => priority switch
    {
        ActionPriority.High => PostmortemTexts.PriorityHigh,
        ActionPriority.Medium => PostmortemTexts.PriorityMedium,
        _ => PostmortemTexts.PriorityLow,
    };

    public static string? Tag(this ActionPriority priority) => priority switch
    {
        ActionPriority.High => "tag-danger",
        ActionPriority.Medium => "tag-warning",
        _ => null,
    };

    public static string Word(this ActionType type) => type switch
    {
        ActionType.Prevent => PostmortemTexts.TypePrevent,
        ActionType.Mitigate => PostmortemTexts.TypeMitigate,
        ActionType.Detect => PostmortemTexts.TypeDetect,
        _ => PostmortemTexts.TypeProcess,
    };

    public static string Word(this ActionStatus status) => status switch
    {
        ActionStatus.Open => PostmortemTexts.StatusOpen,
        ActionStatus.InProgress => PostmortemTexts.StatusInProgress,
        ActionStatus.Done => PostmortemTexts.StatusDone,
        _ => PostmortemTexts.StatusDropped,
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
        0 => PostmortemTexts.DueOn.With(Day(action.Due)),
        var late => Phrases.Counted(late, PostmortemTexts.DayOverdueOne, PostmortemTexts.DayOverdueMany),
    };

    /// <summary>Its owner, marked when they have left.</summary>
    public static string Named(this ActionItemView action) => action.OwnerLeft ? PostmortemTexts.HasLeft.With(action.Owner) : action.Owner;
}
