namespace IncidentDesk.OnCall;

/// <summary>What a new or changed schedule would do, if it were saved now.</summary>
/// <param name="Now">When that is, UTC.</param>
/// <param name="OnCallBefore">Who is on call without it; null when nobody is.</param>
/// <param name="Shifts">The final shifts with it, from now on.</param>
public sealed record ChangePreview(DateTimeOffset Now, Guid? OnCallBefore, IReadOnlyList<Shift> Shifts)
{
    /// <summary>The shift that would run; null when nobody would be on call.</summary>
    public Shift? OnCallNow => Shifts is [var first, ..] && first.Start <= Now ? first : null;
}
