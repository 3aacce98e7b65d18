using IncidentDesk.Kernel;

namespace IncidentDesk.People;

/// <summary>
/// What a password must be: long enough, and nothing else. Rules of composition make passwords worse (NIST SP 800-63B, 3.1.1.2); the upper limit keeps
/// hashing cheap.
/// </summary>
public static class PasswordRules
{
    /// <summary>In Unicode characters, so that an emoji counts once.</summary>
    public const int MinLength = 12;

    /// <summary>In UTF-16 units, as <c>maxlength</c> in a form counts.</summary>
    public const int MaxLength = 256;

    /// <summary>Null when the password may be used; else the refusal that names the field.</summary>
    public static FieldError? Check(string? password, string field = "password")
    {
        if (password is null || password.EnumerateRunes().Count() < MinLength)
        {
            return new FieldError(field, $"A password needs at least {MinLength} characters.");
        }
        return password.Length > MaxLength ? new FieldError(field, $"A password has at most {MaxLength} characters.") : null;
    }
}
