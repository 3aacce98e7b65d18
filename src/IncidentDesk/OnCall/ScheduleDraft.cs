namespace IncidentDesk.OnCall;

/// <summary>A schedule as the JSON contract carries it, not yet checked; <see cref="ScheduleRules"/> says what is wrong with it.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="TimeZone">IANA id.</param>
/// <param name="Layers">Lowest first, at most 20; null is none.</param>
/// <param name="Overrides">In order of creation, the later wins. On an update, null leaves those that exist as they are.</param>
/// <param name="TakesEffect">
/// When changed layers take over: <c>nextHandoff</c>, the default, or <c>now</c>. A new schedule's count from their start on.
/// </param>
public sealed record ScheduleDraft(
    string? Name,
    string? TimeZone,
    IReadOnlyList<LayerDraft>? Layers,
    IReadOnlyList<OverrideDraft>? Overrides = null,
    string? TakesEffect = null);

/// <summary>A layer as the JSON contract carries it.</summary>
/// <param name="People">Person ids in the order of their turns, 1 to 50.</param>
/// <param name="Rotation"><c>daily</c> or <c>weekly</c>.</param>
/// <param name="Handoff">Local time, <c>HH:mm</c>.</param>
/// <param name="Start">Local date of the first shift, <c>yyyy-MM-dd</c>.</param>
/// <param name="Name">At most 100 characters; null or blank for none.</param>
/// <param name="Id">On an update, which layer of the schedule this is; without it, the one of the same position.</param>
public sealed record LayerDraft(IReadOnlyList<Guid>? People, string? Rotation, string? Handoff, string? Start, string? Name = null, Guid? Id = null);

/// <summary>An override as the JSON contract carries it: a person, its first instant, and the instant after its last.</summary>
public sealed record OverrideDraft(Guid? PersonId, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>A schedule that keeps every rule of <see cref="ScheduleRules"/>.</summary>
public sealed record ScheduleSpec(
    string Name, string TimeZone, IReadOnlyList<LayerSpec> Layers, IReadOnlyList<OverrideSpec>? Overrides, bool TakesEffectNow = false);

/// <summary>A layer that keeps every rule; its position is its place in the list.</summary>
public sealed record LayerSpec(string? Name, IReadOnlyList<Guid> People, Rotation Rotation, TimeOnly Handoff, DateOnly Start, Guid? Id = null)
{
    internal Layer ToLayer(Guid id, int position) => new(id, position, Name, People, Rotation, Handoff, Start);
}

/// <summary>An override that keeps every rule; instants in UTC to the microsecond, as Postgres keeps them.</summary>
public sealed record OverrideSpec(Guid PersonId, DateTimeOffset From, DateTimeOffset To);
