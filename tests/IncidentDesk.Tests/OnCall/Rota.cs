using System.Globalization;
using IncidentDesk.OnCall;

namespace IncidentDesk.Tests.OnCall;

/// <summary>Schedules in few words, and shifts as lines of text, so that tests read as tables.</summary>
internal static class Rota
{
    public static readonly Guid Ana = Person("Ana");
    public static readonly Guid Bo = Person("Bo");
    public static readonly Guid Chen = Person("Chen");

    public static readonly Guid Dee = Person("Dee");

    private static readonly Dictionary<Guid, string> Names = new() { [Ana] = "Ana", [Bo] = "Bo", [Chen] = "Chen", [Dee] = "Dee" };

    /// <summary>A layer from "daily 09:00 from 2026-01-05: Ana Bo".</summary>
    public static LayerSpec Layer(string text)
    {
        var colon = text.LastIndexOf(':');
        var (rule, people) = (text[..colon].Split(' '), text[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return new LayerSpec(
            null,
            [.. people.Select(Person)],
            Enum.Parse<Rotation>(rule[0], ignoreCase: true),
            TimeOnly.Parse(rule[1], CultureInfo.InvariantCulture),
            DateOnly.Parse(rule[3], CultureInfo.InvariantCulture));
    }

    public static Schedule Of(string zone, params string[] layers) =>
        Schedule.Create(NewId(), new ScheduleSpec("Shop", zone, [.. layers.Select(Layer)], null), NewId, null);

    /// <summary>Changes zone and layers at an instant, those of the same position being the same.</summary>
    public static Schedule Changed(this Schedule schedule, string at, string zone, params string[] layers) =>
        schedule.Changed(at, new ScheduleSpec("Shop", zone, [.. layers.Select(Layer)], null));

    /// <summary>The same, with effect from that instant on.</summary>
    public static Schedule ChangedAtOnce(this Schedule schedule, string at, string zone, params string[] layers) =>
        schedule.Changed(at, new ScheduleSpec("Shop", zone, [.. layers.Select(Layer)], null, TakesEffectNow: true));

    public static Schedule Changed(this Schedule schedule, string at, ScheduleSpec spec, params Guid[] gone)
    {
        schedule.Change(spec, NewId, null, Utc(at), Gone(gone));
        return schedule;
    }

    /// <summary>Adds an override from "2026-01-05T10:00 2026-01-05T12:00 Bo" (UTC).</summary>
    public static Schedule With(this Schedule schedule, params string[] overrides)
    {
        foreach (var parts in overrides.Select(text => text.Split(' ')))
        {
            schedule.AddOverride(NewId(), new OverrideSpec(Person(parts[2]), Utc(parts[0]), Utc(parts[1])), null);
        }
        return schedule;
    }

    /// <summary>The final shifts as "01-05T09:00 01-06T09:00 Ana" (UTC), overrides with a star.</summary>
    public static string[] Shifts(this Schedule schedule, string from, string to, params Guid[] gone) =>
        [.. ShiftCalculator.Final(schedule, Utc(from), Utc(to), Gone(gone)).Select(Line)];

    public static string Line(Shift shift) =>
        $"{shift.Start:MM-ddTHH:mm} {shift.End:MM-ddTHH:mm} {Names[shift.PersonId]}{(shift.OverrideId is null ? "" : "*")}";

    public static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>People who left long ago.</summary>
    public static Dictionary<Guid, DateTimeOffset> Gone(params IEnumerable<Guid> people) => people.ToDictionary(person => person, _ => DateTimeOffset.MinValue);

    public static Guid NewId() => Guid.NewGuid();

    private static Guid Person(string name) => IncidentDesk.Kernel.Ids.Named(name);
}
