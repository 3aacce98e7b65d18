using IncidentDesk.Kernel;

namespace IncidentDesk.Tests.Kernel;

public sealed class IsoDurationTests
{
    [Theory]
    [InlineData("PT0S", "00:00:00", "PT0S")]
    [InlineData("PT5M", "00:05:00", "PT5M")]
    [InlineData("PT90S", "00:01:30", "PT1M30S")]
    [InlineData("PT1H30M", "01:30:00", "PT1H30M")]
    [InlineData("PT24H", "1.00:00:00", "PT24H")]
    [InlineData("P1D", "1.00:00:00", "PT24H")]
    [InlineData("P2W", "14.00:00:00", "PT336H")]
    [InlineData("P1DT1S", "1.00:00:01", "PT24H1S")]
    [InlineData("PT0.25S", "00:00:00.25", "PT0.25S")]
    public void A_length_reads_and_writes(string text, string length, string written)
    {
        IsoDuration.TryParse(text, out var read).ShouldBeTrue();
        read.ShouldBe(TimeSpan.Parse(length, System.Globalization.CultureInfo.InvariantCulture));
        IsoDuration.Format(read).ShouldBe(written);
    }

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("5m")]
    [InlineData("00:05:00")]
    [InlineData("-PT5M")]
    [InlineData("PT-5M")]
    [InlineData("P1Y")]
    [InlineData("P1M")]
    [InlineData("pt5m")]
    [InlineData("PT5M\n")]
    [InlineData("PT5M5M")]
    [InlineData("PT٥M")]
    [InlineData("P999999999W")]
    public void Anything_else_is_refused(string text) => IsoDuration.TryParse(text, out _).ShouldBeFalse();
}
