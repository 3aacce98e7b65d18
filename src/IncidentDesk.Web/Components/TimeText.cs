using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace IncidentDesk.Web.Components;

/// <summary>How the desk writes times and durations in words. Nothing here reads a clock: the caller says what now is.</summary>
public static class TimeText
{
    /// <summary>The two largest units of a length of time: "14m 20s", "3h 5m", "2d 4h", "0s". A negative length reads as its size.</summary>
    public static string Duration(TimeSpan length)
    {
        var span = length.Duration();
        return span switch
        {
            { TotalSeconds: < 60 } => $"{span.Seconds}s",
            { TotalMinutes: < 60 } => Pair(span.Minutes, "m", span.Seconds, "s"),
            { TotalHours: < 24 } => Pair(span.Hours, "h", span.Minutes, "m"),
            _ => Pair((int)span.TotalDays, "d", span.Hours, "h"),
        };
    }

    /// <summary>
    /// Past in one unit ("now", "40s ago", "2m ago", "3h ago", "6d ago"), then the date ("12 Nov", with the year where it is another);
    /// future as a countdown in two units ("in 2m 50s").
    /// </summary>
    public static string Relative(DateTimeOffset at, DateTimeOffset now, string? zone)
    {
        if (at > now) return ComponentTexts.In.With(Duration(at - now));
        var ago = now - at;
        return ago switch
        {
            { TotalSeconds: < 5 } => ComponentTexts.Now,
            { TotalSeconds: < 60 } => ComponentTexts.Ago.With($"{ago.Seconds}s"),
            { TotalMinutes: < 60 } => ComponentTexts.Ago.With($"{ago.Minutes}m"),
            { TotalHours: < 24 } => ComponentTexts.Ago.With($"{ago.Hours}h"),
            { TotalDays: < 7 } => ComponentTexts.Ago.With($"{ago.Days}d"),
            _ => Date(at, now, zone),
        };
    }

    /// <summary>The exact local time with its zone: "Sun 22 Nov 2026, 02:12:05 Europe/Stockholm (UTC+01:00)".</summary>
    public static string Exact(DateTimeOffset at, string? zone)
    {
        var local = Local(at, zone, out var name);
        var sign = local.Offset < TimeSpan.Zero ? '-' : '+';
        return local.Offset == TimeSpan.Zero && name == "UTC"
            ? local.ToString("ddd d MMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)
            : local.ToString("ddd d MMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture) + $" {name} (UTC{sign}{local.Offset:hh\\:mm})";
    }

    /// <summary>The local time of day, "02:12".</summary>
    public static string Clock(DateTimeOffset at, string? zone) => Local(at, zone, out _).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The local day and time, "Sun 22 Nov 2026, 02:12"; the page says in which zone.</summary>
    public static string DayAndClock(DateTimeOffset at, string? zone) => Local(at, zone, out _).ToString("ddd d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The local day, "Sunday 22 November 2026".</summary>
    public static string Day(DateTimeOffset at, string? zone) => Local(at, zone, out _).ToString("dddd d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>The local day in a table, "2026-11-22"; the page says in which zone.</summary>
    public static string ShortDay(DateTimeOffset at, string? zone) => Local(at, zone, out _).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What a machine reads in <c>datetime</c>: ISO 8601 in UTC.</summary>
    public static string Machine(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The instant in an IANA zone; in UTC where the zone is unknown.</summary>
    public static DateTimeOffset Local(DateTimeOffset at, string? zone, out string name)
    {
        name = ZoneName(zone);
        return Instant.FromDateTimeOffset(at).InZone(Zone(zone)).ToDateTimeOffset();
    }

    /// <summary>What a zone is called: its IANA id, and "UTC" for each of UTC's names and for a zone that is unknown.</summary>
    public static string ZoneName(string? zone) => Zone(zone) is var found && found.Equals(DateTimeZone.Utc) ? "UTC" : found.Id;

    private static DateTimeZone Zone(string? zone) => zone is null || IsUtc(zone) ? DateTimeZone.Utc : DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc;

    private static bool IsUtc(string zone) => TzdbDateTimeZoneSource.Default.CanonicalIdMap.TryGetValue(zone, out var canonical) && canonical is "Etc/UTC" or "UTC";

    private static string Date(DateTimeOffset at, DateTimeOffset now, string? zone)
    {
        var local = Local(at, zone, out _);
        return local.ToString(local.Year == Local(now, zone, out _).Year ? "d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture);
    }

    private static string Pair(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? $"{large}{largeUnit}" : $"{large}{largeUnit} {small}{smallUnit}";
}
