using System.Globalization;
using IncidentDesk.OnCall;

namespace IncidentDesk.Tests.OnCall;

public sealed class WallClockTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2026-06-01", "09:00", "2026-06-01T07:00", "2026-06-01T07:00")] // plain
    [InlineData("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:00", "2026-03-29T01:00")] // skipped
    [InlineData("Europe/Berlin", "2026-03-29", "03:00", "2026-03-29T01:00", "2026-03-29T01:00")] // first after the skipped hour
    [InlineData("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30", "2026-10-25T01:30")] // repeated
    [InlineData("Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T02:00", "2026-10-25T02:00")] // first after the repeated hour
    [InlineData("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45", "2026-04-04T15:15")] // repeated half hour
    [InlineData("Pacific/Apia", "2011-12-30", "09:00", "2011-12-30T10:00", "2011-12-30T10:00")] // skipped day
    public void Things_start_at_the_first_occurrence_and_end_at_the_last(string zone, string date, string time, string start, string end)
    {
        var (day, clock) = (DateOnly.Parse(date, CultureInfo.InvariantCulture), TimeOnly.Parse(time, CultureInfo.InvariantCulture));
        WallClock.Start(zone, day, clock).ShouldBe(Rota.Utc(start));
        WallClock.End(zone, day, clock).ShouldBe(Rota.Utc(end));
    }

    [Fact]
    public void The_date_is_that_of_the_zone()
    {
        WallClock.DateAt("Pacific/Kiritimati", Rota.Utc("2026-01-01T10:00")).ShouldBe(new DateOnly(2026, 1, 2));
        WallClock.DateAt("America/New_York", Rota.Utc("2026-01-01T04:59")).ShouldBe(new DateOnly(2025, 12, 31));
    }
}
