using IncidentDesk.Web.Access;
using Microsoft.AspNetCore.Localization;

namespace IncidentDesk.Web.Pages;

/// <summary>
/// The languages that pages speak: those that all *Texts.resx are there for. The browser's wish decides (RFC 9110, 12.5.4); formats stay the desk's own.
/// </summary>
internal static class Languages
{
    private static readonly string[] Spoken = ["en"];

    public static void Offer(RequestLocalizationOptions options)
    {
        options.SetDefaultCulture(Spoken[0]).AddSupportedCultures(Spoken[0]).AddSupportedUICultures(Spoken);
        options.RequestCultureProviders = [new AcceptLanguageHeaderRequestCultureProvider()];
    }

    /// <summary>Pages, and the circuits that keep them alive. What programs read is English.</summary>
    public static bool AreRead(PathString path) => !Doors.IsForPrograms(path) || path.StartsWithSegments("/_blazor");
}
