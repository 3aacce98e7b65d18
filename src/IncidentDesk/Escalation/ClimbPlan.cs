namespace IncidentDesk.Escalation;

/// <summary>A place in a climb: round and step, both from 0.</summary>
public sealed record ClimbPlace(int Round, int Step);

/// <summary>What follows a step that has fired.</summary>
public abstract record ClimbMove(string Reason)
{
    /// <summary>The step reached somebody: the next place waits for its delay.</summary>
    public sealed record Wait(ClimbPlace Next, TimeSpan Delay) : ClimbMove("waiting for an acknowledgement");

    /// <summary>The step reached nobody outside the program: the next place fires at once.</summary>
    public sealed record GoOn(ClimbPlace Next) : ClimbMove("no one was reached: the next step is notified immediately");

    /// <summary>Nothing is left in the policy: the administrators.</summary>
    public sealed record LastResort(string Reason) : ClimbMove(Reason);
}

/// <summary>
/// The pure rule of a climb. <c>Repeats</c> makes Repeats + 1 rounds; a place beyond the last round is the end. The end waits for the last step's delay, so
/// that its people have their time to answer too.
/// </summary>
public static class ClimbPlan
{
    /// <summary>True when there is a step at this place.</summary>
    public static bool Holds(IReadOnlyList<PolicyStep> steps, int repeats, ClimbPlace place) => place.Step < steps.Count && place.Round <= repeats;

    /// <summary>The place after this one; it may be the end.</summary>
    public static ClimbPlace After(IReadOnlyList<PolicyStep> steps, ClimbPlace place) =>
        place.Step + 1 < steps.Count ? place with { Step = place.Step + 1 } : new ClimbPlace(place.Round + 1, 0);

    /// <param name="steps">The snapshot's steps.</param>
    /// <param name="repeats">How often the steps repeat.</param>
    /// <param name="fired">The place that has just fired.</param>
    /// <param name="reached">Whether it reached anybody outside the program.</param>
    /// <param name="missedInARow">How many places in a row reached nobody, this one included.</param>
    public static ClimbMove Decide(IReadOnlyList<PolicyStep> steps, int repeats, ClimbPlace fired, bool reached, int missedInARow)
    {
        var next = After(steps, fired);
        if (reached)
        {
            return new ClimbMove.Wait(next, steps[fired.Step].Delay);
        }
        return missedInARow >= steps.Count || !Holds(steps, repeats, next)
            ? new ClimbMove.LastResort("No one in the policy could be reached.")
            : new ClimbMove.GoOn(next);
    }
}
