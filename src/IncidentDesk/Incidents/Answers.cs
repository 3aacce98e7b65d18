namespace IncidentDesk.Incidents;

/// <summary>
/// What counts as answering an incident, for every time to acknowledge that is shown: a person acknowledged it, or went straight to mitigating or resolving it. What
/// the program or a source did is no answer.
/// </summary>
public static class Answers
{
    /// <summary>The timeline entries that are answers when a person made them.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["acknowledged", "mitigated", "resolved"];

    /// <summary>Whether a timeline entry of this kind answers the incident.</summary>
    public static bool Is(string kind, bool byPerson) => byPerson && Kinds.Contains(kind);
}
