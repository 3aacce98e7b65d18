using IncidentDesk.Insights;

namespace IncidentDesk.Web.Api;

/// <summary>Whom or what a figure is of; the id is null for services without a team and for everything together.</summary>
internal sealed record FigureOfBody(Guid? Id, string Name, bool Deleted)
{
    public static FigureOfBody Of(FigureOf of) => new(of.Id, of.Name, of.Deleted);
}

/// <summary>The period that was computed: whole local days of the zone, from an instant (included) to an instant (not included).</summary>
internal sealed record PeriodBody(DateOnly FirstDay, DateOnly LastDay, string Zone, DateTimeOffset From, DateTimeOffset To)
{
    public static PeriodBody Of(Period period) => new(period.FirstDay, period.LastDay, period.Zone, period.From, period.To);
}

/// <summary>Availability; <paramref name="Availability"/> is uptime / total, 0 to 1, <paramref name="Nines"/> null where nothing was down, n how many incidents made it.</summary>
internal sealed record AvailabilityFigureBody(FigureOfBody Of, double Availability, double? Nines, TimeSpan Downtime, TimeSpan Total, int N, IReadOnlyList<long> Incidents)
{
    public static AvailabilityFigureBody From(AvailabilityFigure f) => new(FigureOfBody.Of(f.Of), f.Ratio, f.Nines, f.Down, f.Total, f.Incidents.Count, f.Incidents);
}

internal sealed record AvailabilityBody(PeriodBody Period, string Formula, IReadOnlyList<AvailabilityFigureBody> Services, IReadOnlyList<AvailabilityFigureBody> Teams)
{
    public static AvailabilityBody Of(Period period, AvailabilityReport report) => new(PeriodBody.Of(period), IncidentDesk.Insights.Availability.Formula,
        [.. report.Services.Select(AvailabilityFigureBody.From)], [.. report.Teams.Select(AvailabilityFigureBody.From)]);
}

/// <summary>A median and a 90th percentile over n incidents; null where n is 0.</summary>
internal sealed record PercentilesBody(TimeSpan? Median, TimeSpan? P90, int N)
{
    public static PercentilesBody Of(Percentiles p) => new(p.Median, p.P90, p.N);
}

internal sealed record ResponseFigureBody(
    FigureOfBody Of, PercentilesBody Acknowledge, PercentilesBody Resolve, int N, IReadOnlyList<long> Incidents, IReadOnlyList<long> NeverAcknowledged, IReadOnlyList<long> NotResolved)
{
    public static ResponseFigureBody From(ResponseFigure f) => new(FigureOfBody.Of(f.Of), PercentilesBody.Of(f.Acknowledge), PercentilesBody.Of(f.Resolve),
        f.Incidents.Count, f.Incidents, f.NeverAcknowledged, f.NotResolved);
}

internal sealed record ResponseBody(
    PeriodBody Period, string Formula, ResponseFigureBody All, IReadOnlyList<ResponseFigureBody> Services, IReadOnlyList<ResponseFigureBody> Teams)
{
    public static ResponseBody Of(Period period, ResponseReport report) => new(PeriodBody.Of(period), ResponseTimes.Formula, ResponseFigureBody.From(report.All),
        [.. report.Services.Select(ResponseFigureBody.From)], [.. report.Teams.Select(ResponseFigureBody.From)]);
}

/// <summary>Pages of an hour of the day, 0 to 23, and the numbers of their incidents.</summary>
internal sealed record HourBody(int Hour, int Pages, IReadOnlyList<long> Incidents);

/// <summary>Pages by hour; <paramref name="Zone"/> is null for a team, whose pages count by the clock of whoever was paged.</summary>
internal sealed record LoadFigureBody(FigureOfBody Of, string? Zone, int Pages, int Night, IReadOnlyList<HourBody> Hours)
{
    public static LoadFigureBody From(LoadFigure f) => new(FigureOfBody.Of(f.Of), f.Zone, f.Pages, f.Night, [.. f.Hours.Select((h, hour) => new HourBody(hour, h.Pages, h.Incidents))]);
}

internal sealed record LoadBody(PeriodBody Period, string Formula, LoadFigureBody All, IReadOnlyList<LoadFigureBody> People, IReadOnlyList<LoadFigureBody> Teams)
{
    public static LoadBody Of(Period period, LoadReport report) => new(PeriodBody.Of(period), PageLoad.Formula, LoadFigureBody.From(report.All),
        [.. report.People.Select(LoadFigureBody.From)], [.. report.Teams.Select(LoadFigureBody.From)]);
}
