using IncidentDesk.Storage;

namespace IncidentDesk.OnCall;

/// <summary>
/// Who is on call, as wall-clock rules: layers of rotations in one IANA zone, and overrides. Shifts are computed from it
/// (<see cref="ShiftCalculator"/>), never stored. Every change makes a new version, and a page stores the version used.
/// </summary>
public sealed class Schedule : IVersioned
{
    private readonly List<Override> _overrides = [];

    private Schedule()
    {
    }

    /// <summary>UUIDv7.</summary>
    public Guid Id { get; private set; }

    /// <summary>1 to 100 characters.</summary>
    public string Name { get; private set; } = "";

    /// <summary>IANA id of the zone in which hand-offs are local times.</summary>
    public string TimeZone { get; private set; } = "";

    /// <summary>Lowest first, by position.</summary>
    public IReadOnlyList<Layer> Layers { get; private set; } = [];

    /// <summary>Those that were loaded; a query loads what its stretch of time needs.</summary>
    public IReadOnlyCollection<Override> Overrides => _overrides;

    /// <summary>1 at first, one more with every change.</summary>
    public long Version { get; private set; }

    /// <summary>The sequence that the next override gets.</summary>
    public int NextOverride { get; private set; }

    /// <summary>When it was deleted, UTC; it stays for the pages that used it.</summary>
    public DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>Everybody whom its layers and loaded overrides name, repeats included.</summary>
    public IEnumerable<Guid> People() => Layers.SelectMany(layer => layer.People).Concat(_overrides.Select(o => o.PersonId));

    /// <summary>A new schedule, version 1.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="spec">What it shall be.</param>
    /// <param name="newId">Gives the ids of its layers and overrides.</param>
    /// <param name="createdBy">Who makes its overrides; null when automation does.</param>
    public static Schedule Create(Guid id, ScheduleSpec spec, Func<Guid> newId, Guid? createdBy)
    {
        var schedule = new Schedule { Id = id };
        schedule.Change(spec, newId, createdBy, DateTimeOffset.MinValue);
        return schedule;
    }

    /// <summary>
    /// Makes it what the spec says. A layer keeps its id while it keeps its position. Overrides, when the spec has a list, become from
    /// <paramref name="now"/> on those of the list; what they said about earlier stays. Loaded must be then those that have not ended, and those that
    /// touch the times in the list.
    /// </summary>
    public void Change(ScheduleSpec spec, Func<Guid> newId, Guid? createdBy, DateTimeOffset now)
    {
        Name = spec.Name;
        TimeZone = spec.TimeZone;
        Layers = [.. spec.Layers.Select((layer, i) => new Layer(
            i < Layers.Count ? Layers[i].Id : newId(), i, layer.Name, layer.People, layer.Rotation, layer.Handoff, layer.Start))];
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
