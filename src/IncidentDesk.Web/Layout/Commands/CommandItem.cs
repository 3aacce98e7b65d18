using IncidentDesk.Web.Components;

namespace IncidentDesk.Web.Layout.Commands;

/// <summary>What choosing a line of the palette does.</summary>
public abstract record CommandAct
{
    /// <summary>Leads to a page.</summary>
    public sealed record Go(string Href) : CommandAct;

    /// <summary>Takes an incident, or joins whoever has it.</summary>
    public sealed record Acknowledge(Guid IncidentId, string Reference) : CommandAct;

    /// <summary>Opens the room's question whether the next step goes now.</summary>
    public sealed record Escalate : CommandAct;

    /// <summary>Pages this person at once, and begins the climb anew after them.</summary>
    public sealed record Reassign(Guid IncidentId, string Reference, Guid PersonId, string Name) : CommandAct;

    /// <summary>Opens the room's question whether to run this runbook.</summary>
    public sealed record Run(Guid RunbookId) : CommandAct;

    /// <summary>Shows which keys there are.</summary>
    public sealed record Keys : CommandAct;
}

/// <summary>One line of the palette.</summary>
/// <param name="Group">The heading that it stands under; lines of a group follow each other.</param>
/// <param name="Text">What people read and type a part of.</param>
/// <param name="Hint">A few words more, such as the state; null for none.</param>
/// <param name="Sign">Its sign.</param>
/// <param name="Act">What choosing it does.</param>
public sealed record CommandItem(string Group, string Text, string? Hint, Glyph Sign, CommandAct Act);
