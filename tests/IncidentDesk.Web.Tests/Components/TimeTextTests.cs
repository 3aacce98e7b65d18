using Bunit;
using IncidentDesk.Web.Components;
using IncidentDesk.Web.Pages.Forms;
using NodaTime;

namespace IncidentDesk.Web.Tests.Components;

public sealed class TimeTextTests : ComponentTest
{
    [Theory]
    [InlineData(0, "now")]
    [InlineData(-4, "now")]
    [InlineData(-40, "40s ago")]
    [InlineData(-60, "1m ago")]
    [InlineData(-150, "2m ago")]
    [InlineData(-3 * 3600 - 1800, "3h ago")]
    [InlineData(-6 * 86400, "6d ago")]
    [InlineData(170, "in 2m 50s")]
    [InlineData(45, "in 45s")]
    [InlineData(120, "in 2m")]
    [InlineData(3 * 3600 + 300, "in 3h 5m")]
    [InlineData(0.4, "in 0s")]
    public void A_time_is_told_by_its_distance(double seconds, string text) =>
        Render<RelativeTime>(time => time.Add(t => t.At, Now.AddSeconds(seconds)).Add(t => t.Now, Now))
            .Find("time").TextContent.ShouldBe(text);

    [Fact]
    public void After_a_week_the_local_date_is_told_with_the_year_only_where_it_is_another()
    {
        TimeText.Relative(Now.AddDays(-10), Now, "UTC").ShouldBe("12 Nov");
        TimeText.Relative(Now.AddDays(-400), Now, "UTC").ShouldBe("18 Oct 2025");
        TimeText.Relative(new DateTimeOffset(2026, 11, 11, 23, 30, 0, TimeSpan.Zero), Now, "Europe/Stockholm").ShouldBe("12 Nov");
    }

    [Fact]
    public void The_exact_local_time_with_its_zone_is_there_on_hover_and_focus()
    {
        var time = Render<RelativeTime>(t => t.Add(c => c.At, Now).Add(c => c.Now, Now.AddMinutes(2)).Add(c => c.Zone, "Europe/Stockholm")).Find("time");
        time.GetAttribute("title").ShouldBe("Sun 22 Nov 2026, 02:26:10 Europe/Stockholm (UTC+01:00)");
        time.GetAttribute("tabindex").ShouldBe("0");
        time.GetAttribute("datetime").ShouldBe("2026-11-22T01:26:10Z");
    }

    [Theory]
    [InlineData("America/New_York", "Sat 21 Nov 2026, 20:26:10 America/New_York (UTC-05:00)")]
    [InlineData("Asia/Kolkata", "Sun 22 Nov 2026, 06:56:10 Asia/Kolkata (UTC+05:30)")]
    [InlineData("Mars/Olympus", "Sun 22 Nov 2026, 01:26:10 UTC")]
    [InlineData("", "Sun 22 Nov 2026, 01:26:10 UTC")]
    [InlineData(null, "Sun 22 Nov 2026, 01:26:10 UTC")]
    public void An_unknown_zone_reads_as_utc_and_says_so(string? zone, string text) => TimeText.Exact(Now, zone).ShouldBe(text);

    [Fact]
    public void Every_zone_is_shown_as_the_database_has_it_that_computes_the_shifts()
    {
        DateTimeOffset[] instants = [Now, Now.AddDays(120), Now.AddDays(240), Now.AddDays(2000)];
        foreach (var (zone, at) in Zones.All.SelectMany(zone => instants.Select(at => (zone, at))))
        {
            var offset = DateTimeZoneProviders.Tzdb[zone].GetUtcOffset(Instant.FromDateTimeOffset(at)).ToTimeSpan();
            TimeText.Local(at, zone, out _).ShouldBe(at, zone);
            TimeText.Local(at, zone, out _).Offset.ShouldBe(offset, zone);
        }
    }

    [Theory]
    [InlineData("UTC", "UTC")]
    [InlineData("Etc/UTC", "UTC")]
    [InlineData("Etc/Zulu", "UTC")]
    [InlineData(null, "UTC")]
    [InlineData("Europe/London", "Europe/London")]
    public void Utc_has_one_name(string? zone, string name) => TimeText.ZoneName(zone).ShouldBe(name);

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(59.9, "59s")]
    [InlineData(860, "14m 20s")]
    [InlineData(3600, "1h")]
    [InlineData(11100, "3h 5m")]
    [InlineData(187200, "2d 4h")]
    [InlineData(-860, "14m 20s")]
    public void A_duration_is_told_in_its_two_largest_units(double seconds, string text) =>
        Render<DurationText>(d => d.Add(c => c.Value, TimeSpan.FromSeconds(seconds))).Find("time").TextContent.ShouldBe(text);

    [Fact]
    public void A_duration_is_readable_by_machines() =>
        Render<DurationText>(d => d.Add(c => c.Value, TimeSpan.FromSeconds(860))).Find("time").GetAttribute("datetime").ShouldBe("PT14M20S");
}
