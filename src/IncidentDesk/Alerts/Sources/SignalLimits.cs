namespace IncidentDesk.Alerts.Sources;

/// <summary>
/// How much of a signal is kept. Lengths are UTF-16 code units. What is longer is cut with a notice, and the raw JSON is kept beside it.
/// </summary>
public static class SignalLimits
{
    /// <summary>Signals of one request; the rest is left out with a note.</summary>
    public const int PerRequest = 10_000;

    public const int Title = 300;
    public const int Description = 5_000;
    public const int LabelName = 128;
    public const int LabelValue = 2_000;
    public const int Labels = 64;
    public const int Links = 20;
    public const int LinkText = 200;

    /// <summary>A longer address is dropped: a cut one leads elsewhere.</summary>
    public const int LinkHref = 4_096;

    /// <summary>A longer key becomes its beginning and the SHA-256 of all of it.</summary>
    public const int DedupKey = 255;

    public const int Notice = 1_000;

    /// <summary>Levels of nesting in a JSON body; the outermost is the first.</summary>
    public const int JsonDepth = 32;
}
