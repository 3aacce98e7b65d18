namespace IncidentDesk.OnCall;

/// <summary>A schedule in a list.</summary>
public sealed record ScheduleRow(Guid Id, string Name, string TimeZone, int Layers, long Version);

/// <summary>A schedule as it can be sent back to change it: the overrides are those that have not ended, in order of creation.</summary>
/// <param name="EffectiveFrom">When zone and layers take over from those before them, UTC, at the end of the shift that runs; null when they have.</param>
public sealed record ScheduleView(
    Guid Id,
    string Name,
    string TimeZone,
    IReadOnlyList<LayerView> Layers,
    IReadOnlyList<OverrideView> Overrides,
    long Version,
    DateTimeOffset? EffectiveFrom = null)
{
    internal static ScheduleView Of(Schedule schedule, DateTimeOffset now) => new(
        schedule.Id,
        schedule.Name,
        schedule.TimeZone,
        [.. schedule.Layers.Select(l => new LayerView(l.Id, l.Name, l.People, l.Rotation, $"{l.Handoff:HH:mm}", l.Start))],
        [.. schedule.Overrides.Where(o => o.To > now).OrderBy(o => o.Sequence).Select(OverrideView.Of)],
        schedule.Version,
        schedule.LayersFrom > now ? schedule.LayersFrom : null);
}

/// <summary>A layer as the JSON contract writes it; the hand-off is <c>HH:mm</c> local time.</summary>
public sealed record LayerView(Guid Id, string? Name, IReadOnlyList<Guid> People, Rotation Rotation, string Handoff, DateOnly Start);

/// <summary>An override, UTC.</summary>
public sealed record OverrideView(Guid Id, Guid PersonId, DateTimeOffset From, DateTimeOffset To, Guid? CreatedBy)
{
    internal static OverrideView Of(Override o) => new(o.Id, o.PersonId, o.From, o.To, o.CreatedBy);
}
