using IncidentDesk.Kernel;

namespace IncidentDesk.Runbooks.Actions;

/// <summary>Rules about lists of names with values.</summary>
internal static class NamedValues
{
    private const int Most = 50;
    private const int LongestName = 100;
    private const int LongestValue = 4_000;

    /// <summary>Says what is wrong with each; null is an empty list.</summary>
    public static void Check(Check check, string field, IReadOnlyList<NamedValue>? values, Func<string, bool> isName, string nameRule)
    {
        if (values is null || !check.That(values.Count <= Most, field, $"There can be at most {Most} of these."))
        {
            return;
        }
        foreach (var (i, value) in values.Index())
        {
            check.That(value.Name.Length is > 0 and <= LongestName && isName(value.Name), $"{field}[{i}].name", nameRule);
            check.That(value.Value.Length <= LongestValue && !value.Value.Contains('\0'), $"{field}[{i}].value", $"A value has at most {LongestValue} characters, and no NUL.");
            check.That(!values.Take(i).Any(v => string.Equals(v.Name, value.Name, StringComparison.OrdinalIgnoreCase)), $"{field}[{i}].name", "This name is given twice.");
        }
    }

    public static bool IsRunbookVariable(string name) =>
        name.StartsWith("RUNBOOK_", StringComparison.Ordinal) && name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');

    /// <summary>A name that Ansible takes for a variable (its guide "Using variables", valid names), but none of Ansible's own.</summary>
    public static bool IsAnsibleVariable(string name) =>
        (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        && !name.StartsWith("ansible_", StringComparison.OrdinalIgnoreCase);

    /// <summary>A header's name is a token (RFC 9110, 5.6.2); what frames the message is ours.</summary>
    public static bool IsHeader(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c))
        && name.ToLowerInvariant() is not ("host" or "content-length" or "transfer-encoding" or "connection" or "upgrade" or "expect" or "te" or "trailer");
}
