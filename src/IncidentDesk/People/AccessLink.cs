using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.People;

/// <summary>Why somebody was given a link to set their password.</summary>
public enum AccessLinkPurpose
{
    /// <summary>They have none yet: an administrator lets them in.</summary>
    Invitation,

    /// <summary>They have forgotten it.</summary>
    PasswordReset,
}

/// <summary>
/// A link with which a person sets their password, once, before it expires. Only the SHA-256 of its secret is kept; while its email waits to be sent, the
/// secret lies boxed in that job.
/// </summary>
public sealed class AccessLink
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public AccessLinkPurpose Purpose { get; init; }
    public required byte[] Hash { get; init; }

    /// <summary>SHA-256 of the address and the password that it was made for: with either of them changed it is worth nothing.</summary>
    public required byte[] Basis { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset EndsAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>When the mail server accepted its email, and what it last said about it; null for a link that was handed over by hand.</summary>
    public DateTimeOffset? MailedAt { get; set; }
    public string? MailAnswer { get; set; }

    /// <summary>Whether it still opens anything for this person and account.</summary>
    public bool IsGood(Person person, Account account, DateTimeOffset now) =>
        UsedAt is null && EndsAt > now && person.DisabledAt is null && Basis.AsSpan().SequenceEqual(BasisOf(person, account));

    public static TimeSpan GoodFor(AccessLinkPurpose purpose) => purpose == AccessLinkPurpose.Invitation ? TimeSpan.FromDays(7) : TimeSpan.FromHours(1);

    internal static byte[] BasisOf(Person person, Account account) => SHA256.HashData(Encoding.UTF8.GetBytes($"{person.Email}\n{account.PasswordHash}"));
}

internal sealed class AccessLinkMapping : IEntityTypeConfiguration<AccessLink>
{
    public void Configure(EntityTypeBuilder<AccessLink> table)
    {
        table.ToTable("access_links");
        table.HasIndex(l => l.Hash).IsUnique();
        table.HasIndex(l => new { l.PersonId, l.CreatedAt });
    }
}
