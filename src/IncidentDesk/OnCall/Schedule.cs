using IncidentDesk.Storage;

namespace IncidentDesk.OnCall;

/// <summary>
/// Who is on call, as wall-clock rules: layers of rotations in one IANA zone, and overrides. Shifts are computed from it
/// (<see cref="ShiftCalculator"/>), never stored. Every change makes a new version, and a page stores the version used.
/// </summary>
/// <remarks>
/// Changed layers take over at one instant, and those before them stay for the time until then (<see cref="FormerLayers"/>), so that a change moves
/// no shift of the past. Usually that instant is the end of the shift that runs.
/// </remarks>
public sealed class Schedule : IVersioned
{
    /// <summary>From when on a new schedule's layers count: before any time that anybody may ask about.</summary>
    internal static readonly DateTimeOffset Beginning = DateTimeOffset.UnixEpoch;

    private readonly List<Override> _overrides = [];
    private readonly List<FormerLayers> _former = [];

    private Schedule()
    {
    }

    /// <summary>UUIDv7.</summary>
    public Guid Id { get; private set; }

    /// <summary>1 to 100 characters.</summary>
    public string Name { get; private set; } = "";

    /// <summary>IANA id of the zone in which the hand-offs of <see cref="Layers"/> are local times.</summary>
    public string TimeZone { get; private set; } = "";

    /// <summary>As they were last set; lowest first, by position.</summary>
    public IReadOnlyList<Layer> Layers { get; private set; } = [];

    /// <summary>From when on <see cref="Layers"/> count, UTC; in the future while the shift runs after which a change takes effect.</summary>
    public DateTimeOffset LayersFrom { get; private set; } = Beginning;

    /// <summary>What the layers were before <see cref="LayersFrom"/>, as far as loaded; a query loads what its stretch of time needs.</summary>
    public IReadOnlyCollection<FormerLayers> Former => _former;

    /// <summary>Those that were loaded; a query loads what its stretch of time needs.</summary>
    public IReadOnlyCollection<Override> Overrides => _overrides;

    /// <summary>1 at first, one more with every change.</summary>
    public long Version { get; private set; }

    /// <summary>The sequence that the next override gets.</summary>
    public int NextOverride { get; private set; }

    /// <summary>When it was deleted, UTC; it stays for the pages that used it.</summary>
    public DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>Everybody whom its layers, loaded former ones and loaded overrides name, repeats included.</summary>
    public IEnumerable<Guid> People() =>
        Layers.Concat(_former.SelectMany(f => f.Layers)).SelectMany(layer => layer.People).Concat(_overrides.Select(o => o.PersonId));

    /// <summary>A new schedule, version 1.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="spec">What it shall be.</param>
    /// <param name="newId">Gives the ids of its layers and overrides.</param>
    /// <param name="createdBy">Who makes its overrides; null when automation does.</param>
    public static Schedule Create(Guid id, ScheduleSpec spec, Func<Guid> newId, Guid? createdBy)
    {
        var schedule = new Schedule { Id = id, Name = spec.Name, TimeZone = spec.TimeZone, Version = 1 };
        schedule.Layers = [.. spec.Layers.Select((layer, i) => layer.ToLayer(newId(), i))];
        foreach (var o in spec.Overrides ?? [])
        {
            schedule.Append(newId(), o, createdBy);
        }
        return schedule;
    }

    /// <summary>
    /// Makes it what the spec says. Changed layers take over when the shift that runs at <paramref name="now"/> ends, at once where nobody is on call, or
    /// where the spec says so. Overrides, when the spec has a list, become from now on those of the list; what they said about earlier stays. Loaded must
    /// be then those that have not ended, and those that touch the times in the list; and always what the layers are now, if others wait.
    /// </summary>
    /// <param name="spec">What it shall be.</param>
    /// <param name="newId">Gives the ids of new layers and overrides.</param>
    /// <param name="createdBy">Who makes its overrides; null when automation does.</param>
    /// <param name="now">When, UTC.</param>
    /// <param name="gone">Since when people have left the desk: where they would be on call, no shift runs.</param>
    public void Change(ScheduleSpec spec, Func<Guid> newId, Guid? createdBy, DateTimeOffset now, IReadOnlyDictionary<Guid, DateTimeOffset>? gone = null)
    {
        Name = spec.Name;
        ChangeLayers(spec, [.. LayerSuccession.Identify(spec.Layers, Layers, newId)], newId, now, gone);
        if (spec.Overrides is not null)
        {
            ReplaceOverrides(spec.Overrides, newId, createdBy, now);
        }
        Version++;
    }

    /// <summary>Adds an override over all that exist.</summary>
    public Override AddOverride(Guid id, OverrideSpec spec, Guid? createdBy)
    {
        Version++;
        return Append(id, spec, createdBy);
    }

    /// <summary>
    /// From <paramref name="now"/> on, a loaded override counts no more: one that has begun ends now, since it says who was on call until then, and one to
    /// come is gone. False when it isn't there or has ended.
    /// </summary>
    public bool RemoveOverride(Guid id, DateTimeOffset now)
    {
        if (_overrides.Find(o => o.Id == id && o.To > now) is not { } found)
        {
            return false;
        }
        Drop(found, now);
        Version++;
        return true;
    }

    /// <summary>Marks it as deleted; from then on nobody is on call by it.</summary>
    public void Delete(DateTimeOffset now)
    {
        DeletedAt = now;
        Version++;
    }

    /// <summary>The layers that count between two instants, one after the other, each with the part of that time in which they do.</summary>
    internal IEnumerable<LayersInForce> LayersBetween(DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var former in _former.Where(f => f.To > from && f.From < to).OrderBy(f => f.From))
        {
            yield return new(former.From > from ? former.From : from, former.To < to ? former.To : to, former.TimeZone, former.Layers);
        }
        if (LayersFrom < to)
        {
            yield return new(LayersFrom > from ? LayersFrom : from, to, TimeZone, Layers);
        }
    }

    /// <summary>The layers that count at an instant.</summary>
    internal LayersInForce LayersAt(DateTimeOffset at) =>
        LayersBetween(at, at.AddTicks(1)).FirstOrDefault() ?? new(at, at, TimeZone, []);

    private void ChangeLayers(ScheduleSpec spec, IReadOnlyList<Layer> wanted, Func<Guid> newId, DateTimeOffset now, IReadOnlyDictionary<Guid, DateTimeOffset>? gone)
    {
        var hurries = spec.TakesEffectNow && LayersFrom > now;
        if (!hurries && IsAsWanted())
        {
            Rename();
            return;
        }
        TakeBackWaiting(now);
        if (IsAsWanted())
        {
            Rename();
            return;
        }
        var from = spec.TakesEffectNow ? now : ShiftCalculator.EndOfTurn(this, now, gone) ?? now;
        var layers = LayerSuccession.Continue(Layers, TimeZone, wanted, spec.TimeZone, from);
        if (LayersFrom < from)
        {
            _former.Add(new FormerLayers(newId(), Id, LayersFrom, from, TimeZone, Layers));
        }
        (TimeZone, Layers, LayersFrom) = (spec.TimeZone, layers, from);

        bool IsAsWanted() => TimeZone == spec.TimeZone && Layers.Count == wanted.Count
            && Layers.Zip(wanted).All(pair => pair.First.Id == pair.Second.Id && pair.First.RotatesAs(pair.Second));
        void Rename() => Layers = [.. Layers.Zip(wanted, (layer, named) => layer with { Name = named.Name })];
    }

    /// <summary>Layers that have not taken over yet never will: those that count now are the layers again.</summary>
    private void TakeBackWaiting(DateTimeOffset now)
    {
        if (LayersFrom > now && _former.Find(f => f.To == LayersFrom) is { } current)
        {
            _former.Remove(current);
            (TimeZone, Layers, LayersFrom) = (current.TimeZone, current.Layers, current.From);
        }
    }

    private void ReplaceOverrides(IReadOnlyList<OverrideSpec> specs, Func<Guid> newId, Guid? createdBy, DateTimeOffset now)
    {
        var ended = _overrides.Where(o => o.To <= now).Select(o => o.ToSpec()).ToHashSet();
        var open = _overrides.Where(o => o.To > now).OrderBy(o => o.Sequence).ToList();
        var wanted = specs.Where(spec => !ended.Contains(spec)).ToList();
        var kept = new HashSet<Override>();
        var next = 0;
        // Order is precedence: from the first new one on, all that follow must be created after it.
        while (kept.Count < wanted.Count && open.FindIndex(next, o => o.ToSpec() == wanted[kept.Count]) is >= 0 and var found)
        {
            kept.Add(open[found]);
            next = found + 1;
        }
        open.Where(o => !kept.Contains(o)).ToList().ForEach(o => Drop(o, now));
        wanted.Skip(kept.Count).ToList().ForEach(spec => Append(newId(), spec, createdBy));
    }

    private void Drop(Override dropped, DateTimeOffset now)
    {
        if (dropped.From < now)
        {
            dropped.End(now);
        }
        else
        {
            _overrides.Remove(dropped);
        }
    }

    private Override Append(Guid id, OverrideSpec spec, Guid? createdBy)
    {
        var added = new Override(id, Id, NextOverride++, spec.PersonId, spec.From, spec.To, createdBy);
        _overrides.Add(added);
        return added;
    }
}
