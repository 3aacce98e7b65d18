using System.Security.Cryptography;
using System.Text;
using IncidentDesk.Storage;

namespace IncidentDesk.Web.Access;

/// <summary>
/// The code that the set-up page asks for: proof of reading this program's output. It follows from the desk's key, so that all nodes and
/// every start give the same one. Fifty bits, in groups: <c>7KQ2M-X4T9A</c>.
/// </summary>
public sealed class SetUpCode
{
    private const int Half = 5;

    // Crockford's base 32: no I, L, O or U, which are misread.
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly string _plain;

    public SetUpCode(SecretBox box)
    {
        var hash = box.SignLink("the set-up code"u8);
        _plain = string.Concat(hash.Take(2 * Half).Select(b => Letters[b % Letters.Length]));
    }

    /// <summary>As it is printed.</summary>
    public string Text => $"{_plain[..Half]}-{_plain[Half..]}";

    /// <summary>The path that carries it into the set-up page.</summary>
    public string Path => $"/set-up?code={Text}";

    /// <summary>Compares in constant time; case, spaces and hyphens do not matter.</summary>
    public bool IsRight(string? typed)
    {
        var plain = (typed ?? "").ToUpperInvariant().Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(plain), Encoding.UTF8.GetBytes(_plain));
    }
}
