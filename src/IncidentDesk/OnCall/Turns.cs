using NodaTime;

namespace IncidentDesk.OnCall;

/// <summary>
/// The turns of one layer. Turn 0 starts at the hand-off of the layer's start date; each later one starts one or seven
/// local days after, when the wall clock first shows the hand-off (<see cref="WallClock"/>), and lasts until the next starts.
/// </summary>
/// <remarks>
/// One person has the layer at any instant, and none is without one, because a turn ends where the next begins:
/// <code>
/// the hand-off falls ...            the outgoing person ends       the incoming person starts
/// on a plain time                   at that instant                at the same instant
/// in the repeated hour              at the first occurrence        at the first occurrence: has the whole repeated hour
/// in a skipped hour                 at the jump                    at the jump
/// on a skipped day                  at the jump                    at the jump, until the next hand-off; a turn left with
///                                                                  no time at all is passed over
/// </code>
/// By the rule for local times the outgoing turn might last until the second occurrence; there the incoming one goes first,
/// so that one page never asks two people.
/// </remarks>
internal sealed class Turns(Layer layer, DateTimeZone zone)
{
    private readonly int _days = layer.Rotation == Rotation.Weekly ? 7 : 1;

    /// <summary>The number of the turn at an instant, or null before the first one. Computed from the date, not counted up.</summary>
    public int? IndexAt(DateTimeOffset at)
    {
        if (layer.People.Count == 0)
        {
            return null;
        }
        var passed = WallClock.DateAt(zone, at).DayNumber - layer.Start.DayNumber;
        // The date alone may be off by a turn: before the hand-off of its day, or when clocks go back across midnight.
        var index = (passed / _days) + 1;
        while (index >= 0 && StartOf(index) > at)
        {
            index--;
        }
        return index < 0 ? null : index;
    }

    /// <summary>The place in the layer's people of whoever has a turn.</summary>
    public int PlaceOf(int index) => (index + layer.First) % layer.People.Count;

    public Guid PersonOf(int index) => layer.People[PlaceOf(index)];

    /// <summary>The turns between two instants, cut at both.</summary>
    public IEnumerable<Shift> Between(DateTimeOffset from, DateTimeOffset to)
    {
        if (layer.People.Count == 0)
        {
            yield break;
        }
        var index = IndexAt(from) ?? 0;
        for (var start = StartOf(index); start < to; index++)
        {
            var end = StartOf(index + 1);
            var (first, last) = (start > from ? start : from, end < to ? end : to);
            if (first < last)
            {
                yield return new Shift(first, last, PersonOf(index), ShiftSource.Layer, layer.Id);
            }
            start = end;
        }
    }

    private DateTimeOffset StartOf(int index) => WallClock.Start(zone, layer.Start.AddDays(index * _days), layer.Handoff);
}
