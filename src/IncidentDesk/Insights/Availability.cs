namespace IncidentDesk.Insights;

/// <summary>How much of its time something was up.</summary>
/// <param name="Of">The service or team.</param>
/// <param name="Total">The time that counts.</param>
/// <param name="Down">The part of it that was down.</param>
/// <param name="Incidents">The numbers behind it, newest first.</param>
public sealed record AvailabilityFigure(FigureOf Of, TimeSpan Total, TimeSpan Down, IReadOnlyList<long> Incidents)
{
    /// <summary>Uptime / total, 0 to 1; 1 where there is no time.</summary>
    public double Ratio => Total > TimeSpan.Zero ? (double)(Total - Down).Ticks / Total.Ticks : 1;

    /// <summary>How many nines: -log10(down / total), cut to one decimal, so that 99.95 % is 3.3. Null where nothing was down.</summary>
    public double? Nines => Down > TimeSpan.Zero ? Math.Floor(Math.Abs(Math.Log10((double)Down.Ticks / Total.Ticks)) * 10) / 10 : null;
}

/// <summary>Availability of every service and every team that was there in the period, the worst first.</summary>
public sealed record AvailabilityReport(IReadOnlyList<AvailabilityFigure> Services, IReadOnlyList<AvailabilityFigure> Teams);

/// <summary>
/// Availability = uptime / total. A service's total is the part of the period in which it was there: from when it was made (or from its first incident, if that was
/// earlier) until it was deleted. A team's total and downtime are the sums over its services.
/// </summary>
public static class Availability
{
    public static string Formula => FigureTexts.AvailabilityFormula;

    public static AvailabilityReport Of(Period period, IReadOnlyList<ServiceFact> services, IReadOnlyList<IncidentFact> incidents)
    {
        var byService = incidents.ToLookup(i => i.ServiceId);
        var figures = services.Select(s => (Fact: s, Figure: Of(s, [.. byService[s.Service.Id!.Value]], period)))
            .Where(s => s.Figure.Total > TimeSpan.Zero).ToList();
        return new(Sorted(figures.Select(s => s.Figure)), Sorted(figures.GroupBy(s => s.Fact.Team).Select(team => Sum(team.Key, [.. team.Select(s => s.Figure)]))));
    }

    private static AvailabilityFigure Of(ServiceFact service, IReadOnlyList<IncidentFact> incidents, Period period)
    {
        var begin = incidents.Select(i => i.OpenedAt).Append(service.CreatedAt).Min();
        var there = new Stretch(period.From, period.To).Within(new(begin, service.DeletedAt ?? DateTimeOffset.MaxValue));
        var down = incidents.Select(i => (i.Number, Stretches: Downtime.Of(i, there))).Where(i => i.Stretches.Count > 0).ToList();
        return new(service.Service, there.Length, Downtime.Together(down.SelectMany(i => i.Stretches)), [.. down.Select(i => i.Number).OrderDescending()]);
    }

    private static AvailabilityFigure Sum(FigureOf team, IReadOnlyList<AvailabilityFigure> services) => new(
        team, new TimeSpan(services.Sum(s => s.Total.Ticks)), new TimeSpan(services.Sum(s => s.Down.Ticks)), [.. services.SelectMany(s => s.Incidents).OrderDescending()]);

    private static IReadOnlyList<AvailabilityFigure> Sorted(IEnumerable<AvailabilityFigure> figures) =>
        [.. figures.OrderBy(f => f.Ratio).ThenBy(f => f.Of.Name, StringComparer.OrdinalIgnoreCase)];
}
