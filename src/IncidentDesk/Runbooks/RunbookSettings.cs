namespace IncidentDesk.Runbooks;

/// <summary>What runbooks may do on this server; set by whoever runs it and never through the program.</summary>
/// <param name="Commands">Absolute paths of the programs that command steps may start.</param>
/// <param name="Playbooks">The full path of the folder of playbooks and their inventory; null: there are none.</param>
/// <param name="OutputLimit">How many bytes of a step's output are kept.</param>
public sealed record RunbookSettings(IReadOnlyList<string> Commands, string? Playbooks, int OutputLimit = RunbookSettings.DefaultOutputLimit)
{
    public const int DefaultOutputLimit = 256 * 1024;

    /// <summary>Nothing may be started.</summary>
    public static RunbookSettings None { get; } = new([], null);
}
