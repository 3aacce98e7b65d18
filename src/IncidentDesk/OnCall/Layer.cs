namespace IncidentDesk.OnCall;

/// <summary>How long one person's turn lasts: from one hand-off to the next, counted in local days.</summary>
public enum Rotation
{
    /// <summary>A turn is one local day.</summary>
    Daily,

    /// <summary>A turn is seven local days.</summary>
    Weekly,
}

/// <summary>
/// One rotation of a schedule: people take turns in order, for ever, from the first shift on. A later layer covers an
/// earlier one wherever it has somebody.
/// </summary>
/// <param name="Id">Stays the same while the layer keeps its position.</param>
/// <param name="Position">0 for the lowest layer.</param>
/// <param name="Name">What people call it; null when nobody named it.</param>
/// <param name="People">Person ids in the order of their turns; one person may have several turns in a round. Empty: nobody is on call.</param>
/// <param name="Rotation">The length of a turn.</param>
/// <param name="Handoff">Local time of the schedule's zone at which turns change.</param>
/// <param name="Start">Local date of turn 0; before it the layer has nobody.</param>
/// <param name="First">Index in <paramref name="People"/> of whoever has turn 0: 0 in a new layer, what <see cref="LayerSuccession"/> says in a changed one.</param>
public sealed record Layer(
    Guid Id,
    int Position,
    string? Name,
    IReadOnlyList<Guid> People,
    Rotation Rotation,
    TimeOnly Handoff,
    DateOnly Start,
    int First = 0)
{
    /// <summary>Whether both give the same shifts in one zone, whatever they are called and wherever they stand.</summary>
    internal bool RotatesAs(Layer other) =>
        Rotation == other.Rotation && Handoff == other.Handoff && Start == other.Start && People.SequenceEqual(other.People);
}
