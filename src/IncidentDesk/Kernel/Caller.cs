namespace IncidentDesk.Kernel;

/// <summary>
/// Who asks for a change: the audit and the timeline name them, and the frame of verbs looks what they may. <paramref name="Door"/> is where they came in:
/// <c>web</c>, <c>api</c>, <c>page</c> (the link in a notification), <c>email</c>, <c>source</c> (a monitoring system) or <c>desk</c> (the program itself).
/// </summary>
/// <param name="PersonId">The person; null for a source and for the program itself, which ask for no verb.</param>
/// <param name="Name">As it is shown.</param>
/// <param name="Door">Where they came in.</param>
/// <param name="Scope">The most that an API token lets its person do; null for a person who came without one.</param>
public sealed record Caller(Guid? PersonId, string Name, string Door, Role? Scope = null)
{
    /// <summary>The door of a notification's link, which acts for its person but does little.</summary>
    public const string LinkDoor = "page";

    /// <summary>The program itself, acting by a rule: for what its engine writes down.</summary>
    public static Caller Desk { get; } = new(null, "IncidentDesk", "desk");
}
