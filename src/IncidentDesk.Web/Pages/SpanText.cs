using System.Globalization;
using IncidentDesk.OnCall;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages;

/// <summary>Says from when to when something lasts, in a reader's zone.</summary>
public static class SpanText
{
    /// <summary>"Mon 23 Nov 09:00 to Mon 30 Nov 09:00"; the second day is left out where it is the first.</summary>
    public static string Of(DateTimeOffset from, DateTimeOffset to, string? zone)
    {
        var (start, end) = (TimeText.Local(from, zone, out _), TimeText.Local(to, zone, out _));
        return start.Date == end.Date ? PageTexts.FromTo.With(At(start), Clock(end)) : PageTexts.FromTo.With(At(start), At(end));
    }

    /// <summary>The same of a shift: of one that runs only until when, and where its end is further away than was looked, that.</summary>
    public static string Of(OwnShift own, DateTimeOffset now, string? zone) => (own.Shift.Start <= now, own.GoesOn) switch
    {
        (true, true) => PageTexts.NoEndInSight,
        (true, false) => PageTexts.Until.With(At(own.Shift.End, zone)),
        (false, true) => PageTexts.FromNoEndInSight.With(At(own.Shift.Start, zone)),
        _ => Of(own.Shift.Start, own.Shift.End, zone),
    };

    /// <summary>"Mon 23 Nov 09:00".</summary>
    public static string At(DateTimeOffset at, string? zone) => At(TimeText.Local(at, zone, out _));

    private static string At(DateTimeOffset local) => local.ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);

    private static string Clock(DateTimeOffset local) => local.ToString("HH:mm", CultureInfo.InvariantCulture);
}
