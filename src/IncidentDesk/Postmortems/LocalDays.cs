using NodaTime;

namespace IncidentDesk.Postmortems;

/// <summary>Days and mornings where a person is. Zones are IANA ids; one that is unknown counts as UTC. Instants are in UTC.</summary>
public static class LocalDays
{
    /// <summary>When people are reminded: not in the night, and before the day is full.</summary>
    public static readonly TimeOnly Morning = new(9, 0);

    /// <summary>The day that the calendar there shows.</summary>
    public static DateOnly Today(string zone, DateTimeOffset now) => Instant.FromDateTimeOffset(now).InZone(Zone(zone)).Date.ToDateOnly();

    /// <summary>The instant of 09:00 on that day there; where a change of clocks skips or repeats it, the first instant from then on.</summary>
    public static DateTimeOffset MorningOf(string zone, DateOnly day) =>
        (LocalDate.FromDateOnly(day) + LocalTime.FromTimeOnly(Morning)).InZoneLeniently(Zone(zone)).ToDateTimeOffset().ToUniversalTime();

    /// <summary>The Monday on or before a day.</summary>
    public static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static DateTimeZone Zone(string zone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc;
}
