using NodaTime;
using NodaTime.TimeZones;

namespace IncidentDesk.OnCall;

/// <summary>
/// Turns local (wall-clock) times into instants, for everything in the desk that begins or ends at a local time.
/// Results are in UTC.
/// </summary>
/// <remarks>
/// <code>
/// the local time ...        Start of something there           End of something there
/// occurs once               that instant                       that instant
/// occurs twice (clocks      the first occurrence               the last occurrence
///   were set back)
/// never occurs (clocks      the instant of the jump            the instant of the jump
///   were set forward)
/// </code>
/// So something that lasts from one local time to another never loses the repeated hour, and what ends inside a skipped
/// hour meets what starts there. Start is the first instant at which the wall clock shows that time or a later one,
/// hence never earlier for a later local time.
/// </remarks>
public static class WallClock
{
    /// <summary>The instant at which something that starts at this local time starts.</summary>
    public static DateTimeOffset Start(string zone, DateOnly date, TimeOnly time) => Start(Zone(zone), date, time);

    /// <summary>The instant at which something that ends at this local time ends.</summary>
    public static DateTimeOffset End(string zone, DateOnly date, TimeOnly time)
    {
        var mapping = Map(Zone(zone), date, time);
        return (mapping.Count == 0 ? Jump(mapping) : mapping.Last().ToInstant()).ToDateTimeOffset();
    }

    /// <summary>The date that the wall clock shows at an instant.</summary>
    public static DateOnly DateAt(string zone, DateTimeOffset at) => DateAt(Zone(zone), at);

    internal static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];

    internal static DateTimeOffset Start(DateTimeZone zone, DateOnly date, TimeOnly time)
    {
        var mapping = Map(zone, date, time);
        return (mapping.Count == 0 ? Jump(mapping) : mapping.First().ToInstant()).ToDateTimeOffset();
    }

    internal static DateOnly DateAt(DateTimeZone zone, DateTimeOffset at) =>
        Instant.FromDateTimeOffset(at).InZone(zone).Date.ToDateOnly();

    private static ZoneLocalMapping Map(DateTimeZone zone, DateOnly date, TimeOnly time) =>
        zone.MapLocal(LocalDate.FromDateOnly(date) + LocalTime.FromTimeOnly(time));

    private static Instant Jump(ZoneLocalMapping mapping) => mapping.LateInterval.Start;
}
