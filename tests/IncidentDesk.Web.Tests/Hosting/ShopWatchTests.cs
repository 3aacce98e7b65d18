using IncidentDesk.Web.Hosting;

namespace IncidentDesk.Web.Tests.Hosting;

public sealed class ShopWatchTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero);
    private readonly List<(int Second, string What)> _sent = [];
    private long _orders;
    private long _errors;
    private int _second;

    [Fact]
    public void It_fires_once_when_errors_last_repeats_itself_and_resolves_both_alerts_when_they_end()
    {
        var watch = new ShopWatch(unsure: false);
        Pass(watch, seconds: 20, percent: 0);
        watch.IsCalm.ShouldBeTrue();
        _sent.ShouldBeEmpty();

        Pass(watch, seconds: 60, percent: 40);
        Pass(watch, seconds: 20, percent: 0);

        _sent.Select(s => s.What).ShouldBe(["CheckoutErrorRate firing", "CheckoutErrorRate, OrdersLost firing", "CheckoutErrorRate, OrdersLost firing", "CheckoutErrorRate, OrdersLost resolved"]);
        _sent[0].Second.ShouldBeInRange(22, 26);
        (_sent[2].Second - _sent[1].Second).ShouldBe(30);
        _sent[3].Second.ShouldBeInRange(81, 87);
    }

    [Fact]
    public void After_a_new_start_it_says_that_all_is_well_once()
    {
        Pass(new ShopWatch(unsure: true), seconds: 20, percent: 0);

        _sent.ShouldHaveSingleItem().What.ShouldBe("CheckoutErrorRate, OrdersLost resolved");
    }

    [Fact]
    public void A_shop_that_counts_from_nought_again_is_no_outage()
    {
        var watch = new ShopWatch(unsure: false);
        Pass(watch, seconds: 10, percent: 0);
        (_orders, _errors) = (0, 0);
        Pass(watch, seconds: 10, percent: 0);

        _sent.ShouldBeEmpty();
    }

    private void Pass(ShopWatch watch, int seconds, int percent)
    {
        for (var i = 0; i < seconds; i++)
        {
            (_orders, _errors) = (_orders + 10, _errors + (percent / 10));
            var alerts = watch.Look(new ShopCounters(Start.AddSeconds(++_second), _orders, _errors, "4.8.1"));
            if (alerts.Count > 0)
            {
                _sent.Add((_second, $"{string.Join(", ", alerts.Select(a => a.Name))} {(alerts[0].Firing ? "firing" : "resolved")}"));
            }
        }
    }
}
