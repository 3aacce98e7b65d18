using IncidentDesk.Kernel;
using IncidentDesk.OnCall;

namespace IncidentDesk.Insights;

/// <summary>The stretch of time that somebody asks figures for.</summary>
/// <param name="Days">The last days, today included; not together with <paramref name="From"/>.</param>
/// <param name="From">The first local day.</param>
/// <param name="To">The last local day, included; today when left out.</param>
/// <param name="Zone">The IANA zone of the days; the reader's own when left out.</param>
public sealed record PeriodAsk(long? Days = null, DateOnly? From = null, DateOnly? To = null, string? Zone = null);

/// <summary>
/// Whole local days of a zone, as the instants from <see cref="From"/> (included) to <see cref="To"/> (not included), in UTC. What lies in the future is cut off,
/// so that a period that holds today ends now. A day on which clocks change is as long as it really is.
/// </summary>
public sealed record Period(DateOnly FirstDay, DateOnly LastDay, string Zone, DateTimeOffset From, DateTimeOffset To)
{
    public const int DefaultDays = 30;
    public const int MostDays = 366;
    private static readonly DateOnly Earliest = new(2000, 1, 1);

    public TimeSpan Length => To - From;

    /// <summary>The period, or everything that is wrong with what was asked; fields are named as in the API.</summary>
    public static Outcome<Period> Of(PeriodAsk ask, string ownZone, DateTimeOffset now)
    {
        var check = new Check();
        var zone = check.TimeZone("zone", string.IsNullOrWhiteSpace(ask.Zone) ? ownZone : ask.Zone);
        check.That(ask.Days is null || (ask.From ?? ask.To) is null, "days", "Use either days, or from and to.");
        check.That(ask.Days is null or (>= 1 and <= MostDays), "days", $"This must be between 1 and {MostDays}.");
        check.That(ask.To is null || ask.From is not null, "from", "This is missing: where to is given, from has to be, too.");
        if (check.Failed)
        {
            return check.Refusal;
        }
        var today = WallClock.DateAt(zone, now);
        var last = ask.From is null || ask.To is null ? today : ask.To.Value;
        var first = ask.From ?? today.AddDays(1 - (int)(ask.Days ?? DefaultDays));
        check.That(first >= Earliest && first <= today, "from", $"This must be a day from {Earliest:yyyy-MM-dd} to today.");
        check.That(last >= first, "to", "This must not be before from.");
        check.That(last.DayNumber - first.DayNumber < MostDays, "to", $"A period has at most {MostDays} days.");
        return check.Failed ? check.Refusal : Between(first, last, zone, now);
    }

    private static Period Between(DateOnly first, DateOnly last, string zone, DateTimeOffset now)
    {
        var end = WallClock.Start(zone, last.AddDays(1), TimeOnly.MinValue);
        return new(first, last, zone, WallClock.Start(zone, first, TimeOnly.MinValue), end < now ? end : now);
    }
}
