namespace IncidentDesk.Kernel;

/// <summary>
/// Who asks for a change, for the audit and the timeline. <paramref name="Door"/> is where they came in: <c>web</c>, <c>api</c>, <c>page</c>
/// (the link in a notification), <c>email</c>, <c>source</c> (a monitoring system) or <c>desk</c> (the program itself).
/// </summary>
public sealed record Caller(Guid? PersonId, string Name, string Door)
{
    /// <summary>The program itself, acting by a rule.</summary>
    public static Caller Desk { get; } = new(null, "IncidentDesk", "desk");
}
