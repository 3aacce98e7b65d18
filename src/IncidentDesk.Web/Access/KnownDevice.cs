using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IncidentDesk.People;
using IncidentDesk.Storage;

namespace IncidentDesk.Web.Access;

/// <summary>
/// The cookie by which a browser proves that this person has signed in there before, so that strangers who guess don't shut its person out (OWASP, "Slow Down
/// Online Guessing Attacks with Device Cookies"). It lets nobody in. Its text: the person, a random id, and an HMAC over both.
/// </summary>
internal sealed class KnownDevice(SecretBox box)
{
    public const string Name = "__Host-desk-device";

    private const int IdBytes = 16;
    private static readonly TimeSpan Life = TimeSpan.FromDays(400);

    /// <summary>Where this request comes from, for counting wrong passwords.</summary>
    public SignInFrom From(HttpContext context) => new(Networks.Of(context.Connection.RemoteIpAddress), Read(context.Request.Cookies[Name]));

    /// <summary>Marks the browser, whose person has just signed in; one that is marked for them already keeps its mark.</summary>
    public void Mark(HttpContext context, Guid personId)
    {
        var id = Read(context.Request.Cookies[Name]) is { } known && known.PersonId == personId
            ? known.Id : Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        context.Response.Cookies.Append(Name, $"{personId:N}.{id}.{Sign(personId, id)}", new CookieOptions
        {
            HttpOnly = true,
            Secure = true,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            IsEssential = true,
            MaxAge = Life,
        });
    }

    private DeviceMark? Read(string? cookie)
    {
        var parts = (cookie ?? "").Split('.');
        return parts.Length == 3 && Guid.TryParseExact(parts[0], "N", out var personId) && IsSigned(personId, parts[1], parts[2]) ? new DeviceMark(personId, parts[1]) : null;
    }

    private bool IsSigned(Guid personId, string id, string signature) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(personId, id)), Encoding.UTF8.GetBytes(signature));

    private string Sign(Guid personId, string id) => Base64Url.EncodeToString(box.SignLink(Encoding.UTF8.GetBytes($"known device {personId:N} {id}")));
}
