using Microsoft.Playwright;

namespace IncidentDesk.Web.Tests.Browser;

/// <summary>How a page is looked at: the width in CSS pixels, and the colour scheme and language that the system asks for.</summary>
public sealed record BrowserView(int Width, int Height, ColorScheme Scheme = ColorScheme.Light, string Locale = "en-GB")
{
    public static BrowserView Desktop { get; } = new(1440, 900);

    public static BrowserView Phone { get; } = new(360, 740);

    public BrowserView Dark => this with { Scheme = ColorScheme.Dark };

    /// <summary>Like <c>1440-light</c>, as part of a screenshot's name.</summary>
    public override string ToString() => $"{Width}-{Scheme.ToString().ToLowerInvariant()}";
}
