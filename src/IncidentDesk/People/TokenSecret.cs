using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace IncidentDesk.People;

/// <summary>
/// The text of an API token: <c>desk_</c>, by which scanners for leaked secrets find it, and 32 random bytes in base64url. A plain SHA-256 suffices at
/// rest, because nobody can guess 256 random bits.
/// </summary>
public static class TokenSecret
{
    public const string Prefix = "desk_";

    /// <summary>The least length of a token that is not made here but given from the environment.</summary>
    public const int MinGivenLength = 20;

    /// <summary>The most that is read: nothing longer is ever looked up.</summary>
    public const int MaxLength = 256;

    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
