using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IncidentDesk.Kernel;

/// <summary>
/// Lengths of time as the contract writes them: ISO 8601-1, 5.5.2 with weeks or days, hours, minutes and seconds (<c>PT5M</c>, <c>PT1H30M</c>). Years and
/// months are not taken, because their length depends on when they begin; neither are negative lengths.
/// </summary>
public static partial class IsoDuration
{
    /// <summary>False when the text is no such length, or longer than a <see cref="TimeSpan"/> holds.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var parts = Form().Match(text);
        if (!parts.Success || text.EndsWith('P') || text.EndsWith('T'))
        {
            return false;
        }
        var seconds = (Part(parts, "w") * 604_800) + (Part(parts, "d") * 86_400) + (Part(parts, "h") * 3_600) + (Part(parts, "m") * 60) + Part(parts, "s");
        if (seconds > (decimal)TimeSpan.MaxValue.TotalSeconds - 1)
        {
            return false;
        }
        duration = TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    /// <summary>Hours, minutes and seconds, with a sign in front when negative: <c>PT24H</c>, <c>PT10M</c>, <c>PT0S</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        var text = new StringBuilder(duration < TimeSpan.Zero ? "-PT" : "PT");
        var left = duration.Duration();
        Append(text, (long)left.TotalHours, 'H');
        Append(text, left.Minutes, 'M');
        var seconds = (left.Ticks % TimeSpan.TicksPerMinute) / (decimal)TimeSpan.TicksPerSecond;
        if (seconds > 0 || left == TimeSpan.Zero)
        {
            text.Append(seconds.ToString("0.#######", CultureInfo.InvariantCulture)).Append('S');
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, long count, char unit)
    {
        if (count > 0)
        {
            text.Append(count).Append(unit);
        }
    }

    private static decimal Part(Match parts, string name) =>
        parts.Groups[name] is { Success: true, Value: var digits } ? decimal.Parse(digits, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^P(?:(?<w>[0-9]{1,9})W|(?:(?<d>[0-9]{1,9})D)?(?:T(?:(?<h>[0-9]{1,9})H)?(?:(?<m>[0-9]{1,9})M)?(?:(?<s>[0-9]{1,9}(?:\.[0-9]{1,7})?)S)?)?)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
