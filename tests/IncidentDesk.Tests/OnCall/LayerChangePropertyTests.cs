using IncidentDesk.OnCall;

namespace IncidentDesk.Tests.OnCall;

/// <summary>Random changes one after the other, in awkward zones: none moves the past or the shift that runs, and lists and single instants agree.</summary>
public sealed class LayerChangePropertyTests(ITestOutputHelper output)
{
    private const int Schedules = 200;
    private static readonly TimeSpan LongestTurn = TimeSpan.FromDays(8);

    [Fact]
    public void No_change_moves_the_past_or_the_shift_that_runs()
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
        var schedule = ShiftPropertyTests.RandomSchedule(random);
        var start = schedule.Layers.Select(l => l.Start).DefaultIfEmpty(new DateOnly(2026, 1, 1)).Min();
        var from = new DateTimeOffset(start.ToDateTime(default), TimeSpan.Zero).AddDays(-2);
        var now = from;
        for (var change = 0; change < 4; change++)
        {
            now += TimeSpan.FromMinutes(random.Next(1, 20 * 24 * 60));
            var wanted = ShiftPropertyTests.RandomSchedule(random);
            var before = ShiftCalculator.Final(schedule, from, now.AddDays(60));
            var (onCall, waiting) = (ShiftCalculator.EndOfTurn(schedule, now, null), schedule.LayersFrom > now);
            schedule.Change(Spec(random, schedule, wanted), Rota.NewId, null, now);

            var kept = schedule.LayersFrom > now ? schedule.LayersFrom : now;
            (kept - now).ShouldBeLessThan(LongestTurn, which);
            Until(before, kept).ShouldBe(Until(ShiftCalculator.Final(schedule, from, now.AddDays(60)), kept), which);
            (onCall is null || waiting || schedule.LayersFrom <= now || kept == onCall).ShouldBeTrue(which);
            Agree(schedule, random, from, now.AddDays(30), which);
        }
    }

    private static ScheduleSpec Spec(Random random, Schedule schedule, Schedule wanted)
    {
        var layers = wanted.Layers.Select((layer, i) => new LayerSpec(
            layer.Name, layer.People, layer.Rotation, layer.Handoff, layer.Start, random.Next(2) == 0 && i < schedule.Layers.Count ? schedule.Layers[^(i + 1)].Id : null));
        return new ScheduleSpec("Random", random.Next(3) == 0 ? wanted.TimeZone : schedule.TimeZone, [.. layers], null);
    }

    private static List<Shift> Until(IReadOnlyList<Shift> shifts, DateTimeOffset end) =>
        [.. shifts.Where(s => s.Start < end).Select(s => s with { End = s.End < end ? s.End : end })];

    private static void Agree(Schedule schedule, Random random, DateTimeOffset from, DateTimeOffset to, string which)
    {
        var shifts = ShiftCalculator.Final(schedule, from, to);
        shifts.Zip(shifts.Skip(1)).ShouldAllBe(pair => pair.First.End <= pair.Second.Start, which);
        for (var n = 0; n < 200; n++)
        {
            var at = from.AddSeconds(random.NextInt64((long)(to - from).TotalSeconds));
            var shift = shifts.FirstOrDefault(s => s.Start <= at && at < s.End);
            (ShiftCalculator.OnCallAt(schedule, at)?.SourceId).ShouldBe(shift?.SourceId, which);
            (ShiftCalculator.OnCallAt(schedule, at)?.PersonId).ShouldBe(shift?.PersonId, which);
        }
    }
}
