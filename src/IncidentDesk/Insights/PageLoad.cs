using NodaTime;

namespace IncidentDesk.Insights;

/// <summary>The pages of one hour of the day, and the numbers of their incidents, newest first.</summary>
public sealed record HourFigure(int Pages, IReadOnlyList<long> Incidents);

/// <summary>Pages by hour of the day.</summary>
/// <param name="Of">The person or team.</param>
/// <param name="Zone">The person's IANA zone; null for a team, whose pages count by the clock of whoever was paged.</param>
/// <param name="Hours">24, from midnight.</param>
public sealed record LoadFigure(FigureOf Of, string? Zone, IReadOnlyList<HourFigure> Hours)
{
    public int Pages => Hours.Sum(h => h.Pages);

    /// <summary>Pages that may have woken somebody: from 22:00 to 07:00.</summary>
    public int Night => Hours.Where((_, hour) => PageLoad.IsNight(hour)).Sum(h => h.Pages);

    /// <summary>The numbers behind all hours, newest first.</summary>
    public IReadOnlyList<long> Incidents => [.. Hours.SelectMany(h => h.Incidents).Distinct().OrderDescending()];
}

/// <summary>Load of everybody together, of each person, and of each team that owns services; those with the most pages first.</summary>
public sealed record LoadReport(LoadFigure All, IReadOnlyList<LoadFigure> People, IReadOnlyList<LoadFigure> Teams);

/// <summary>
/// Pages sent in the period by hour of the day, by the wall clock of the person who was paged, since that says whether it woke them. When clocks go back, both
/// passes through the repeated hour count to it; when they go forward, the skipped hour has none that day.
/// </summary>
public static class PageLoad
{
    public static string Formula => FigureTexts.LoadFormula;

    public static bool IsNight(int hour) => hour is >= 22 or < 7;

    public static LoadReport Of(IReadOnlyList<PageFact> pages) => new(
        Of(new FigureOf(null, FigureTexts.Everybody), null, pages),
        Sorted(pages.GroupBy(p => (p.Person, p.Zone)).Select(g => Of(g.Key.Person, g.Key.Zone, [.. g]))),
        Sorted(pages.GroupBy(p => p.Team).Select(g => Of(g.Key, null, [.. g]))));

    private static IReadOnlyList<LoadFigure> Sorted(IEnumerable<LoadFigure> figures) =>
        [.. figures.OrderByDescending(f => f.Pages).ThenBy(f => f.Of.Name, StringComparer.OrdinalIgnoreCase)];

    private static LoadFigure Of(FigureOf of, string? zone, IReadOnlyList<PageFact> pages)
    {
        var byHour = pages.ToLookup(HourOf);
        return new(of, zone, [.. Enumerable.Range(0, 24).Select(hour => new HourFigure(
            byHour[hour].Count(), [.. byHour[hour].Select(p => p.Number).Distinct().OrderDescending()]))]);
    }

    private static int HourOf(PageFact page) =>
        Instant.FromDateTimeOffset(page.At).InZone(DateTimeZoneProviders.Tzdb.GetZoneOrNull(page.Zone) ?? DateTimeZone.Utc).Hour;
}
