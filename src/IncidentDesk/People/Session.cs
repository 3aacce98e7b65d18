using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.People;

/// <summary>One sign-in of a person in one browser. It lasts as long as its row; the cookie holds a secret of which only the SHA-256 is stored.</summary>
public sealed class Session
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public required byte[] Hash { get; init; }

    /// <summary>What the browser called itself when it signed in.</summary>
    public required string Browser { get; init; }

    /// <summary>The address that it signed in from.</summary>
    public required string Address { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Noted at most every ten minutes.</summary>
    public DateTimeOffset LastUsedAt { get; set; }
}

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> table)
    {
        table.ToTable("sessions");
        table.HasIndex(s => s.Hash).IsUnique();
        table.HasIndex(s => s.PersonId);
    }
}

/// <summary>Ends sessions inside a verb's transaction.</summary>
internal static class SessionEnd
{
    /// <summary>Ends all of a person.</summary>
    public static Task<int> EndSessionsAsync(this DeskTransaction desk, Guid personId) =>
        desk.Db.Set<Session>().Where(s => s.PersonId == personId).ExecuteDeleteAsync(desk.Cancellation);
}
