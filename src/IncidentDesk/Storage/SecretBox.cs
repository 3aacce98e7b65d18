using System.Security.Cryptography;
using Npgsql;

namespace IncidentDesk.Storage;

/// <summary>
/// Encrypts small secrets at rest (AES-256-GCM: 12 bytes nonce, 16 bytes tag, text) and signs links. The key comes from the settings
/// (<c>Secrets:Key</c>); without one it is made at first start and kept in the database, which protects dumps of single tables but not of all.
/// </summary>
public sealed class SecretBox(byte[] key)
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly byte[] _boxKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "box"u8.ToArray());
    private readonly byte[] _linkKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "link"u8.ToArray());

    /// <summary>Opens the box with the key given, or with the database's own.</summary>
    public static async Task<SecretBox> OpenAsync(NpgsqlDataSource source, byte[]? key, CancellationToken cancellation)
    {
        if (key is not null)
        {
            return new SecretBox(key);
        }
        await using var command = source.CreateCommand(
            """
            WITH made AS (INSERT INTO desk_secrets (name, value) VALUES ('box', $1) ON CONFLICT DO NOTHING RETURNING value)
            SELECT value FROM made UNION ALL SELECT value FROM desk_secrets WHERE name = 'box' LIMIT 1
            """);
        command.Parameters.Add(new() { Value = RandomNumberGenerator.GetBytes(32) });
        var found = await command.ExecuteScalarAsync(cancellation) as byte[];
        return found is not null ? new SecretBox(found) : await OpenAsync(source, null, cancellation);
    }

    public byte[] Protect(byte[] text)
    {
        var box = new byte[NonceSize + TagSize + text.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceSize));
        using var aes = new AesGcm(_boxKey, TagSize);
        aes.Encrypt(box.AsSpan(0, NonceSize), text, box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize));
        return box;
    }

    /// <summary>Throws <see cref="CryptographicException"/> when the box was made with another key or was changed.</summary>
    public byte[] Unprotect(byte[] box)
    {
        var text = new byte[box.Length - NonceSize - TagSize];
        using var aes = new AesGcm(_boxKey, TagSize);
        aes.Decrypt(box.AsSpan(0, NonceSize), box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), text);
        return text;
    }

    /// <summary>HMAC-SHA-256 for the links in notifications.</summary>
    public byte[] SignLink(ReadOnlySpan<byte> text) => HMACSHA256.HashData(_linkKey, text);
}
