namespace IncidentDesk.Web.Settings;

/// <summary>Settings that the program can't start with: all of them at once, each a sentence.</summary>
public sealed class SettingsException(IReadOnlyList<string> errors) : Exception(string.Join(Environment.NewLine, errors))
{
    public IReadOnlyList<string> Errors { get; } = errors;
}
