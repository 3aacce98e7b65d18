using System.Globalization;

namespace IncidentDesk.Postmortems;

/// <summary>
/// When the owner of an action item is reminded: in the morning of these local days.
/// <code>
///   three days before it is due      once
///   the day it is due                once
///   7, 14, 21 ... days after         every week, until it is done or dropped
/// </code>
/// </summary>
public static class ReminderRule
{
    private const int Before = 3;
    private const int Week = 7;

    /// <summary>The first of those days whose morning lies after an instant.</summary>
    public static DateOnly Next(DateOnly due, string zone, DateTimeOffset after)
    {
        var day = due.AddDays(-Before);
        if (LocalDays.MorningOf(zone, day) > after)
        {
            return day;
        }
        // Whole weeks that are certainly over are jumped over; the rest is a step or two.
        var late = LocalDays.Today(zone, after).DayNumber - due.DayNumber;
        day = late <= Week ? due : due.AddDays((late / Week * Week) - Week);
        while (LocalDays.MorningOf(zone, day) <= after)
        {
            day = day.AddDays(Week);
        }
        return day;
    }

    /// <summary>"is due in 3 days", "is due today", "is 7 days overdue".</summary>
    public static string Words(DateOnly due, DateOnly today) => (due.DayNumber - today.DayNumber) switch
    {
        > 1 and var left => string.Create(CultureInfo.InvariantCulture, $"is due in {left} days"),
        1 => "is due tomorrow",
        0 => "is due today",
        -1 => "is 1 day overdue",
        var left => string.Create(CultureInfo.InvariantCulture, $"is {-left} days overdue"),
    };
}
