using NodaTime;

namespace IncidentDesk.Kernel;

/// <summary>
/// Collects everything that is wrong with what was sent, so that all of it is said at once. Fields are named as in the JSON contract. Text is refused
/// rather than altered: what is stored is what was sent, trimmed.
/// </summary>
public sealed class Check
{
    /// <summary>Longest name of anything, in UTF-16 units.</summary>
    public const int NameLimit = 100;

    private readonly List<FieldError> _errors = [];

    public bool Failed => _errors.Count > 0;

    /// <summary>All that is wrong; ask only when <see cref="Failed"/>.</summary>
    public Refusal.Invalid Refusal => new(_errors);

    /// <summary>Notes that a field is wrong.</summary>
    public void Add(string field, string message) => _errors.Add(new FieldError(field, message));

    /// <summary>Notes that a field is wrong unless the condition holds; answers the condition.</summary>
    public bool That(bool holds, string field, string message)
    {
        if (!holds)
        {
            Add(field, message);
        }
        return holds;
    }

    /// <summary>One line of text, trimmed, neither empty nor longer than the limit in UTF-16 units. The answer can be looked for in the database whatever was sent.</summary>
    public string Line(string field, string? text, int limit = NameLimit)
    {
        var line = text?.Trim() ?? "";
        if (That(line.Length > 0, field, "This can't be empty."))
        {
            That(line.Length <= limit, field, $"This can have at most {limit} characters; it has {line.Length}.");
            That(Text.IsVisible(line), field, "This needs a character that can be seen.");
            return That(Text.IsLine(line), field, "This can't hold control characters or halves of characters.") ? line : Text.Clean(line);
        }
        return line;
    }

    /// <summary>An id of the IANA time zone database.</summary>
    public string TimeZone(string field, string? text)
    {
        var zone = text?.Trim() ?? "";
        That(DateTimeZoneProviders.Tzdb.Ids.Contains(zone), field, "This must be an IANA time zone such as Europe/Berlin.");
        return zone;
    }

    /// <summary>A whole number between two others, both allowed.</summary>
    public int Number(string field, int value, int least, int most)
    {
        That(value >= least && value <= most, field, $"This must be between {least} and {most}.");
        return value;
    }

    /// <summary>A length of time from nothing to the longest, both allowed.</summary>
    public TimeSpan Span(string field, TimeSpan value, TimeSpan longest)
    {
        That(value >= TimeSpan.Zero && value <= longest, field, $"This must be between PT0S and {IsoDuration.Format(longest)}.");
        return value;
    }
}
