using System.Globalization;
using IncidentDesk.People;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Forms;

/// <summary>One of several things to choose from.</summary>
public sealed record Choice(string Value, string Text)
{
    /// <summary>A thing with an id.</summary>
    public static Choice Of(Guid id, string text) => new(id.ToString(), text);

    /// <summary>Those who are here, by name, and those chosen before who have left, marked so.</summary>
    public static List<Choice> Of(IEnumerable<PersonView> people, IReadOnlyCollection<Guid>? chosen = null) =>
    [
        .. people.Where(p => p.DisabledAt is null || chosen?.Contains(p.Id) == true).OrderBy(p => p.Name, StringComparer.CurrentCultureIgnoreCase)
            .Select(p => Of(p.Id, p.DisabledAt is null ? p.Name : FormTexts.HasLeft.With(p.Name))),
    ];

    /// <summary>The id that was chosen; null for none.</summary>
    public static Guid? IdOf(string? value) => Guid.TryParse(value, out var id) ? id : null;
}

/// <summary>Lengths of time as people type them: minutes.</summary>
public static class Minutes
{
    /// <summary>"5", "0.5".</summary>
    public static string Text(TimeSpan span) => span.TotalMinutes.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Null when the text is no number of minutes that a <see cref="TimeSpan"/> holds. A comma counts as a point.</summary>
    public static TimeSpan? Parse(string? text) =>
        decimal.TryParse(text?.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minutes)
        && Math.Abs(minutes) <= 1_000_000
            ? TimeSpan.FromSeconds((double)Math.Round(minutes * 60))
            : null;

    /// <summary>"10 minutes", "1 minute", "24 hours": for reading.</summary>
    public static string Words(TimeSpan span) => span switch
    {
        { Ticks: not 0, TotalMinutes: < 1 } => Count(span.TotalSeconds, FormTexts.SecondOne, FormTexts.SecondMany),
        { TotalHours: >= 1 } when span.Minutes == 0 && span.Seconds == 0 => Count(span.TotalHours, FormTexts.HourOne, FormTexts.HourMany),
        _ => Count(span.TotalMinutes, FormTexts.MinuteOne, FormTexts.MinuteMany),
    };

    private static string Count(double count, string one, string many) => (count == 1 ? one : many).With(count.ToString("0.##", CultureInfo.InvariantCulture));
}
