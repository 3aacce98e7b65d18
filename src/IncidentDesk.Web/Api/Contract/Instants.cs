using System.Globalization;

namespace IncidentDesk.Web.Api.Contract;

/// <summary>Instants in the contract: RFC 3339 (a profile of ISO 8601), which always says its zone.</summary>
internal static class Instants
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>The instant in UTC, to the microsecond, as Postgres keeps it; false when the text is none or names no zone.</summary>
    public static bool TryParse(string? text, out DateTimeOffset at)
    {
        at = default;
        if (text is null || text.Length < 17 || !(text.EndsWith('Z') || text[^6] is '+' or '-')
            || !DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var read))
        {
            return false;
        }
        at = read.AddTicks(-(read.Ticks % TimeSpan.TicksPerMicrosecond));
        return true;
    }
}
