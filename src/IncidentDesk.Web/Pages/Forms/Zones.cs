using NodaTime;

namespace IncidentDesk.Web.Pages.Forms;

/// <summary>The time zones that people choose from: the IANA database's geographical ones and UTC, without old aliases.</summary>
public static class Zones
{
    /// <summary>In alphabetical order.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. DateTimeZoneProviders.Tzdb.Ids.Where(id => id.Contains('/') && !id.StartsWith("Etc/", StringComparison.Ordinal) && !id.StartsWith("SystemV/", StringComparison.Ordinal))
            .Append("Etc/UTC").Order(StringComparer.Ordinal),
    ];
}
