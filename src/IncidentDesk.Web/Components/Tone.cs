namespace IncidentDesk.Web.Components;

/// <summary>How a message is meant; decides its colour and its sign.</summary>
public enum Tone
{
    Info, Success, Warning, Danger,
}

/// <summary>Class names and signs that go with a <see cref="Tone"/>.</summary>
internal static class Tones
{
    public static string Css(this Tone tone) => tone.ToString().ToLowerInvariant();

    /// <summary>What MudBlazor calls it.</summary>
    public static MudBlazor.Severity ToSeverity(this Tone? tone) => tone switch
    {
        Tone.Success => MudBlazor.Severity.Success,
        Tone.Warning => MudBlazor.Severity.Warning,
        Tone.Danger => MudBlazor.Severity.Error,
        Tone.Info => MudBlazor.Severity.Info,
        _ => MudBlazor.Severity.Normal,
    };

    public static Glyph Glyph(this Tone tone) => tone switch
    {
        Tone.Success => Components.Glyph.Check,
        Tone.Warning or Tone.Danger => Components.Glyph.Warning,
        _ => Components.Glyph.Info,
    };
}
