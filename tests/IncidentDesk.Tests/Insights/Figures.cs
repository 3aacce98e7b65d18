using IncidentDesk.Incidents;
using IncidentDesk.Insights;

namespace IncidentDesk.Tests.Insights;

/// <summary>What the calculators are given in tests: ten days of November, UTC, and a service of team Shop that was always there.</summary>
internal static class Figures
{
    public static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly Period TenDays = new(new(2026, 11, 1), new(2026, 11, 10), "Etc/UTC", Start, Start.AddDays(10));
    public static readonly FigureOf Shop = new(Guid.Parse("0190a000-0000-7000-8000-0000000000aa"), "Shop");
    public static readonly ServiceFact Checkout = Service("Checkout", 1);
    public static readonly ServiceFact Search = Service("Search", 2);

    /// <summary>Hours after the start of the period.</summary>
    public static DateTimeOffset At(double hours) => Start.AddHours(hours);

    public static ServiceFact Service(string name, byte id, FigureOf? team = null) => new(
        new(new Guid(id, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0), name), team ?? Shop, Start.AddYears(-1), null);

    /// <summary>An incident from changes of state as "kind", hours; "!" before a kind says that a person did it.</summary>
    public static IncidentFact Incident(long number, ServiceFact service, Severity severity, params (double Hours, string Kind)[] moments) => new(
        number, service.Service.Id!.Value, severity, At(moments[0].Hours), [.. moments.Select(m => new Moment(At(m.Hours), m.Kind.TrimStart('!'), m.Kind.StartsWith('!')))]);
}
