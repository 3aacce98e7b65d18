using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.People;

/// <summary>The ways to reach a person.</summary>
public enum ContactKind
{
    /// <summary>Email over SMTP; the address is a mail address.</summary>
    Email,

    /// <summary>A signed POST to the person's own URL.</summary>
    Webhook,

    /// <summary>The bell inside the program; every person has it, without an address.</summary>
    InApp,
}

/// <summary>One address of a person. Nothing but its verification code is sent to it before it is verified.</summary>
public sealed class ContactMethod
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public ContactKind Kind { get; init; }
    public required string Address { get; init; }

    /// <summary>The key that webhooks are signed with, protected by <see cref="Storage.SecretBox"/>; null for other kinds.</summary>
    public byte[]? Secret { get; init; }

    /// <summary>That key in hex, in the answer of the verb that made it and nowhere else: it is not stored.</summary>
    public string? NewSecret { get; init; }

    /// <summary>Whether the verb that answers with it has sent a code; not stored.</summary>
    public bool CodeSent { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? VerifiedAt { get; set; }

    /// <summary>SHA-256 of the six-digit code that is out, with its end and the wrong tries so far.</summary>
    public byte[]? CodeHash { get; set; }
    public DateTimeOffset? CodeEndsAt { get; set; }
    public int CodeTries { get; set; }
    public DateTimeOffset? DeletedAt { get; set; }
}

/// <summary>What a rule is about.</summary>
public enum RuleFor
{
    /// <summary>Pages of high urgency.</summary>
    High,

    /// <summary>Pages of low urgency, and other messages.</summary>
    Low,

    /// <summary>Status updates and the end of incidents that the person watches.</summary>
    Updates,
}

/// <summary>When a person is told over which method: so long after the page, for pages of this urgency, unless acknowledged before; or after a status update.</summary>
public sealed class NotificationRule
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public RuleFor Urgency { get; init; }
    public TimeSpan After { get; init; }
    public Guid ContactMethodId { get; init; }
}

internal sealed class ContactMapping : IEntityTypeConfiguration<ContactMethod>, IEntityTypeConfiguration<NotificationRule>
{
    public void Configure(EntityTypeBuilder<ContactMethod> table)
    {
        table.ToTable("contact_methods");
        table.Ignore(m => m.NewSecret);
        table.Ignore(m => m.CodeSent);
        table.HasIndex(m => new { m.PersonId, m.Kind, m.Address }).IsUnique().HasFilter("deleted_at IS NULL");
    }

    public void Configure(EntityTypeBuilder<NotificationRule> table)
    {
        table.ToTable("notification_rules");
        table.HasIndex(r => r.PersonId);
    }
}
