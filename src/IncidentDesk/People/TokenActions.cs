using IncidentDesk.Audit;
using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.People;

/// <summary>Who asks, with the role that counts for this request: a token's scope may lie below its person's role.</summary>
public sealed record TokenIssuer(Caller Caller, Role Role);

/// <summary>The token wanted. Without <paramref name="ExpiresAt"/> it is good until it is revoked.</summary>
public sealed record TokenRequest(Guid PersonId, string Name, Role Scope, DateTimeOffset? ExpiresAt = null);

/// <summary>A new token. <paramref name="Secret"/> is known here only: the desk keeps its hash.</summary>
public sealed record IssuedToken(TokenView Token, string Secret);

/// <summary>
/// Issues and revokes API tokens. Everybody does for themselves; an administrator does for others too. Nobody hands out more than their own role.
/// </summary>
public sealed class TokenActions(Desk desk)
{
    public const int MaxNameLength = 100;

    /// <summary>How many tokens that have not ended one person has at most.</summary>
    public const int MostPerPerson = 50;

    /// <summary>Issues a token. Refused: an unknown or disabled person, a scope above the issuer's or the person's role, an end that is past.</summary>
    public Task<Outcome<IssuedToken>> IssueAsync(TokenIssuer by, TokenRequest request, CancellationToken cancellation) =>
        desk.DoAsync<IssuedToken>(by.Caller, Right.ChangeOwnSettings, Owner.Person(request.PersonId), async work =>
        {
            if (await work.Db.FindAsync<Person>([request.PersonId], work.Cancellation) is not { DisabledAt: null } person)
            {
                return new Refusal.NotFound("That person");
            }
            var errors = Check(by, request, person, work.Now).ToList();
            if (errors.Count > 0)
            {
                return new Refusal.Invalid(errors);
            }
            if (await HasAllAsync(work, person.Id))
            {
                return new Refusal.Invalid("name", $"{person.Name} has {MostPerPerson} tokens already. Revoke an unused one first.");
            }
            var secret = TokenSecret.New();
            var token = Add(work, by.Caller, request, secret);
            return new IssuedToken(TokenView.Of(token, person.Name), secret);
        }, cancellation);

    /// <summary>Ends a token for good; one that is revoked already stays as it is.</summary>
    public Task<Outcome<TokenView>> RevokeAsync(TokenIssuer by, Guid tokenId, CancellationToken cancellation) =>
        desk.DoAsync<TokenView>(by.Caller, Right.ChangeOwnSettings, work => OwnerAsync(work, tokenId), async (work, _) =>
        {
            if (await work.Db.FindAsync<ApiToken>([tokenId], work.Cancellation) is not { } token)
            {
                return new Refusal.NotFound("That token");
            }
            if (token.RevokedAt is null)
            {
                token.RevokedAt = work.Now;
                work.Audit(by.Caller, "token.revoked", token.Id, new { token.Name, token.PersonId });
            }
            var person = await work.Db.FindAsync<Person>([token.PersonId], work.Cancellation);
            return TokenView.Of(token, person!.Name);
        }, cancellation);

    internal static ApiToken Add(DeskTransaction work, Caller by, TokenRequest request, string secret)
    {
        var token = new ApiToken
        {
            Id = work.NewId(),
            PersonId = request.PersonId,
            Name = Text.Clean(request.Name.Trim()),
            Hash = BearerSecret.Hash(secret),
            Scope = request.Scope,
            CreatedAt = work.Now,
            ExpiresAt = request.ExpiresAt,
        };
        work.Db.Add(token);
        work.Audit(by, "token.issued", token.Id, new { token.Name, token.PersonId, token.Scope, token.ExpiresAt });
        return token;
    }

    // The person's row is locked: of requests that race, none comes past the most.
    private static async Task<bool> HasAllAsync(DeskTransaction work, Guid personId)
    {
        await work.Db.Database.ExecuteSqlAsync($"SELECT FROM people WHERE id = {personId} FOR NO KEY UPDATE", work.Cancellation);
        return await work.Db.Set<ApiToken>().CountAsync(
            t => t.PersonId == personId && t.RevokedAt == null && (t.ExpiresAt == null || t.ExpiresAt > work.Now), work.Cancellation) >= MostPerPerson;
    }

    private static async Task<Owner?> OwnerAsync(DeskTransaction work, Guid tokenId) =>
        await work.Db.FindAsync<ApiToken>([tokenId], work.Cancellation) is { } token ? Owner.Person(token.PersonId) : null;

    private static IEnumerable<FieldError> Check(TokenIssuer by, TokenRequest request, Person person, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > MaxNameLength)
        {
            yield return new FieldError("name", $"A token needs a name of at most {MaxNameLength} characters.");
        }
        if (!Enum.IsDefined(request.Scope))
        {
            yield return new FieldError("scope", "The scope is viewer, responder, manager or administrator.");
        }
        else if (request.Scope > by.Role)
        {
            yield return new FieldError("scope", "The scope is above your own role.");
        }
        else if (request.Scope > person.Role)
        {
            yield return new FieldError("scope", "The scope is above the person's role.");
        }
        if (request.ExpiresAt <= now)
        {
            yield return new FieldError("expiresAt", "The expiry is in the past.");
        }
    }
}

/// <summary>Ends tokens inside a verb's transaction.</summary>
internal static class TokenEnd
{
    /// <summary>Revokes all of a person; answers how many.</summary>
    public static Task<int> RevokeTokensAsync(this DeskTransaction desk, Guid personId) =>
        desk.Db.Set<ApiToken>().Where(t => t.PersonId == personId && t.RevokedAt == null)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.RevokedAt, desk.Now), desk.Cancellation);
}
