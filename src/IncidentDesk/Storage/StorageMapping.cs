using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.Storage;

/// <summary>A secret of the desk itself.</summary>
public sealed class DeskSecret
{
    public required string Name { get; init; }
    public required byte[] Value { get; init; }
}

/// <summary>A key of ASP.NET's data protection (cookies, antiforgery), shared by all nodes; the XML is boxed when a key is set.</summary>
public sealed class DataProtectionKey
{
    public required string Name { get; init; }
    public required string Xml { get; init; }
}

/// <summary>A POST that was carried out under an Idempotency-Key, kept for 24 h so that a repeated one gets the same answer.</summary>
public sealed class IdempotentRequest
{
    /// <summary>Who asked: the token's or the person's id.</summary>
    public Guid Caller { get; init; }
    public required string Key { get; init; }

    /// <summary>SHA-256 of method, path and body: another body under the same key is refused.</summary>
    public required byte[] RequestHash { get; init; }
    public int Status { get; init; }
    public required string Answer { get; init; }
    public DateTimeOffset At { get; init; }
}

internal sealed class StorageMapping : IEntityTypeConfiguration<DeskSecret>, IEntityTypeConfiguration<IdempotentRequest>,
    IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<DeskSecret> table)
    {
        table.ToTable("desk_secrets");
        table.HasKey(s => s.Name);
    }

    public void Configure(EntityTypeBuilder<IdempotentRequest> table)
    {
        table.ToTable("idempotent_requests");
        table.HasKey(r => new { r.Caller, r.Key });
        table.HasIndex(r => r.At);
    }

    public void Configure(EntityTypeBuilder<DataProtectionKey> table)
    {
        table.ToTable("data_protection_keys");
        table.HasKey(k => k.Name);
    }
}
