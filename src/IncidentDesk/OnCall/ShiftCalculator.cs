namespace IncidentDesk.OnCall;

/// <summary>
/// Computes a schedule's shifts: later layers cover earlier ones where they have somebody, overrides cover all layers, of
/// overlapping overrides the later created covers. At any instant at most one person is on call, and somebody is wherever
/// any layer or override has somebody. Pure; the cost grows with the turns and overrides between the two instants, and for
/// one instant with the number of layers and overrides only.
/// </summary>
/// <remarks>
/// <c>gone</c> says since when people have left the desk. They keep their place in a rotation, so that nobody else's turn moves, but
/// what they would have covered from then on falls to the layer below, or is a gap. A deleted schedule has no shifts.
/// </remarks>
public static class ShiftCalculator
{
    // Seven local days, and what a change of clocks may add.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromDays(9);

    /// <summary>
    /// Who is on call from <paramref name="from"/> until just before <paramref name="to"/>: ordered, without overlaps, cut at
    /// both instants. Neighbours of one person from one layer or override are one shift.
    /// </summary>
    public static IReadOnlyList<Shift> Final(Schedule schedule, DateTimeOffset from, DateTimeOffset to, IReadOnlyDictionary<Guid, DateTimeOffset>? gone = null)
    {
        if (schedule.DeletedAt is not null)
        {
            return [];
        }
        return Merge(Overlay(ByLayers(schedule, from, to, gone), OverrideLane(schedule, from, to, gone)));
    }

    /// <summary>
    /// What each layer alone would give, a shift for each turn, cut at both instants. Lowest first, as the latest of that time has them; those that were
    /// taken away in it come last.
    /// </summary>
    public static IReadOnlyList<Lane> Lanes(Schedule schedule, DateTimeOffset from, DateTimeOffset to, IReadOnlyDictionary<Guid, DateTimeOffset>? gone = null)
    {
        var lanes = schedule.LayersBetween(from, to).SelectMany(inForce => Lanes(inForce, gone)).ToList();
        return [.. lanes.AsEnumerable().Reverse().GroupBy(lane => lane.Layer.Id)
            .Select(same => new Lane(same.First().Layer, JoinTurns(same.Reverse())))
            .OrderBy(lane => schedule.Layers.Any(layer => layer.Id == lane.Layer.Id) ? 0 : 1).ThenBy(lane => lane.Layer.Position)];
    }

    /// <summary>When the turn of whoever is on call by the layers ends, overrides aside; null when nobody is.</summary>
    internal static DateTimeOffset? EndOfTurn(Schedule schedule, DateTimeOffset at, IReadOnlyDictionary<Guid, DateTimeOffset>? gone) =>
        ByLayers(schedule, at, at + LongestTurn, gone) is [var running, ..] && running.Start <= at ? running.End : null;

    /// <summary>The stretches between two instants in which nobody is on call, and how much of the time somebody is.</summary>
    public static Coverage Coverage(Schedule schedule, DateTimeOffset from, DateTimeOffset to, IReadOnlyDictionary<Guid, DateTimeOffset>? gone = null)
    {
        var gaps = new List<Gap>();
        var covered = from;
        foreach (var shift in Final(schedule, from, to, gone))
        {
            if (shift.Start > covered)
            {
                gaps.Add(new Gap(covered, shift.Start));
            }
            covered = shift.End;
        }
        if (covered < to)
        {
            gaps.Add(new Gap(covered, to));
        }
        var missing = gaps.Aggregate(TimeSpan.Zero, (sum, gap) => sum + (gap.End - gap.Start));
        return new Coverage(from, to, gaps, to > from ? 1 - (missing / (to - from)) : 1);
    }

    /// <summary>Who is on call at an instant and what put them there; null when nobody is. Agrees with <see cref="Final"/>.</summary>
    public static OnCallPerson? OnCallAt(Schedule schedule, DateTimeOffset at, IReadOnlyDictionary<Guid, DateTimeOffset>? gone = null)
    {
        if (schedule.DeletedAt is not null)
        {
            return null;
        }
        var cover = schedule.Overrides
            .Where(o => o.From <= at && at < o.To && !IsGone(o.PersonId, at, gone))
            .MaxBy(o => o.Sequence);
        if (cover is not null)
        {
            return new OnCallPerson(cover.PersonId, ShiftSource.Override, cover.Id);
        }
        var inForce = schedule.LayersAt(at);
        var zone = WallClock.Zone(inForce.TimeZone);
        foreach (var layer in inForce.Layers.Reverse())
        {
            var turns = new Turns(layer, zone);
            if (turns.IndexAt(at) is { } index && !IsGone(turns.PersonOf(index), at, gone))
            {
                return new OnCallPerson(turns.PersonOf(index), ShiftSource.Layer, layer.Id);
            }
        }
        return null;
    }

    private static List<Shift> ByLayers(Schedule schedule, DateTimeOffset from, DateTimeOffset to, IReadOnlyDictionary<Guid, DateTimeOffset>? gone) =>
        [.. schedule.LayersBetween(from, to)
            .SelectMany(inForce => Lanes(inForce, gone).Aggregate((List<Shift>)[], (below, lane) => Overlay(below, lane.Shifts)))];

    private static IEnumerable<Lane> Lanes(LayersInForce inForce, IReadOnlyDictionary<Guid, DateTimeOffset>? gone)
    {
        var zone = WallClock.Zone(inForce.TimeZone);
        return inForce.Layers.Select(layer => new Lane(
            layer,
            [.. new Turns(layer, zone).Between(inForce.From, inForce.To).Select(shift => UntilGone(shift, gone)).OfType<Shift>()]));
    }

    /// <summary>The turns of one layer through its changes: one that goes on after a change is one.</summary>
    private static List<Shift> JoinTurns(IEnumerable<Lane> lanes)
    {
        var joined = new List<Shift>();
        foreach (var lane in lanes)
        {
            var goesOn = joined is [.., var last] && lane.Shifts is [var next, ..] && last.ContinuesIn(next);
            if (goesOn)
            {
                joined[^1] = joined[^1] with { End = lane.Shifts[0].End };
            }
            joined.AddRange(lane.Shifts.Skip(goesOn ? 1 : 0));
        }
        return joined;
    }

    private static bool IsGone(Guid person, DateTimeOffset at, IReadOnlyDictionary<Guid, DateTimeOffset>? gone) =>
        gone is not null && gone.TryGetValue(person, out var left) && left <= at;

    /// <summary>The part of a shift in which its person is there; null when none is.</summary>
    private static Shift? UntilGone(Shift shift, IReadOnlyDictionary<Guid, DateTimeOffset>? gone) =>
        gone is null || !gone.TryGetValue(shift.PersonId, out var left) || shift.End <= left ? shift
        : shift.Start < left ? shift with { End = left }
        : null;

    private static List<Shift> OverrideLane(Schedule schedule, DateTimeOffset from, DateTimeOffset to, IReadOnlyDictionary<Guid, DateTimeOffset>? gone)
    {
        var lane = new List<Shift>();
        foreach (var o in schedule.Overrides.OrderBy(o => o.Sequence))
        {
            var (start, end) = (o.From > from ? o.From : from, o.To < to ? o.To : to);
            if (start < end && UntilGone(new Shift(start, end, o.PersonId, ShiftSource.Override, o.Id), gone) is { } shift)
            {
                lane = Overlay(lane, [shift]);
            }
        }
        return lane;
    }

    /// <summary>Lays one ordered lane over another: all of what is above, and of what is below the parts that stay visible.</summary>
    private static List<Shift> Overlay(IReadOnlyList<Shift> below, IReadOnlyList<Shift> above)
    {
        var result = new List<Shift>(below.Count + above.Count);
        var first = 0;
        foreach (var shift in below)
        {
            while (first < above.Count && above[first].End <= shift.Start)
            {
                first++;
            }
            var start = shift.Start;
            for (var i = first; i < above.Count && above[i].Start < shift.End; i++)
            {
                if (start < above[i].Start)
                {
                    result.Add(shift with { Start = start, End = above[i].Start });
                }
                start = above[i].End;
            }
            if (start < shift.End)
            {
                result.Add(shift with { Start = start });
            }
        }
        result.AddRange(above);
        result.Sort((a, b) => a.Start.CompareTo(b.Start));
        return result;
    }

    private static List<Shift> Merge(List<Shift> shifts)
    {
        var merged = new List<Shift>(shifts.Count);
        foreach (var shift in shifts)
        {
            if (merged.Count > 0 && merged[^1].ContinuesIn(shift))
            {
                merged[^1] = merged[^1] with { End = shift.End };
            }
            else
            {
                merged.Add(shift);
            }
        }
        return merged;
    }
}
