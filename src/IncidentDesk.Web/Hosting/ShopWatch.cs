using System.Globalization;

namespace IncidentDesk.Web.Hosting;

/// <summary>What the shop had counted at an instant, since it started.</summary>
internal sealed record ShopCounters(DateTimeOffset At, long Orders, long Errors, string Version);

/// <summary>One alert as Alertmanager would send it.</summary>
internal sealed record ShopAlert(string Name, string Severity, string Summary, string Description, bool Firing, DateTimeOffset StartsAt, DateTimeOffset? EndsAt);

/// <summary>
/// The demo shop's monitoring as a pure rule over its counters: two alerts on the share of checkouts that failed in the last seconds.
/// <code>
///   CheckoutErrorRate (critical)   at least 5% in four looks running; repeated every 30 s while it holds
///   OrdersLost (error)             so for 20 s more
///   both resolved                  below 1%
/// </code>
/// </summary>
/// <param name="unsure">The alerts may fire from a run before: what is well at the first look is said so.</param>
internal sealed class ShopWatch(bool unsure)
{
    private const double High = 0.05;
    private const double Low = 0.01;
    private const int LooksRunning = 4;
    private const int FewestOrders = 20;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RepeatEvery = TimeSpan.FromSeconds(30);
    private readonly Queue<ShopCounters> _looks = new();
    private bool _unsure = unsure;
    private int _high;
    private string _summary = "";
    private DateTimeOffset? _since;
    private DateTimeOffset? _lostSince;
    private DateTimeOffset _sentAt;

    /// <summary>Whether there was a whole window of looks at a shop that is well.</summary>
    public bool IsCalm { get; private set; }

    /// <summary>Takes a look and answers what has to be sent now; mostly nothing.</summary>
    public IReadOnlyList<ShopAlert> Look(ShopCounters now)
    {
        if (_looks.Count > 0 && now.Orders < _looks.Last().Orders)
        {
            // The shop was started again and counts from nought.
            _looks.Clear();
        }
        _looks.Enqueue(now);
        while (now.At - _looks.Peek().At > Window)
        {
            _looks.Dequeue();
        }
        var first = _looks.Peek();
        if (now.Orders - first.Orders < FewestOrders)
        {
            return [];
        }
        var rate = (double)(now.Errors - first.Errors) / (now.Orders - first.Orders);
        _high = rate >= High ? _high + 1 : 0;
        IsCalm = rate < Low && now.At - first.At >= Window / 2;
        return rate < Low ? Calm(now) : _high >= LooksRunning || _since is not null ? Firing(now, rate) : [];
    }

    private List<ShopAlert> Firing(ShopCounters now, double rate)
    {
        if (_since is null)
        {
            (_since, _unsure) = (now.At, false);
            _summary = string.Create(CultureInfo.InvariantCulture, $"Checkout error rate {rate * 100:0}%");
        }
        var lost = _lostSince is null && now.At - _since >= LostAfter;
        _lostSince = lost ? now.At : _lostSince;
        if (!lost && now.At - _sentAt < RepeatEvery)
        {
            return [];
        }
        _sentAt = now.At;
        return Alerts(now, firing: true);
    }

    private List<ShopAlert> Calm(ShopCounters now)
    {
        var alerts = _unsure ? [Rate(now, now.At, firing: false), Lost(now, now.At, firing: false)] : _since is null ? [] : Alerts(now, firing: false);
        (_unsure, _since, _lostSince, _sentAt) = (false, null, null, default);
        return alerts;
    }

    private List<ShopAlert> Alerts(ShopCounters now, bool firing) =>
        _lostSince is { } lost ? [Rate(now, _since!.Value, firing), Lost(now, lost, firing)] : [Rate(now, _since!.Value, firing)];

    private ShopAlert Rate(ShopCounters now, DateTimeOffset since, bool firing) => new("CheckoutErrorRate", "critical", _summary.Length > 0 ? _summary : "Checkout error rate",
        $"More than {High * 100:0}% of checkouts fail. Version {now.Version} is deployed.", firing, since, firing ? null : now.At);

    private static ShopAlert Lost(ShopCounters now, DateTimeOffset since, bool firing) => new("OrdersLost", "error", "Customers give up at checkout",
        "Orders are lost while checkout fails.", firing, since, firing ? null : now.At);
}
