namespace IncidentDesk.OnCall;

/// <summary>
/// Who is on call, as wall-clock rules: layers of rotations in one IANA zone, and overrides. Shifts are computed from it
/// (<see cref="ShiftCalculator"/>), never stored. Every change makes a new version, and a page stores the version used.
/// </summary>
public sealed class Schedule
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
    /// Makes it what the spec says. A layer keeps its id while it keeps its position. Overrides, when the spec has any list,
    /// become those of the list, except that one which has ended by <paramref name="now"/> stays: it says who was on call.
    /// All overrides that have not ended must be loaded then.
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

    /// <summary>Takes a loaded override away; false when it is not there.</summary>
    public bool RemoveOverride(Guid id)
    {
        var removed = _overrides.RemoveAll(o => o.Id == id) > 0;
        Version += removed ? 1 : 0;
        return removed;
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
        var open = _overrides.Where(o => o.To > now).OrderBy(o => o.Sequence).Select(o => o.ToSpec());
        var wanted = specs.Where(spec => !ended.Contains(spec)).ToList();
        if (!open.SequenceEqual(wanted))
        {
            _overrides.RemoveAll(o => o.To > now);
            wanted.ForEach(spec => Append(newId(), spec, createdBy));
        }
    }

    private Override Append(Guid id, OverrideSpec spec, Guid? createdBy)
    {
        var added = new Override(id, Id, NextOverride++, spec.PersonId, spec.From, spec.To, createdBy);
        _overrides.Add(added);
        return added;
    }
}
