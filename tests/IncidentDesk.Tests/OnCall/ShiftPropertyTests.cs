using IncidentDesk.OnCall;
using NodaTime;

namespace IncidentDesk.Tests.OnCall;

/// <summary>Random schedules in awkward zones, held against an oracle that only walks the clock in steps of five minutes.</summary>
public sealed class ShiftPropertyTests(ITestOutputHelper output)
{
    private const int Schedules = 150;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/Havana", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu",
        "Asia/Beirut", "Asia/Gaza", "Africa/Cairo", "Africa/Casablanca", "Antarctica/Troll", "Pacific/Apia", "Pacific/Chatham", "America/Asuncion",
    ];

    [Fact]
    public void Final_shifts_and_single_instants_agree_with_walking_the_clock()
    {
        var seed = Environment.GetEnvironmentVariable("ONCALL_SEED") is { } given ? int.Parse(given, null) : Random.Shared.Next();
        output.WriteLine($"ONCALL_SEED={seed}");
        for (var i = 0; i < Schedules; i++)
        {
            Check(new Random(unchecked(seed + i)), $"seed {seed}, schedule {i}");
        }
    }

    private static void Check(Random random, string which)
    {
        var schedule = RandomSchedule(random);
        var people = schedule.Layers.SelectMany(l => l.People).Distinct().ToList();
        var gone = random.Next(3) == 0 ? Rota.Gone(people.Where(_ => random.Next(4) == 0)) : [];
        var from = new DateTimeOffset(Epoch(schedule).ToDateTime(default), TimeSpan.Zero).AddDays(-3);
        var expected = Walk(schedule, gone, from, random.Next(20, 70));
        var to = from + (Step * expected.Length);

        var shifts = ShiftCalculator.Final(schedule, from, to, gone);
        shifts.Zip(shifts.Skip(1)).ShouldAllBe(pair => pair.First.End <= pair.Second.Start, which);
        shifts.ShouldAllBe(s => s.Start < s.End && s.Start >= from && s.End <= to, which);
        Spread(shifts, from, expected.Length).SequenceEqual(expected).ShouldBeTrue(which);
        foreach (var shift in shifts)
        {
            var put = new OnCallPerson(shift.PersonId, shift.Source, shift.SourceId);
            ShiftCalculator.OnCallAt(schedule, shift.Start, gone).ShouldBe(put, which);
            ShiftCalculator.OnCallAt(schedule, shift.End.AddTicks(-1), gone).ShouldBe(put, which);
        }
        for (var n = 0; n < 1000; n++)
        {
            var at = random.Next(expected.Length);
            var within = TimeSpan.FromTicks(random.NextInt64(Step.Ticks));
            (ShiftCalculator.OnCallAt(schedule, from + (Step * at) + within, gone)?.PersonId).ShouldBe(expected[at], which);
            (OnCallResolver.Resolve(schedule, from + (Step * at), gone).PersonIds.Count == 0).ShouldBe(expected[at] is null, which);
        }
        var coverage = ShiftCalculator.Coverage(schedule, from, to, gone);
        coverage.CoveredRatio.ShouldBe(expected.Count(p => p is not null) / (double)expected.Length, 1e-9, which);
    }

    /// <summary>
    /// Who should be on call at each step. Each layer only watches the wall clock: when it shows the next hand-off or later, the next
    /// turn begins. Needs hand-offs, offsets and overrides in whole steps.
    /// </summary>
    private static Guid?[] Walk(Schedule schedule, Dictionary<Guid, DateTimeOffset> gone, DateTimeOffset from, int days)
    {
        var zone = DateTimeZoneProviders.Tzdb[schedule.TimeZone];
        var next = schedule.Layers.Select(l => l.Start.ToDateTime(l.Handoff)).ToArray();
        var turn = schedule.Layers.Select(_ => -1).ToArray();
        var result = new Guid?[days * 288];
        for (var step = 0; step < result.Length; step++)
        {
            var at = from + (Step * step);
            var wall = at.UtcDateTime.AddSeconds(zone.GetUtcOffset(Instant.FromDateTimeOffset(at)).Seconds);
            for (var l = 0; l < next.Length; l++)
            {
                var layer = schedule.Layers[l];
                while (wall >= next[l])
                {
                    turn[l]++;
                    next[l] = next[l].AddDays(layer.Rotation == Rotation.Weekly ? 7 : 1);
                }
                if (turn[l] >= 0 && layer.People.Count > 0 && layer.People[turn[l] % layer.People.Count] is var person && !gone.ContainsKey(person))
                {
                    result[step] = person;
                }
            }
            foreach (var o in schedule.Overrides)
            {
                result[step] = o.From <= at && at < o.To && !gone.ContainsKey(o.PersonId) ? o.PersonId : result[step];
            }
        }
        return result;
    }

    private static IEnumerable<Guid?> Spread(IReadOnlyList<Shift> shifts, DateTimeOffset from, int steps)
    {
        var i = 0;
        for (var step = 0; step < steps; step++)
        {
            var at = from + (Step * step);
            while (i < shifts.Count && shifts[i].End <= at)
            {
                i++;
            }
            yield return i < shifts.Count && shifts[i].Start <= at ? shifts[i].PersonId : null;
        }
    }

    internal static Schedule RandomSchedule(Random random)
    {
        var people = Enumerable.Range(0, 6).Select(_ => Rota.NewId()).ToArray();
        var zone = Zones[random.Next(Zones.Length)];
        var change = ChangeOfClocks(zone, random);
        var day = DateOnly.FromDateTime(change).AddDays(-random.Next(15));
        var layers = Enumerable.Range(0, random.Next(4)).Select(_ => new LayerSpec(
            null,
            [.. Enumerable.Range(0, random.Next(5)).Select(_ => people[random.Next(people.Length)])],
            random.Next(2) == 0 ? Rotation.Daily : Rotation.Weekly,
            TimeOnly.FromDateTime(random.Next(4) == 0 ? change.AddMinutes(5 * random.Next(288)) : change.AddMinutes(5 * random.Next(-20, 20))),
            day.AddDays(random.Next(15)))).ToList();
        var start = new DateTimeOffset(day.ToDateTime(default), TimeSpan.Zero);
        var overrides = Enumerable.Range(0, random.Next(10)).Select(_ =>
        {
            var from = start + (Step * random.Next(-500, 8_000));
            return new OverrideSpec(people[random.Next(people.Length)], from, from + (Step * random.Next(1, 3_000)));
        }).ToList();
        return Schedule.Create(Rota.NewId(), new ScheduleSpec("Random", zone, layers, overrides), Rota.NewId, null);
    }

    /// <summary>A local time at which the zone's clocks change: in Samoa the skipped day, elsewhere any of two years; noon where none do.</summary>
    private static DateTime ChangeOfClocks(string zone, Random random)
    {
        var since = zone == "Pacific/Apia" ? Instant.FromUtc(2011, 12, 1, 0, 0) : Instant.FromUtc(2025, 1, 1, 12, 0) + Duration.FromDays(random.Next(730));
        var interval = DateTimeZoneProviders.Tzdb[zone].GetZoneInterval(since);
        return interval.HasEnd ? interval.IsoLocalEnd.ToDateTimeUnspecified() : since.ToDateTimeUtc();
    }

    private static DateOnly Epoch(Schedule schedule) => schedule.Layers.Select(l => l.Start).DefaultIfEmpty(new DateOnly(2026, 1, 1)).Min();
}
