namespace IncidentDesk.Insights;

/// <summary>
/// Median and 90th percentile by nearest rank: of n values in order, the one at place ceil(p * n), counted from 1. So each is the time of a real incident, never one
/// between two. Both are null where n is 0.
/// </summary>
public sealed record Percentiles(int N, TimeSpan? Median, TimeSpan? P90)
{
    public static Percentiles Of(IEnumerable<TimeSpan> values)
    {
        var sorted = values.Order().ToList();
        return new(sorted.Count, At(sorted, 50), At(sorted, 90));
    }

    // ceil(p * n) in whole numbers, since binary fractions would put some places one too high.
    private static TimeSpan? At(List<TimeSpan> sorted, int percent) =>
        sorted.Count == 0 ? null : sorted[((percent * sorted.Count) + 99) / 100 - 1];
}

/// <summary>How long answering and ending took, for incidents opened in the period.</summary>
/// <param name="Of">The service or team.</param>
/// <param name="Acknowledge">From trigger to the first time that a person acknowledged, mitigated or resolved.</param>
/// <param name="Resolve">From trigger to the last time that it was resolved, for those that are resolved now.</param>
/// <param name="Incidents">All of them, newest first.</param>
/// <param name="NeverAcknowledged">Those that no person has taken; in no time to acknowledge.</param>
/// <param name="NotResolved">Those that are open; in no time to resolve.</param>
public sealed record ResponseFigure(
    FigureOf Of, Percentiles Acknowledge, Percentiles Resolve, IReadOnlyList<long> Incidents, IReadOnlyList<long> NeverAcknowledged, IReadOnlyList<long> NotResolved);

/// <summary>Response times over everything, by service and by team; those with the most incidents first.</summary>
public sealed record ResponseReport(ResponseFigure All, IReadOnlyList<ResponseFigure> Services, IReadOnlyList<ResponseFigure> Teams);

/// <summary>Times to acknowledge (MTTA) and to resolve (MTTR) of incidents opened in the period, whatever their severity, as they are known now.</summary>
public static class ResponseTimes
{
    public static string Formula => FigureTexts.ResponseFormula;

    public static ResponseReport Of(Period period, IReadOnlyList<ServiceFact> services, IReadOnlyList<IncidentFact> incidents)
    {
        var known = services.ToDictionary(s => s.Service.Id!.Value);
        var opened = incidents.Where(i => i.OpenedAt >= period.From && i.OpenedAt < period.To && known.ContainsKey(i.ServiceId)).ToList();
        return new(
            Of(new FigureOf(null, FigureTexts.AllServices), opened),
            Sorted(opened.GroupBy(i => known[i.ServiceId].Service)),
            Sorted(opened.GroupBy(i => known[i.ServiceId].Team)));
    }

    private static IReadOnlyList<ResponseFigure> Sorted(IEnumerable<IGrouping<FigureOf, IncidentFact>> groups) =>
        [.. groups.Select(g => Of(g.Key, [.. g])).OrderByDescending(f => f.Incidents.Count).ThenBy(f => f.Of.Name, StringComparer.OrdinalIgnoreCase)];

    private static ResponseFigure Of(FigureOf of, IReadOnlyList<IncidentFact> incidents) => new(
        of,
        Percentiles.Of(incidents.Select(ToAcknowledge).OfType<TimeSpan>()),
        Percentiles.Of(incidents.Select(ToResolve).OfType<TimeSpan>()),
        Numbers(incidents),
        Numbers(incidents.Where(i => ToAcknowledge(i) is null)),
        Numbers(incidents.Where(i => ToResolve(i) is null)));

    private static TimeSpan? ToAcknowledge(IncidentFact incident) => incident.Moments.FirstOrDefault(m => m.Answered) is { } first ? first.At - incident.OpenedAt : null;

    private static TimeSpan? ToResolve(IncidentFact incident) =>
        incident.Moments.LastOrDefault(m => m.Begins || m.Ends) is { Kind: "resolved" } last ? last.At - incident.OpenedAt : null;

    private static IReadOnlyList<long> Numbers(IEnumerable<IncidentFact> incidents) => [.. incidents.Select(i => i.Number).OrderDescending()];
}
