using NodaTime;

namespace IncidentDesk.OnCall;

/// <summary>How changed layers go on from those before them, so that nobody's turn is skipped or comes twice because of a change. Pure.</summary>
/// <remarks>
/// <code>
/// at the instant of the change ...                     has the changed layer's turn then
/// the layer is new                                     whoever its start says: the first person has turn 0
/// its start was moved, and turn 0 is not over yet      whoever its start says
/// zone and rotation stay as they are                   whoever has it
/// a turn ends                                          the next person after the one who had it, in the new order
/// a turn goes on                                       the one who has it
/// a turn of somebody who is no longer in the list      the next person in the old order who is, else the first
/// </code>
/// </remarks>
internal static class LayerSuccession
{
    /// <summary>The layers that the specs mean, each with the id of the layer that it changes: that of the spec, else the one of its position.</summary>
    public static IEnumerable<Layer> Identify(IReadOnlyList<LayerSpec> specs, IReadOnlyList<Layer> layers, Func<Guid> newId)
    {
        var known = layers.Select(layer => layer.Id).ToHashSet();
        var taken = new HashSet<Guid>();
        var named = specs.Where(spec => spec.Id is { } id && known.Contains(id)).Select(spec => spec.Id!.Value).ToHashSet();
        foreach (var (position, spec) in specs.Index())
        {
            var id = spec.Id is { } given && known.Contains(given) ? given
                : position < layers.Count && !named.Contains(layers[position].Id) ? layers[position].Id
                : newId();
            yield return spec.ToLayer(taken.Add(id) ? id : newId(), position);
        }
    }

    /// <summary>The wanted layers as they take over from those before them at an instant.</summary>
    public static IReadOnlyList<Layer> Continue(
        IReadOnlyList<Layer> before, string zoneBefore, IReadOnlyList<Layer> wanted, string zone, DateTimeOffset at)
    {
        var (old, now) = (WallClock.Zone(zoneBefore), WallClock.Zone(zone));
        return [.. wanted.Select(layer => before.FirstOrDefault(b => b.Id == layer.Id) is { } former ? layer with { First = First(former, old, layer, now, at) } : layer)];
    }

    private static int First(Layer before, DateTimeZone zoneBefore, Layer layer, DateTimeZone zone, DateTimeOffset at)
    {
        if (before.RotatesAs(layer) && zone.Equals(zoneBefore))
        {
            return before.First;
        }
        var (was, turns) = (new Turns(before, zoneBefore), new Turns(layer, zone));
        if (turns.IndexAt(at) is not { } turn || was.IndexAt(at.AddTicks(-1)) is not { } last || (turn == 0 && layer.Start != before.Start))
        {
            return 0;
        }
        var place = Place(before, was.PlaceOf(last), layer, goesOn: was.IndexAt(at) == last);
        var count = layer.People.Count;
        return (place + count - (turn % count)) % count;
    }

    /// <summary>The place in the new order of whoever is on call after the change.</summary>
    private static int Place(Layer before, int last, Layer layer, bool goesOn)
    {
        if (Find(before, last, layer) is { } same)
        {
            return goesOn ? same : same + 1;
        }
        var count = before.People.Count;
        return Enumerable.Range(1, count - 1).Select(step => Find(before, (last + step) % count, layer)).FirstOrDefault(place => place is not null) ?? 0;
    }

    /// <summary>Where a place of the old order is in the new one. Somebody with several turns in a round keeps them apart: the second stays the second.</summary>
    private static int? Find(Layer before, int place, Layer layer)
    {
        var person = before.People[place];
        var nth = before.People.Take(place).Count(p => p == person);
        var places = layer.People.Index().Where(p => p.Item == person).Select(p => p.Index).ToList();
        return places.Count == 0 ? null : places[Math.Min(nth, places.Count - 1)];
    }
}
