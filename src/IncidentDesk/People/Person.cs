using IncidentDesk.Kernel;
using IncidentDesk.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.People;

/// <summary>How soon somebody must know.</summary>
public enum Urgency
{
    High,
    Low,
}

/// <summary>Who can be paged.</summary>
public sealed class Person : IVersioned
{
    public Guid Id { get; init; }
    public required string Name { get; set; }

    /// <summary>Lower case; also the sign-in name.</summary>
    public required string Email { get; set; }
    public Role Role { get; set; }

    /// <summary>The zone of whoever has said nothing else.</summary>
    public const string Utc = "Etc/UTC";

    /// <summary>IANA id: where they are.</summary>
    public string TimeZone { get; set; } = Utc;

    /// <summary>Pages show them times in UTC, whatever their zone.</summary>
    public bool ReadsUtc { get; set; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Somebody who has left: not signed in, not paged, still named in history.</summary>
    public DateTimeOffset? DisabledAt { get; set; }
    public long Version { get; set; } = 1;
}

/// <summary>A person's sign-in. Its id is the person's.</summary>
public sealed class Account : IdentityUser<Guid>;

/// <summary>People who can be paged together.</summary>
public sealed class Team : IConfigured
{
    public Guid Id { get; init; }
    public required string Name { get; set; }
    public List<Guid> Members { get; set; } = [];
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DeletedAt { get; set; }
    public long Version { get; set; } = 1;
}

/// <summary>A key for programs: acts as its person, at most with the role in its scope. Only its SHA-256 is stored.</summary>
public sealed class ApiToken
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public required string Name { get; init; }
    public required byte[] Hash { get; init; }
    public Role Scope { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}

internal sealed class PeopleMapping : IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<Team>, IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<Person> table)
    {
        table.ToTable("people");
        table.HasIndex(p => p.Email).IsUnique();
        table.Property(p => p.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<Team> table)
    {
        table.ToTable("teams");
        table.Property(t => t.Members).HasColumnType("uuid[]");
        table.HasIndex(t => t.Name).IsUnique().HasFilter("deleted_at IS NULL");
        table.Property(t => t.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<ApiToken> table)
    {
        table.ToTable("api_tokens");
        table.HasIndex(t => t.Hash).IsUnique();
        table.HasIndex(t => t.PersonId);
    }
}

/// <summary>Identity's tables under our names; its store works on <see cref="DeskDb"/> itself, so that there is one context.</summary>
internal sealed class AccountMapping : IEntityTypeConfiguration<Account>, IEntityTypeConfiguration<IdentityUserClaim<Guid>>,
    IEntityTypeConfiguration<IdentityUserLogin<Guid>>, IEntityTypeConfiguration<IdentityUserToken<Guid>>, IEntityTypeConfiguration<IdentityUserPasskey<Guid>>
{
    public void Configure(EntityTypeBuilder<Account> table)
    {
        table.ToTable("accounts");
        table.HasIndex(a => a.NormalizedUserName).IsUnique();
        table.HasIndex(a => a.NormalizedEmail);
        table.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> table)
    {
        table.ToTable("account_claims");
        table.HasIndex(c => c.UserId);
    }

    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> table)
    {
        table.ToTable("account_logins");
        table.HasKey(l => new { l.LoginProvider, l.ProviderKey });
    }

    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> table)
    {
        table.ToTable("account_tokens");
        table.HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
    }

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> table)
    {
        table.ToTable("account_passkeys");
        table.HasKey(p => p.CredentialId);
        table.Property(p => p.Data).HasJson();
    }
}
