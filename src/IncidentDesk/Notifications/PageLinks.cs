using System.Buffers.Text;
using System.Security.Cryptography;
using IncidentDesk.Storage;

namespace IncidentDesk.Notifications;

/// <summary>
/// The signed address of the page that acknowledges: the notification's id and the first 16 bytes of its HMAC-SHA-256, base64url, so that a retry
/// rebuilds the same link and nothing has to be stored. Whether it is still good is asked when it is opened.
/// </summary>
public sealed class PageLinks(SecretBox box, NotificationSettings settings)
{
    private const int MacSize = 16;

    /// <summary>The whole address, under the public URL.</summary>
    public string ForPage(Guid notification) => Inside($"/p/{Token(notification)}");

    /// <summary>The whole address at which somebody sets their password.</summary>
    public string ForPassword(string secret) => Inside($"/password/{secret}");

    /// <summary>The whole address of a path of the program.</summary>
    public string Inside(string path) => settings.PublicUrl.ToString().TrimEnd('/') + path;

    public string Token(Guid notification)
    {
        var bytes = new byte[16 + MacSize];
        notification.TryWriteBytes(bytes);
        box.SignLink(bytes.AsSpan(0, 16)).AsSpan(0, MacSize).CopyTo(bytes.AsSpan(16));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The notification's id, or null when the token was not made by this desk. Takes the same time for every wrong token.</summary>
    public Guid? Read(string? token)
    {
        if (token is not { Length: 43 } || !Base64Url.IsValid(token))
        {
            return null;
        }
        var bytes = Base64Url.DecodeFromChars(token);
        var expected = box.SignLink(bytes.AsSpan(0, 16)).AsSpan(0, MacSize);
        return CryptographicOperations.FixedTimeEquals(expected, bytes.AsSpan(16)) ? new Guid(bytes.AsSpan(0, 16)) : null;
    }

    internal byte[]? Unbox(byte[]? secret) => secret is null ? null : box.Unprotect(secret);
}
