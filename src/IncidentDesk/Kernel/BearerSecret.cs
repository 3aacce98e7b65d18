using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace IncidentDesk.Kernel;

/// <summary>
/// A text that lets in whoever holds it: a session's cookie, an API token, an intake key, a link to set a password. 32 random bytes in base64url; at rest a plain
/// SHA-256 suffices, because no one can guess 256 random bits.
/// </summary>
public static class BearerSecret
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The SHA-256 that it is stored by.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
