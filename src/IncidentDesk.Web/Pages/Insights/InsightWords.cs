using System.Globalization;
using IncidentDesk.Insights;
using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Pages.Insights;

/// <summary>How the page says figures.</summary>
public static class InsightWords
{
    /// <summary>What the address asks for; words that mean nothing are left out, and days count only where no first day is given.</summary>
    public static PeriodAsk Ask(string? days, string? from, string? to, string? zone)
    {
        var (first, last) = (Date(from), Date(to));
        return new(first is null && last is null && long.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
            first, last, string.IsNullOrWhiteSpace(zone) ? null : zone.Trim());
    }

    /// <summary>"99.949 %": cut and never rounded up, so that 100 % means that nothing was down.</summary>
    public static string Percent(AvailabilityFigure figure)
    {
        if (figure.Down <= TimeSpan.Zero)
        {
            return "100 %";
        }
        var thousandths = decimal.Floor((figure.Total - figure.Down).Ticks * 100_000m / figure.Total.Ticks);
        return (thousandths / 1000m).ToString("0.000", CultureInfo.InvariantCulture) + " %";
    }

    /// <summary>"3.3 nines".</summary>
    public static string Nines(AvailabilityFigure figure) => figure.Nines is { } nines
        ? InsightTexts.NinesSaid.With(nines.ToString("0.0", CultureInfo.InvariantCulture)) : InsightTexts.NothingWasDown;

    /// <summary>"43.2 min", and the same in larger units where that reads better.</summary>
    public static string Down(TimeSpan down) => down.TotalMinutes switch
    {
        0 => InsightTexts.Minutes.With(0),
        < 0.1 => InsightTexts.UnderMinutes.With("0.1"),
        < 120 => InsightTexts.Minutes.With(Minutes(down)),
        _ => InsightTexts.MinutesOrLonger.With(Minutes(down), TimeText.Duration(down)),
    };

    /// <summary>"14m 20s", or a dash where nothing is known.</summary>
    public static string Time(TimeSpan? time) => time is { } known ? TimeText.Duration(known) : "–";

    /// <summary>"12 pages, 3 at night, peak 03:00 (2)".</summary>
    public static string Load(LoadFigure figure)
    {
        if (figure.Pages == 0)
        {
            return InsightTexts.NoPages;
        }
        var (most, hour) = figure.Hours.Select((h, at) => (h.Pages, at)).MaxBy(h => h.Pages);
        return (figure.Pages == 1 ? InsightTexts.LoadOne : InsightTexts.LoadMany).With(figure.Pages, figure.Night, Hour(hour), most);
    }

    /// <summary>"Ana: 2 pages from 02:00".</summary>
    public static string Load(LoadFigure figure, int hour)
    {
        var pages = figure.Hours[hour].Pages;
        return (pages == 1 ? InsightTexts.HourLoadOne : InsightTexts.HourLoadMany).With(figure.Of.Name, pages, Hour(hour));
    }

    public static string Hour(int hour) => hour.ToString("00", CultureInfo.InvariantCulture) + ":00";

    /// <summary>How strongly an hour is shown: 0 for no page, to 4 for the most of any row.</summary>
    public static int Heat(int pages, int most) => pages == 0 ? 0 : Math.Min(4, ((4 * pages) + most - 1) / most);

    private static string Minutes(TimeSpan time) => time.TotalMinutes.ToString("#,0.#", CultureInfo.InvariantCulture);

    private static DateOnly? Date(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
