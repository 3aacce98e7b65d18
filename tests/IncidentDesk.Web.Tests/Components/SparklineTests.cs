using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Tests.Components;

public sealed class SparklineTests : ComponentTest
{
    [Fact]
    public void Bars_grow_with_their_counts_and_stand_on_the_ground()
    {
        var bars = Show(0, 1, 100, 50).FindAll("rect");
        bars.Select(bar => Number(bar, "height")).ShouldBe([1, 2, 18, 9]);
        bars.ShouldAllBe(bar => Number(bar, "y") + Number(bar, "height") == 18);
    }

    [Fact]
    public void It_says_in_words_what_it_draws() =>
        Show(0, 3, 9, 4).Find("svg").GetAttribute("aria-label").ShouldBe("alerts per minute: 16 total, 9 max, last 4");

    [Fact]
    public void Nothing_to_draw_is_said()
    {
        var line = Show();
        line.FindAll("rect").ShouldBeEmpty();
        line.Find("svg").GetAttribute("aria-label").ShouldBe("alerts per minute: none");
    }

    [Fact]
    public void A_lone_alert_stays_a_low_bar() => Number(Show(0, 0, 1).FindAll("rect")[2], "height").ShouldBe(4.5);

    [Fact]
    public void Counts_beyond_reason_neither_fail_nor_leave_the_frame()
    {
        var line = Show(int.MaxValue, int.MaxValue, -5);
        line.FindAll("rect").ShouldAllBe(bar => Number(bar, "height") <= 18 && Number(bar, "y") >= 0);
        line.Find("svg").GetAttribute("aria-label")!.ShouldContain("4294967294 total");
    }

    private IRenderedComponent<Sparkline> Show(params int[] values) =>
        Render<Sparkline>(line => line.Add(l => l.Values, values).Add(l => l.Label, "alerts per minute"));

    private static double Number(IElement bar, string name) => double.Parse(bar.GetAttribute(name)!, CultureInfo.InvariantCulture);
}
