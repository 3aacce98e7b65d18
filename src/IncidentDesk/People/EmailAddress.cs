using System.Globalization;
using System.Text;
using MimeKit;

namespace IncidentDesk.People;

/// <summary>
/// Mail addresses (RFC 5321, internationalised by RFC 6531) as people type them: one address, without a display name. Sign-in keeps them in one form,
/// trimmed and in lower case.
/// </summary>
public static class EmailAddress
{
    /// <summary>In octets of UTF-8: RFC 5321, 4.5.3.1.3 (a path's 256 octets, less its brackets).</summary>
    public const int MaxLength = 254;

    private static readonly ParserOptions Strict = new() { AddressParserComplianceMode = RfcComplianceMode.Strict, AllowAddressesWithoutDomain = false };

    /// <summary>The address as it is kept for sign-in, or null when the text is not one.</summary>
    public static string? Normalize(string? text) => text?.Trim().ToLowerInvariant() is { } address && IsValid(address) ? address : null;

    /// <summary>Whether the text is one mail address and nothing else.</summary>
    public static bool IsValid(string address) =>
        address.Length > 2
        && Encoding.UTF8.GetByteCount(address) <= MaxLength
        && !address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format)
        && MailboxAddress.TryParse(Strict, address, out var read)
        && (read.Address == address || read.GetAddress(idnEncode: true) == address)
        && HasDomain(read);

    /// <summary>Whether mail can be sent from it: a mail address, with or without a display name.</summary>
    public static bool IsSender(string? text) => MailboxAddress.TryParse(Strict, text ?? "", out var read) && HasDomain(read);

    private static bool HasDomain(MailboxAddress address)
    {
        try
        {
            return new IdnMapping().GetAscii(address.Domain).Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
