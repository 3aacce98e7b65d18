namespace IncidentDesk.Web.Layout.Commands;

/// <summary>
/// How the palette asks the page behind it about a runbook, within one circuit. The page answers with its own question; nothing runs before that is
/// confirmed.
/// </summary>
public sealed class RunAsks
{
    /// <summary>Somebody wants to run the runbook with this id.</summary>
    public event Action<Guid>? Asked;

    public void Ask(Guid runbook) => Asked?.Invoke(runbook);
}
