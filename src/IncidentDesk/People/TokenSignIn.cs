using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Npgsql;

namespace IncidentDesk.People;

/// <summary>Whom a token speaks for; <paramref name="Role"/> is the lesser of the person's role and the token's scope.</summary>
public sealed record TokenHolder(Guid TokenId, Guid PersonId, string Name, Role Role);

/// <summary>Recognises API tokens.</summary>
public sealed class TokenSignIn(NpgsqlDataSource source)
{
    /// <summary>
    /// Null for a token that is unknown, revoked or expired, or whose person was disabled. Notes the use, at most once a minute, so that a busy program
    /// does not write with every request.
    /// </summary>
    public async Task<TokenHolder?> FindAsync(string secret, CancellationToken cancellation)
    {
        if (secret.Length is 0 or > TokenSecret.MaxLength)
        {
            return null;
        }
        // One row by the unique index on hash, and the person by its key.
        await using var command = source.CreateCommand(
            """
            SELECT t.id, t.person_id, p.name, p.role, t.scope, coalesce(t.last_used_at < desk_now() - interval '1 minute', true)
            FROM api_tokens t JOIN people p ON p.id = t.person_id
            WHERE t.hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > desk_now()) AND p.disabled_at IS NULL
            """);
        command.Parameters.Add(new() { Value = BearerSecret.Hash(secret) });
        TokenHolder holder;
        await using (var row = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await row.ReadAsync(cancellation))
            {
                return null;
            }
            var role = (Role)Math.Min((int)ReadRole(row.GetString(3)), (int)ReadRole(row.GetString(4)));
            holder = new TokenHolder(row.GetGuid(0), row.GetGuid(1), row.GetString(2), role);
            if (!row.GetBoolean(5))
            {
                return holder;
            }
        }
        await DatabaseAway.IfItCanAsync(() => NoteUseAsync(holder.TokenId, cancellation));
        return holder;
    }

    /// <summary>Whether the token is neither revoked nor expired, and its person has not left.</summary>
    public async Task<bool> IsGoodAsync(Guid tokenId, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            SELECT EXISTS (SELECT FROM api_tokens t JOIN people p ON p.id = t.person_id
            WHERE t.id = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > desk_now()) AND p.disabled_at IS NULL)
            """);
        command.Parameters.Add(new() { Value = tokenId });
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task NoteUseAsync(Guid tokenId, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("UPDATE api_tokens SET last_used_at = desk_now() WHERE id = $1");
        command.Parameters.Add(new() { Value = tokenId });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static Role ReadRole(string text) => Enum.Parse<Role>(text, ignoreCase: true);
}
