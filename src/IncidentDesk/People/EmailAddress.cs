using System.Net.Mail;

namespace IncidentDesk.People;

/// <summary>The one form in which the desk keeps mail addresses: trimmed, lower case, without a display name.</summary>
public static class EmailAddress
{
    /// <summary>RFC 5321, 4.5.3.1.3 (a path's 256 octets, less its brackets).</summary>
    public const int MaxLength = 254;

    /// <summary>The address as it is kept, or null when the text is not one.</summary>
    public static string? Normalize(string? text)
    {
        var address = text?.Trim().ToLowerInvariant();
        return address is { Length: > 2 and <= MaxLength }
            && !address.Any(char.IsControl)
            && MailAddress.TryCreate(address, out var read)
            && read.Address == address
            ? address
            : null;
    }
}
