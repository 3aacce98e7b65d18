using System.Globalization;
using IncidentDesk.OnCall;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Schedules;

/// <summary>Local times as <c>datetime-local</c> inputs carry them: <c>2026-11-23T09:00</c> (HTML, "local date and time").</summary>
public static class LocalInput
{
    private const string Form = "yyyy-MM-dd'T'HH:mm";

    /// <summary>The text for an instant.</summary>
    public static string Text(DateTimeOffset at, string zone) => TimeText.Local(at, zone, out _).ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>The instant at which something that starts at this local time starts; null when the text is no local time.</summary>
    public static DateTimeOffset? Start(string? text, string zone) =>
        Read(text) is { } local ? WallClock.Start(zone, DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local)) : null;

    /// <summary>The instant at which something that ends at this local time ends; null when the text is no local time.</summary>
    public static DateTimeOffset? End(string? text, string zone) =>
        Read(text) is { } local ? WallClock.End(zone, DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local)) : null;

    // Browsers add seconds when the field was set with them.
    private static DateTime? Read(string? text) =>
        DateTime.TryParseExact(text, [Form, Form + "':'ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && local.Year is > 1970 and < 2199 ? local : null;
}
